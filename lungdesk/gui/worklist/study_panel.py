"""What is known of the current study, and what a reader makes of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.worklist.states import StudyStatus
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.comment_field import CommentField
from lungdesk.gui.widgets.elided_label import ElidedLabel
from lungdesk.gui.widgets.keyed import KeyedComboBox
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.text_label import text_label
from lungdesk.gui.words import class_names
from lungdesk.gui.worklist.words import STATUS_WORDS

_WIDTH = 300
_NOTE_HEIGHT = 110


class StudyPanel(QFrame):
    """At the right of the table; empty while no study is chosen.

    Signals
    -------
    open_wanted()
        Show the films in the viewer.
    status_wanted(StudyStatus)
        Say how far people are with the chosen studies.
    note_written(str)
        The note is another now: told when the field is left.
    accepted(), rejected(), corrected(str)
        What the reader makes of the finding; the last with the id of the right class.
    comment_entered()
        Return in the comment on the finding.
    note_left()
        Escape in the note or comment: it is kept, and the reader goes on with the list.
    written()
        Note or comment have lost the keys, by Escape or otherwise.
    """

    open_wanted = Signal()
    status_wanted = Signal(object)
    note_written = Signal(str)
    accepted = Signal()
    rejected = Signal()
    corrected = Signal(str)
    comment_entered = Signal()
    note_left = Signal()
    written = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Study"))
        self.setFixedWidth(_WIDTH)
        self.title = ElidedLabel(self)
        self.title.setProperty("role", "heading")
        self.details = text_label(self, role="muted", is_selectable=True)
        self.finding = text_label(self, is_selectable=True)
        self.reason = text_label(self, role="muted", is_selectable=True)
        self.open_button = named_button(
            self, tr("Open films"), tr("Show its films in the viewer (Enter)")
        )
        self.open_button.setProperty("primary", True)
        self.open_button.clicked.connect(self.open_wanted)
        self.status = self._status_box()
        self.accept = named_button(
            self, tr("Accept"), tr("The finding is right (A)"), act=self.accepted
        )
        self.reject = named_button(
            self, tr("Reject"), tr("The finding is wrong (X)"), act=self.rejected
        )
        self._labels: LabelSet | None = None
        self.correct = self._correction_box()
        self.show_classes(CHEST_LABELS)
        self.comment = CommentField(
            tr("Comment on the finding"),
            tr(
                "Kept with your verdict: write it, then accept, reject or correct (C; Return keeps"
                " it with a verdict that you have given already)"
            ),
            self,
        )
        self.comment.returnPressed.connect(self.comment_entered)
        self.comment.left.connect(self.note_left)
        self.comment.installEventFilter(self)
        self.verdict = text_label(self, role="muted", is_selectable=True)
        self.note = self._note_field()
        self._shown_note = ""
        self._is_masked = False
        self._is_unkept = False
        self._assemble()
        self.show_nothing()

    def _status_box(self) -> KeyedComboBox:
        box = KeyedComboBox(self)
        for status, words in STATUS_WORDS.items():
            box.addItem(words, status)
        box.setAccessibleName(tr("Status of the study"))
        box.setToolTip(tr("How far people are: U unread, P in progress, D to discuss, R read"))
        box.activated.connect(lambda _index: self.status_wanted.emit(box.currentData()))
        return box

    def _correction_box(self) -> KeyedComboBox:
        box = KeyedComboBox(self)
        box.addItem(tr("Correct to…"))
        box.setAccessibleName(tr("Correct the finding"))
        box.setToolTip(tr("The finding should be another one"))
        box.activated.connect(self._on_corrected)
        return box

    def _note_field(self) -> QPlainTextEdit:
        field = QPlainTextEdit(self)
        field.setPlaceholderText(tr("Note"))
        field.setAccessibleName(tr("Note on the study"))
        field.setToolTip(
            tr("Kept with the study when you leave this field (T; Esc goes back to the list)")
        )
        field.setTabChangesFocus(True)
        field.setFixedHeight(_NOTE_HEIGHT)
        field.setProperty("editable", True)
        field.installEventFilter(self)
        return field

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.UNIT * 2, 0, 0, 0)
        column.setSpacing(theme.UNIT)
        for part in (self.title, self.details, self.finding, self.reason, self.open_button):
            column.addWidget(part)
        column.addSpacing(theme.UNIT)
        column.addWidget(self._section(tr("Is the finding right?")))
        verdicts = QHBoxLayout()
        verdicts.setSpacing(theme.UNIT)
        verdicts.addWidget(self.accept)
        verdicts.addWidget(self.reject)
        verdicts.addWidget(self.correct, 1)
        column.addLayout(verdicts)
        column.addWidget(self.comment)
        column.addWidget(self.verdict)
        column.addSpacing(theme.UNIT)
        column.addWidget(self._section(tr("Status")))
        column.addWidget(self.status)
        column.addSpacing(theme.UNIT)
        column.addWidget(self._section(tr("Note")))
        column.addWidget(self.note)
        column.addStretch(1)

    def _section(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("role", "section")
        return label

    # --- what to show

    def show_classes(self, labels: LabelSet) -> None:
        """Offer classes that a finding may be corrected to."""
        if labels != self._labels:
            self._labels = labels
            self.correct.offer(zip(class_names(labels), labels.ids, strict=True))

    def show_nothing(self) -> None:
        """No study is chosen."""
        self.setEnabled(False)
        self.title.show_whole(tr("No study is chosen"))
        for label in (self.details, self.finding, self.reason, self.verdict):
            label.clear()
            label.setVisible(False)
        self.show_note("", is_writable=False)

    def show_study(self, title: str, details: str, finding: str, reason: str) -> None:
        """Say what is known of a study."""
        self.setEnabled(True)
        self.title.show_whole(title)
        texts = (details, finding, reason)
        labels = (self.details, self.finding, self.reason)
        for label, text in zip(labels, texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))

    def show_work(
        self, status: StudyStatus, verdict: str, *, is_writable: bool, has_finding: bool
    ) -> None:
        """Say how far people are with it, and whether that can be changed here."""
        self.status.setCurrentIndex(list(STATUS_WORDS).index(status))
        self.correct.setCurrentIndex(0)
        self.verdict.setText(verdict)
        self.verdict.setVisible(bool(verdict))
        self.status.setEnabled(is_writable)
        for widget in (self.accept, self.reject, self.correct, self.comment):
            widget.setEnabled(is_writable and has_finding)

    def show_note(
        self, text: str, *, is_writable: bool, is_masked: bool = False, unkept: str | None = None
    ) -> None:
        """Show a note, unless somebody is writing another one just now.

        A mask stands for a note that is there: nobody can write over it. A note that could not
        be kept is shown in the place of that which is, and told again when the field is left.
        """
        is_free = self._is_masked or not self.note.hasFocus() or not self.isEnabled()
        if is_free:
            self._is_masked = is_masked
            self._shown_note = text if unkept is None else unkept
            self.note.setPlainText(self._shown_note)
        self._is_unkept = unkept is not None
        self.note.setReadOnly(self._is_masked or not is_writable)

    # --- the hand

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self.keep_note()
        if event.type() == QEvent.Type.FocusOut:
            self.written.emit()
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self.note and is_escape and event.type() == QEvent.Type.KeyPress:
            self.note_left.emit()  # else it would close the window
            return True
        return super().eventFilter(watched, event)

    @property
    def is_writing(self) -> bool:
        """Whether keys go into note or comment."""
        return self.note.hasFocus() or self.comment.hasFocus()

    def keep_note(self) -> None:
        """Tell the note when it is another than before, or has not been kept."""
        text = self.note.toPlainText().strip()
        if (text != self._shown_note or self._is_unkept) and not self._is_masked:
            self._shown_note, self._is_unkept = text, False
            self.note_written.emit(text)

    def _on_corrected(self, index: int) -> None:
        if index > 0:
            self.corrected.emit(self.correct.itemData(index))
