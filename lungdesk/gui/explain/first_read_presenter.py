"""Has the reader say first what a film shows, and keeps how far that agrees with the model."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.labels import LabelSet
from lungdesk.gui.actions import Actions
from lungdesk.gui.explain.agreement_dialog import AgreementDialog
from lungdesk.gui.explain.looking_time import LookingTime
from lungdesk.gui.reading_store import FrameKey, Phase, frame_key
from lungdesk.gui.translation import tr
from lungdesk.gui.words import class_names
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.core.radiograph import Radiograph
    from lungdesk.gui.explain.panel import ExplainPanel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.window_services import FilmReading, Shared
    from lungdesk.services.workspace.records import Read, Sighting

_NOT_KEPT = tr("Another LungDesk has the workspace open: your reading is shown, but not kept.")
_NOWHERE = tr("There is no workspace here: your reading is shown, but not kept.")
_FROM_NOW_ON = tr("You read first from now on; an answer that has been shown stays open.")
_NO_LONGER = tr("The model’s answer is shown at once again.")


class FirstReadPresenter(QObject):
    """Binds the question to the sealed answer, and both to the workspace."""

    def __init__(self, panel: ExplainPanel, state: AppState, shared: Shared) -> None:
        super().__init__(panel)
        self._panel, self._state, self._messages = panel, state, shared.messages
        self._desk = shared.services.workspace
        self._keeping = shared.bridge.channel(Lane.WORKSPACE, must_finish=True)
        self._keeping.succeeded.connect(self._on_kept)
        self._keeping.failed.connect(self._on_failed)
        self._finding = shared.bridge.channel(Lane.WORKSPACE)
        self._finding.succeeded.connect(self._on_found)
        self._asking = shared.bridge.channel(Lane.WORKSPACE)
        self._asking.succeeded.connect(self._on_agreement)
        self._asking.failed.connect(self._on_failed)
        self._said: dict[FrameKey, str] = {}
        self._asked: FilmReading | None = None
        self._comments: dict[FrameKey, str] = {}
        self.looking = LookingTime()
        self.dialog: AgreementDialog | None = None
        panel.first_read.said.connect(self._on_said)
        for changed in (state.film_changed, state.playing_changed):
            changed.connect(self._on_film_changed)
        state.reading_changed.connect(self._show)
        state.blinding_changed.connect(self._show)
        state.blinding_changed.connect(self._on_film_changed)
        state.reader_changed.connect(self._on_reader_changed)
        self._show()

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        self._action = actions["blinded"]
        self._action.setChecked(self._state.is_blinded)
        self._action.toggled.connect(self._state.set_blinded)
        self._action.triggered.connect(self._tell)
        self._state.blinding_changed.connect(self._show_action)
        actions["agreement"].triggered.connect(self.open)

    def _tell(self, is_blinded: bool) -> None:
        """The film that is shown may look the same: its answer has been seen."""
        self._messages.inform(_FROM_NOW_ON if is_blinded else _NO_LONGER)

    def _show_action(self) -> None:
        self._action.setChecked(self._state.is_blinded)
        if self.dialog is not None:
            self._ask()

    # --- the question

    def _on_film_changed(self) -> None:
        film = self._state.film
        if film.phase is not Phase.READY or film.film is None:
            self.looking.look_at(None)
            return
        radiograph = film.film.radiograph
        key = frame_key(radiograph)
        self.looking.look_at(key)
        if self._state.is_blinded and not self._state.is_playing and key not in self._said:
            self._look_up(radiograph)

    def _look_up(self, radiograph: Radiograph) -> None:
        from lungdesk.services.workspace.requests import EarlierQuery  # noqa: PLC0415 - as below

        if self._desk is not None:
            reader = self._state.reader_name
            query = EarlierQuery(radiograph.instance, reader, radiograph.frame)
            tag = (frame_key(radiograph), reader)
            self._finding.replace(self._desk.earlier_read, query, tag=tag)

    def _on_found(self, tag: tuple[FrameKey, str], earlier: Read | Sighting | None) -> None:
        """Who has seen the answer in an earlier session cannot be asked again."""
        key, reader = tag
        is_mine = reader == self._state.reader_name
        if earlier is not None and is_mine and key not in self._said:
            self._said[key] = _earlier_words(earlier)
            self._state.unseal(key)

    def _on_reader_changed(self) -> None:
        """What one reader has said, has begun to write and has taken is not told another."""
        self._finding.cancel()
        self._said, self._comments, self._asked = {}, {}, None
        self.looking.restart()
        self._on_film_changed()

    def _show(self) -> None:
        sealed, panel = self._state.sealed_reading(), self._panel.first_read
        for part in (self._panel.bars, self._panel.rule_above_heatmap, self._panel.heatmap):
            part.setVisible(sealed is None)
        if sealed is not self._asked:
            self._keep_comment()
        if sealed is not None:
            if sealed is not self._asked:
                comment = self._comments.pop(frame_key(sealed), "")
                panel.ask(class_names(sealed.prediction.labels), comment)
            self._asked = sealed
            return
        self._asked = None
        reading = self._state.reading.reading
        panel.show_said(self._said.get(frame_key(reading), "") if reading else "")

    def _keep_comment(self) -> None:
        """A comment that was begun waits for the reader to come back to its film."""
        comment = self._panel.first_read.comment.comment
        if self._asked is not None and comment:
            self._comments[frame_key(self._asked)] = comment

    def _on_said(self, class_index: int, sureness: str, comment: str) -> None:
        from lungdesk.services.workspace.records import (  # noqa: PLC0415 - when first needed
            Confidence,
            Read,
            ReaderVerdict,
        )

        sealed = self._state.sealed_reading()
        if sealed is None:
            return
        prediction = sealed.prediction
        label = prediction.labels.ids[class_index]
        agrees = class_index == prediction.class_index
        key, now = frame_key(sealed), datetime.now(UTC)
        read = Read(
            ReaderVerdict.ACCEPT if agrees else ReaderVerdict.CORRECT,
            *(label, comment, self._state.reader_name),
            started_at=_told(now - timedelta(seconds=self.looking.taken(key))),
            ended_at=_told(now),
            is_blinded=True,
            confidence=Confidence(sureness) if sureness else None,
        )
        differs = tr("agrees") if agrees else tr("differs")
        name = class_names(prediction.labels)[class_index]
        self._said[key] = tr("You said: {name}. The model {differs}.", name=name, differs=differs)
        self._keep(sealed, read)
        self._asked = None  # its comment is kept
        self._state.unseal(key)

    def _keep(self, reading: FilmReading, read: Read) -> None:
        from lungdesk.services.workspace.requests import AddFirstRead  # noqa: PLC0415 - as above

        if self._desk is None:
            self._messages.inform(_NOWHERE)
        else:
            self._keeping.add(self._desk.add_first_read, AddFirstRead(reading, read))

    def _on_kept(self, _tag: object, is_kept: bool) -> None:
        if not is_kept:
            self._messages.inform(_NOT_KEPT)
        elif self.dialog is not None and self.dialog.isVisible():
            self._ask()

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._messages.warn(error)

    # --- the agreement

    def open(self) -> None:
        """Show how far readers and models agree."""
        if self.dialog is None:
            self.dialog = AgreementDialog(self._panel.window())
            self.dialog.switch_on.clicked.connect(self._action.trigger)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._ask()

    def _ask(self) -> None:
        if self._desk is not None:
            self._asking.replace(self._desk.agreement, None)

    def _on_agreement(self, _tag: object, found: Any) -> None:
        if self.dialog is not None:
            self.dialog.show_agreement(found, is_blinded=self._state.is_blinded)


def _told(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _earlier_words(earlier: Read | Sighting) -> str:
    from lungdesk.services.workspace.records import Sighting  # noqa: PLC0415 - as above

    if isinstance(earlier, Sighting):
        if not earlier.reader:
            return tr("The model’s answer for this film has been shown before.")
        return tr("You have seen the model’s answer for this film before.")
    if not earlier.is_blinded:
        return tr("You have judged this film before, with the model’s answer in sight.")
    name = class_names(LabelSet.from_ids((earlier.label,)))[0]
    if not earlier.reader:  # an older version has kept it
        return tr("It was said earlier: {name}.", name=name)
    return tr("You said earlier: {names}.", names=name)
