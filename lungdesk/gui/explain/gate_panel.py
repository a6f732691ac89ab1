"""What the gate says of the film: why it is refused or doubtful, and what can be done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.explain.gate_words import GateNote
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.explain_button import ExplainButton
from lungdesk.gui.widgets.keyed import KeyedButton
from lungdesk.gui.widgets.text_label import text_label

#: Keeps what is before it and what is after it on one line.
_JOINER: Final = "\N{WORD JOINER}"


class GatePanel(QFrame):
    """A note with the buttons that mend or override; out of sight when there is nothing to say.

    Signals
    -------
    correction_wanted()
        Turn or invert the film as offered, and read it again.
    override_wanted()
        Read the film although it is refused.
    explain_wanted(str)
        The user wants to know what the code means.
    """

    correction_wanted = Signal()
    override_wanted = Signal()
    explain_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gateNote")
        self.setAccessibleName(tr("Film check"))
        self._sentence = text_label(self)
        self._more = text_label(self, role="muted")
        self.correct = KeyedButton("", self)
        self.correct.setProperty("primary", True)
        self.correct.clicked.connect(self.correction_wanted)
        self.override = KeyedButton(tr("Read anyway"), self)
        self.override.setToolTip(tr("Show what the model says all the same; that is recorded"))
        self.override.clicked.connect(self.override_wanted)
        self.explain = ExplainButton(self)
        self.explain.wanted.connect(self.explain_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT + theme.HALF_UNIT,) * 4)
        layout.setSpacing(theme.UNIT)
        for widget in (self._sentence, self._more, self.correct, self.override, self.explain):
            layout.addWidget(widget)
        self.show_note(None)

    @property
    def words(self) -> str:
        """What is said; empty when nothing is."""
        if self.isHidden():
            return ""
        labels = (self._sentence, self._more)
        return "\n".join(_broken_freely(label.text()) for label in labels if label.text())

    def show_note(self, note: GateNote | None) -> None:
        """Say something, or nothing."""
        self.setVisible(note is not None)
        if note is None:
            return
        self._sentence.setText(note.sentence)
        # A line that ends within a code would hide that it is one.
        self._more.setText(note.more.replace(note.code, _unbroken(note.code)))
        self._more.setVisible(bool(note.more))
        self.correct.setText(note.correction)
        self.correct.setToolTip(
            tr("{correction} on the screen", correction=note.correction) if note.correction else ""
        )
        self.correct.setVisible(bool(note.correction))
        self.override.setVisible(note.is_refused)
        self.explain.show_code(note.code)
        self.setAccessibleDescription(f"{note.sentence} {note.more}".strip())
        self.setProperty("severity", "error" if note.is_refused else "warning")
        self.style().unpolish(self)
        self.style().polish(self)


def _unbroken(code: str) -> str:
    return code.replace("-", f"-{_JOINER}")


def _broken_freely(text: str) -> str:
    return text.replace(_JOINER, "")
