"""Opens the list of commands and does what is chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.jobs import JobContext
from lungdesk.gui.actions import Actions
from lungdesk.gui.commands.command import Command, command_of
from lungdesk.gui.commands.commands_dialog import CommandsDialog
from lungdesk.gui.translation import tr
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.top_bar_view import MainMenu
    from lungdesk.gui.window_services import Shared
    from lungdesk.services.models.library import InstalledModel

#: What would only open the list again.
_SELF = "commands"


class CommandsPresenter(QObject):
    """The menus say what there is, so that nothing can be missing here; models come after."""

    def __init__(
        self, menu: MainMenu, state: AppState, active: ActiveModel, shared: Shared
    ) -> None:
        super().__init__(menu)
        self._menu, self._state, self._active = menu, state, active
        self._paths = shared.services.paths
        self._looking = shared.bridge.channel(Lane.IO)
        self._looking.succeeded.connect(self._on_models)
        self.dialog = CommandsDialog(menu.window())
        self.dialog.chosen.connect(self._run)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions[_SELF].triggered.connect(self.open)

    def open(self) -> None:
        """Show everything that can be done now; the installed models follow."""
        commands = [
            command_of(place, action, self._state)
            for place, action in self._menu.offered()
            if action.objectName() != _SELF
        ]
        self.dialog.open_over(commands, self._menu.window())
        self._looking.replace(self._models, None)

    def _models(self, _request: None, _ctx: JobContext) -> tuple[InstalledModel, ...]:
        """In the worker."""
        from lungdesk.services.models.library import ModelLibrary  # noqa: PLC0415 - not at start

        return ModelLibrary.of(self._paths).list()

    def _on_models(self, _tag: object, models: tuple[InstalledModel, ...]) -> None:
        self.dialog.add([self._command_of(model) for model in models if model.bundle is not None])

    def _command_of(self, model: InstalledModel) -> Command:
        id_, bundle = model.folder.name, model.bundle
        assert bundle is not None
        is_active = id_ == self._active.id
        return Command(
            title=tr("Read with {name}", name=bundle.manifest.name),
            place=tr("Models"),
            run=partial(self._active.use, id_),
            is_possible=not is_active,
            why_not=tr("It reads already") if is_active else "",
        )

    def _run(self, command: Command) -> None:
        command.run()
