"""A question with a few answers, over a window; nothing waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

Act = Callable[[], object]
Parent = QWidget


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, and what it leads to."""

    words: str
    acts: tuple[Act, ...] = ()


class Question(QMessageBox):
    """The first answer is that of Enter, number ``escape`` that of Esc."""

    def __init__(
        self, parent: Parent, sentence: str, hint: str, answers: Sequence[Answer], *, escape: int
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("LungDesk")
        self.setText(sentence)
        self.setInformativeText(hint)
        for label in self.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)  # they name files and people
        self._acts = {}
        for answer in answers:
            button = self.addButton(answer.words, QMessageBox.ButtonRole.ActionRole)
            button.setAccessibleName(answer.words)
            self._acts[button] = answer.acts
        in_order = list(self._acts)
        self.setDefaultButton(in_order[0])
        self.setEscapeButton(in_order[escape])
        self.finished.connect(self._act)
        self.open()

    def answer(self, words: str) -> None:
        """Click the answer that says so."""
        next(button for button in self._acts if button.text() == words).click()

    def _act(self) -> None:
        self.deleteLater()
        clicked = self.clickedButton()  # none when the window under it has gone
        for button, acts in self._acts.items():
            if button is clicked:
                for act in acts:
                    act()
