"""Status, notes and verdicts: what people do with the chosen studies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.identity import MASK
from lungdesk.core.worklist.columns import SEALED
from lungdesk.core.worklist.states import StudyStatus
from lungdesk.gui.messages import to_message
from lungdesk.gui.privacy import shown_message
from lungdesk.gui.window_services import Shared
from lungdesk.gui.worklist import words
from lungdesk.services.job_runner import Lane
from lungdesk.services.unsaved_work import joined
from lungdesk.services.workspace.records import Read, ReaderVerdict
from lungdesk.services.workspace.requests import AddRead, SetNote, SetStatus

if TYPE_CHECKING:
    from lungdesk.gui.state import AppState
    from lungdesk.gui.worklist.listing_presenter import ListingPresenter
    from lungdesk.gui.worklist.worklist_view import WorklistView
    from lungdesk.services.workspace.desk import WorkspaceDesk

#: A verdict and the study it was given on, which is not known of one that was brought back.
_Given: TypeAlias = tuple[int | None, AddRead]
#: What must not be lost if it cannot be kept.
_Tag: TypeAlias = SetNote | _Given | None
#: Of a film and a reader, the newest verdict is the one that counts.
_Key: TypeAlias = tuple[int, str]


class WorkPresenter(QObject):
    """Shows the current study, and keeps what is said of it.

    Signals
    -------
    settled()
        Nothing is on its way any more: what is not unsaved is kept.
    """

    settled = Signal()

    def __init__(
        self,
        view: WorklistView,
        listing: ListingPresenter,
        desk: WorkspaceDesk,
        state: AppState,
        shared: Shared,
    ) -> None:
        super().__init__(view)
        self._view, self._listing, self._desk, self._state = view, listing, desk, state
        self._messages = shared.messages
        self._changing = shared.bridge.channel(Lane.WORKSPACE, must_finish=True)
        self._changing.succeeded.connect(self._on_changed)
        self._changing.failed.connect(self._on_failed)
        self._shown: int | None = None
        self._shown_since = ""
        self._comments: dict[int, str] = {}
        self._notes: dict[int, SetNote] = {}
        self._verdicts: dict[_Key, _Given] = {}
        #: Why a note or verdict could not be kept, the last time.
        self.error: LungDeskError | None = None
        self._sent: dict[_Key, Read] = {}
        panel = view.study
        panel.status_wanted.connect(self.set_status)
        panel.note_written.connect(self._on_note)
        panel.accepted.connect(lambda: self._judge(ReaderVerdict.ACCEPT))
        panel.rejected.connect(lambda: self._judge(ReaderVerdict.REJECT))
        panel.corrected.connect(lambda label_id: self._judge(ReaderVerdict.CORRECT, label_id))
        panel.comment_entered.connect(self._on_comment)
        view.table.chosen.connect(self._show)
        state.preferences_changed.connect(self._show)
        state.reader_changed.connect(self._on_reader_changed)
        listing.shown.connect(self._on_listed)

    # --- what is shown

    def _show(self) -> None:
        table, panel = self._view.table, self._view.study
        row, study_id = table.current_row, table.current_study
        if not table.chosen_studies:
            row = study_id = None  # Qt has made it current, not the reader
        if study_id != self._shown:
            panel.keep_note()
            self._keep_comment()
            self._shown = study_id
            panel.comment.setText("" if study_id is None else self._comments.pop(study_id, ""))
            self._shown_since = _now()
        if row is None:
            panel.show_nothing()
            return
        model = table.model
        c, place = model.columns, model.place(row)
        is_private = self._state.preferences.is_private
        number = words.patient_id(c, place, is_private=is_private)
        said = (words.study_date(c, place), words.study(c, place), words.other_films(c, place))
        panel.show_study(
            words.title(c, place, is_private=is_private),
            " · ".join(part for part in (number, *said) if part),
            words.finding(c, place),
            words.reason(c, place, is_private=is_private),
        )
        reader = self._state.reader_name
        panel.show_work(
            words.status_of(c, place),
            words.judged(c, place, reader, is_private=is_private),
            is_writable=self._listing.is_writable,
            has_finding=int(c.predicted[place]) >= 0,
        )
        note, waiting = str(c.note[place]), self._notes.get(int(c.study_id[place]))
        unkept = None if waiting is None else waiting.text
        is_masked = bool(note or unkept) and (is_private or c.code[place] == SEALED)
        panel.show_note(
            MASK if is_masked else note,
            is_writable=self._listing.is_writable,
            is_masked=is_masked,
            unkept=None if is_masked else unkept,
        )

    # --- what is done

    def set_status(self, status: StudyStatus) -> None:
        """Say how far people are with the chosen studies."""
        chosen = self._view.table.chosen_studies
        if chosen and self._listing.is_writable and self._view.table.is_seen:
            self._view.table.touch(chosen)
            self._change(self._desk.set_status, SetStatus(chosen, status))

    def begin(self, study_id: int) -> None:
        """A study is opened: unread until now, it is in progress."""
        row = self._view.table.model.row_of(study_id)
        if row is None or not self._listing.is_writable:
            return
        model = self._view.table.model
        if words.status_of(model.columns, model.place(row)) is StudyStatus.UNREAD:
            # The reader has said nothing of it yet: it gives way to no other.
            self._change(self._desk.set_status, SetStatus((study_id,), StudyStatus.IN_PROGRESS))

    def _on_note(self, text: str) -> None:
        if self._shown is not None and self._listing.is_writable:
            self._notes[self._shown] = SetNote(self._shown, text)
            self._send_note(self._notes[self._shown])

    def _send_note(self, note: SetNote) -> None:
        self._change(self._desk.set_note, note, tag=note)

    @property
    def unsaved(self) -> tuple[SetNote, ...]:
        """Notes that are not kept yet."""
        return tuple(self._notes.values())

    @property
    def unsaved_verdicts(self) -> tuple[AddRead, ...]:
        """Verdicts that could not be kept."""
        return tuple(verdict for _, verdict in self._verdicts.values())

    def bring_back(self, notes: tuple[SetNote, ...], verdicts: tuple[AddRead, ...]) -> None:
        """Keep what could not be kept in another session, along with what waits in this one."""
        for note in notes:
            waiting = self._notes.get(note.study_id)
            text = note.text if waiting is None else joined(waiting.text, note.text)
            self._notes[note.study_id] = replace(note, text=text)
            self._send_note(self._notes[note.study_id])
        for verdict in verdicts:
            self._send_verdict(None, verdict)

    def try_again(self) -> None:
        """Keep what could not be kept before, and the note that is being written."""
        for note in self._notes.values():
            self._send_note(note)
        verdicts, self._verdicts = self._verdicts, {}
        for study_id, verdict in verdicts.values():
            self._send_verdict(study_id, verdict)
        self._view.study.keep_note()

    def forget(self) -> None:
        """What is written and not kept belongs to no study of another workspace."""
        self._notes, self._comments, self._shown = {}, {}, None
        self._verdicts = {}
        self._view.study.comment.clear()

    def _keep_comment(self) -> None:
        """What is written and not kept yet belongs to its study, and waits there for a verdict."""
        comment = self._view.study.comment.comment
        if self._shown is not None and comment:
            self._comments[self._shown] = comment

    def _on_comment(self) -> None:
        """A verdict that this reader has given gets the comment; else it waits for one."""
        row = self._view.table.current_row
        if row is not None and self._view.study.comment.comment:
            last = self._last_read(row)
            if last is not None and last.reader == self._state.reader_name:
                self._judge(last.verdict, last.label)
        self._view.table.begin()

    def _last_read(self, row: int) -> Read | None:
        """The newest verdict on a finding: that which is on its way is not in the table yet."""
        c, place = self._view.table.model.columns, self._view.table.model.place(row)
        film_id = int(c.film_id[place])
        sent = [read for (sent_of, _), read in self._sent.items() if sent_of == film_id]
        if sent or not c.verdict[place]:
            return sent[-1] if sent else None
        verdict, label = ReaderVerdict(c.verdict[place]), str(c.said_label[place])
        return Read(verdict, label, reader=words.judge(c, place))

    def _on_listed(self) -> None:
        """The table has all verdicts once none is on its way, nor an answer with them."""
        if self._listing.is_current and not self._changing.pending:
            self._sent = {}
            self._view.table.let_go()

    def _on_reader_changed(self) -> None:
        """What one reader has begun to write is not kept under the name of another."""
        self._comments = {}
        self._view.study.comment.clear()
        self._shown_since = _now()

    def _judge(self, verdict: ReaderVerdict, label: str = "") -> None:
        table = self._view.table
        row = table.current_row
        if row is None or not self._listing.is_writable or not table.is_seen:
            return
        if not table.chosen_studies:
            return  # Qt has made it current, not the reader
        model = table.model
        film_id = int(model.columns.film_id[model.place(row)])
        field, reader = self._view.study.comment, self._state.reader_name
        read = Read(verdict, label, field.comment, reader, self._shown_since, ended_at=_now())
        table.touch((model.study_id(row),))
        self._send_verdict(model.study_id(row), AddRead(film_id, read))
        field.clear()

    def _send_verdict(self, study_id: int | None, verdict: AddRead) -> None:
        self._change(self._desk.add_read, verdict, tag=(study_id, verdict))
        self._sent.pop(_key(verdict), None)  # the newest comes last
        self._sent[_key(verdict)] = verdict.read

    def _change(self, act: Any, request: object, tag: object = None) -> None:
        self._changing.add(act, request, tag=tag)

    def _on_changed(self, tag: _Tag, _result: object) -> None:
        if isinstance(tag, SetNote) and self._notes.get(tag.study_id) is tag:
            del self._notes[tag.study_id]
        elif isinstance(tag, tuple):
            self._forget_unkept(*tag)
        self._on_answered()

    def _on_failed(self, tag: _Tag, error: LungDeskError) -> None:
        if tag is not None:
            self.error = error
        if isinstance(tag, SetNote):
            self._show()
        elif tag is not None:
            self._give_back(*tag)
        message = shown_message(self._state, to_message(error))
        self._view.messages.show_message(message)
        if not self._view.isVisible():
            self._messages.fail(error)
        self._on_answered()

    def _on_answered(self) -> None:
        self._listing.refresh()
        if not self._changing.pending:
            self.settled.emit()

    def _forget_unkept(self, study_id: int | None, verdict: AddRead) -> None:
        """A verdict is kept: its reader's one before it is wanted no more, nor its comment."""
        if not self._awaits_newer(verdict):
            self._verdicts.pop(_key(verdict), None)
        comment, field = verdict.read.comment, self._view.study.comment
        if not comment or study_id is None:
            return
        if self._comments.get(study_id) == comment:
            del self._comments[study_id]
        if study_id == self._shown and field.comment == comment:
            field.clear()

    def _awaits_newer(self, verdict: AddRead) -> bool:
        """Whether one that its reader has given after it could not be kept: it came back late."""
        _, waiting = self._verdicts.get(_key(verdict), (None, verdict))
        return waiting.read.ended_at > verdict.read.ended_at

    def _give_back(self, study_id: int | None, verdict: AddRead) -> None:
        """A verdict that could not be kept is tried again, unless its reader gives another one."""
        read = verdict.read
        if self._sent.get(_key(verdict)) is read:
            del self._sent[_key(verdict)]
            if not self._awaits_newer(verdict):
                self._verdicts[_key(verdict)] = study_id, verdict
        field = self._view.study.comment
        if study_id is None or not read.comment or read.reader != self._state.reader_name:
            return
        if study_id != self._shown:
            self._comments.setdefault(study_id, read.comment)
        elif not field.text():
            field.setText(read.comment)


def _key(verdict: AddRead) -> _Key:
    return verdict.film_id, verdict.read.reader


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
