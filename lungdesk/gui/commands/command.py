"""One line of the list of commands, and why it may not be possible now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QAction, QKeySequence

from lungdesk.gui.actions import SPECS
from lungdesk.gui.commands.matching import begins_words, fit
from lungdesk.gui.state import Phase
from lungdesk.gui.translation import tr

if TYPE_CHECKING:
    from lungdesk.gui.state import AppState

_NEEDS_FILM: Final = frozenset(spec.id for spec in SPECS if spec.needs_film)

#: Why an action is off, where there is one reason only.
_REASONS: Final = {
    "undo": tr("Nothing to undo"),
    "redo": tr("Nothing to redo"),
    "delete": tr("No measurement is selected"),
    "copy_measurements": tr("Nothing is measured"),
    "overlays": tr("Privacy mode is on"),
    "next_key_image": tr("No film is marked"),
}

#: Other words that people look for it by.
_ALSO: Final = {
    "heatmap": tr("explanation saliency map"),
    "next_class": tr("heatmap saliency map"),
    "explanations": tr("heatmap saliency map occlusion test"),
}

#: What a fit by other words is worth: less than any fit by a word of the name.
_BY_OTHER_WORDS: Final = 0.5
#: What is taken off a fit that needs the title of the menu, and off what cannot be done now.
_BY_ITS_MENU: Final = 2.0
_NOT_NOW: Final = 0.5


@dataclass(frozen=True, slots=True)
class Command:
    """Something the window can do.

    Attributes
    ----------
    place
        Where else it is found: the title of its menu.
    key
        As the system writes it; empty without one.
    why_not
        Why it cannot be done now; empty where that is not known.
    also
        Other words that it is found by.
    """

    title: str
    place: str
    run: Callable[[], object]
    key: str = ""
    is_possible: bool = True
    why_not: str = ""
    also: str = ""

    @property
    def words(self) -> str:
        """All that is known of it, for who does not see it."""
        state = (
            ""
            if self.is_possible
            else tr("not possible now: {why_not}", why_not=self.why_not).rstrip(": ")
        )
        return ", ".join(part for part in (self.title, self.place, self.key, state) if part)


def command_of(place: str, action: QAction, state: AppState) -> Command:
    """The command that triggers an action of a menu."""
    is_possible = action.isEnabled()
    return Command(
        title=action.text().replace("&&", "\0").replace("&", "").replace("\0", "&"),
        place=place.replace("&", ""),
        run=action.trigger,
        key=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
        is_possible=is_possible,
        why_not="" if is_possible else why_not(action.objectName(), state),
        also=_ALSO.get(action.objectName(), ""),
    )


def why_not(action_id: str, state: AppState) -> str:
    """Why an action is off, as far as that is known."""
    if action_id in _NEEDS_FILM and state.film.phase is not Phase.READY:
        return tr("No film is open")
    return _REASONS.get(action_id, "")


def fitting(typed: str, commands: Sequence[Command]) -> tuple[Command, ...]:
    """Commands that fit what was typed, the best first; all of them where nothing was.

    Among those that fit alike, what can be done comes first: nobody who types the name of one thing
    wants to do another because that is possible.
    """
    if not typed.strip():
        return tuple(sorted(commands, key=lambda one: not one.is_possible))
    worths = ((_worth(typed, one), one) for one in commands)
    found = [(worth, one) for worth, one in worths if worth is not None]
    return tuple(one for _worth, one in sorted(found, key=lambda pair: -pair[0]))


def _worth(typed: str, command: Command) -> float | None:
    """By its name, or less by its name with that of its menu, or by other words for it."""
    worth = fit(typed, command.title)
    if worth is None and begins_words(typed, f"{command.title} {command.also}"):
        worth = _BY_OTHER_WORDS
    if worth is None:
        whole = fit(typed, f"{command.title} {command.place}")
        worth = None if whole is None else whole - _BY_ITS_MENU
    return worth if worth is None or command.is_possible else worth - _NOT_NOW
