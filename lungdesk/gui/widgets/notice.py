"""What stands in an empty place: what it is, what to do next, and the button for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.gui import icons, theme
from lungdesk.gui.messages import Message
from lungdesk.gui.widgets.explain_button import ExplainButton

_ICON_PX = 40
_TEXT_WIDTH = 400


class Notice(QFrame):
    """Icon, heading, sentences and buttons in the middle of an empty place.

    Signals
    -------
    explain_wanted(str)
        The user wants to know what the code means.
    """

    explain_wanted = Signal(str)

    def __init__(self, *, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        picture = QLabel(self)
        picture.setPixmap(icons.pixmap(icon_name, theme.ON_FILM.faint, _ICON_PX))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._heading = self._label("heading")
        self._text = self._label("")
        self._hint = self._label("muted")
        self._code = self._label("muted")
        self._labels = (self._heading, self._text, self._hint, self._code)
        self.explain = ExplainButton(self)
        self.explain.wanted.connect(self.explain_wanted)
        self._primary: QPushButton | None = None
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.UNIT)
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout()
        column.setSpacing(theme.UNIT)
        column.addStretch(2)
        column.addWidget(picture)
        for label in self._labels:
            column.addWidget(label)
        column.addWidget(self.explain, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.UNIT)
        column.addLayout(self._buttons)
        column.addStretch(3)
        # The column is as wide as its words may be, so that wrapped lines get their height.
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(column)
        layout.addStretch(1)

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", role)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFixedWidth(_TEXT_WIDTH)
        return label

    @property
    def text(self) -> str:
        """Everything that is said, one part a line."""
        return "\n".join(label.text() for label in self._labels if label.text())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words stay within a narrow place."""
        super().resizeEvent(event)
        width = min(_TEXT_WIDTH, event.size().width() - 4 * theme.UNIT)
        for label in self._labels:
            label.setFixedWidth(max(width, 1))

    def add_button(self, action: QAction, text: str, *, is_primary: bool = False) -> QPushButton:
        """Add a button that triggers an action; `take_keys` goes to the primary one."""
        button = QPushButton(text, self)
        button.setProperty("primary", is_primary)
        button.setToolTip(action.toolTip())
        button.setAccessibleName(text)
        button.clicked.connect(action.trigger)
        self._buttons.addWidget(button)
        if is_primary:
            self._primary = button
        return button

    def take_keys(self) -> None:
        """Give the primary button the keys; a notice without one has no use for them."""
        # No focus proxy: Tab would not pass one that is hidden.
        if self._primary is not None:
            self._primary.setFocus()

    def show_text(self, heading: str, message: Message) -> None:
        """Say something."""
        self._heading.setText(heading)
        for label, text in (
            (self._text, message.sentence),
            (self._hint, message.hint),
            (self._code, message.code),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self.explain.show_code(message.code)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(f"{message.sentence} {message.hint}".strip())
