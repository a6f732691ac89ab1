"""Asks what the reader sees, before the model's answer is shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.comment_field import CommentField
from lungdesk.gui.widgets.keyed import KeyedButton, KeyedComboBox

#: What is kept of how sure a reader is, and its words.
SURENESS: Final = {
    "": tr("Not said"),
    "low": tr("Unsure"),
    "medium": tr("Fairly sure"),
    "high": tr("Certain"),
}


class FirstReadPanel(QFrame):
    """A question with the classes as answers; once it is answered, what was said.

    Signals
    -------
    said(int, str, str)
        The reader has chosen a class, and how sure that is: a key of `SURENESS`; with a comment or
        none.
    """

    said = Signal(int, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Your reading"))
        self._words = QLabel(self)
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        self._form = QWidget(self)
        self._classes = QVBoxLayout()
        self._classes.setSpacing(theme.HALF_UNIT)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_chosen)
        self.sureness = KeyedComboBox(self._form)
        self.sureness.setAccessibleName(tr("How sure you are"))
        self.sureness.setToolTip(tr("Kept with your reading"))
        for id_, words in SURENESS.items():
            self.sureness.addItem(words, id_)
        self.comment = CommentField(
            tr("Comment on your reading"),
            tr("Kept with your reading, if you write one (Return shows the model’s answer)"),
            self._form,
        )
        self.comment.returnPressed.connect(self._on_answer)
        self.comment.left.connect(self._take_choice)
        self.answer = KeyedButton(tr("Show the model’s answer"), self._form)
        self.answer.setProperty("primary", True)
        self.answer.setToolTip(tr("Keep what you see, then show what the model says"))
        self.answer.clicked.connect(self._on_answer)
        self._names: tuple[str, ...] = ()
        self._lay_out()
        self.show_said("")

    def _lay_out(self) -> None:
        sure = QHBoxLayout()
        sure.setSpacing(theme.UNIT)
        label = QLabel(tr("How sure?"), self._form)
        label.setProperty("role", "muted")
        sure.addWidget(label)
        sure.addWidget(self.sureness, 1)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.UNIT)
        form.addLayout(self._classes)
        form.addLayout(sure)
        form.addWidget(self.comment)
        form.addWidget(self.answer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._words)
        layout.addWidget(self._form)

    @property
    def words(self) -> str:
        """What stands there besides the answers."""
        return "" if self.isHidden() else self._words.text()

    @property
    def choices(self) -> tuple[KeyedButton, ...]:
        """One button for each class, in label order."""
        return tuple(b for b in self._group.buttons() if isinstance(b, KeyedButton))

    def ask(self, names: tuple[str, ...], comment: str = "") -> None:
        """Ask anew, with nothing chosen, and perhaps a comment that was begun."""
        if names != self._names:
            self._names = names
            for old in self._group.buttons():
                self._group.removeButton(old)
                old.deleteLater()
            for index, name in enumerate(names):
                button = KeyedButton(name, self._form)
                button.setCheckable(True)
                button.setToolTip(tr("You see: {name}", name=name))
                self._group.addButton(button, index)
                self._classes.addWidget(button)
        self._group.setExclusive(False)
        for choice in self._group.buttons():
            choice.setChecked(False)
        self._group.setExclusive(True)
        self.sureness.setCurrentIndex(0)
        self.comment.setText(comment)
        self.answer.setEnabled(False)
        self._words.setText(tr("What do you see?"))
        self._form.show()
        self.show()

    def show_said(self, words: str) -> None:
        """Say what the reader has said; nothing where nobody was asked."""
        self._form.hide()
        self._words.setText(words)
        self.setVisible(bool(words))

    def _on_chosen(self, _index: int) -> None:
        self.answer.setEnabled(True)

    def _on_answer(self) -> None:
        index = self._group.checkedId()
        if index >= 0:
            sureness = str(self.sureness.currentData())
            self.said.emit(index, sureness, self.comment.comment)
        else:
            self._take_choice()

    def _take_choice(self) -> None:
        """The hand goes on with the class: there is no answer without one."""
        chosen = self._group.checkedButton()
        (chosen or self.choices[0]).setFocus()
