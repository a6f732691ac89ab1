"""A message where the thing is: one sentence, what to do, its code, and a way to put it away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMetaMethod, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from lungdesk.gui import folders, icons, theme
from lungdesk.gui.messages import Message
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.explain_button import ExplainButton
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.text_label import text_label


class MessageStrip(QFrame):
    """Shows one message at a time; hidden while there is none.

    Signals
    -------
    dismissed()
        The user has put the message away.
    explain_wanted(str)
        The user wants to know what the code means.
    """

    dismissed = Signal()
    explain_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageStrip")
        self.setAccessibleName(tr("Message"))
        self._text = text_label(self, is_selectable=True)
        self._code = QLabel(self)
        self._code.setProperty("role", "muted")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.explain = ExplainButton(self)
        self.explain.wanted.connect(self.explain_wanted)
        self.folder = named_button(
            self, tr("Open folder"), tr("Look at what was written, in the file manager")
        )
        self.folder.clicked.connect(self._open_folder)
        self._folder: Path | None = None
        #: Turns a message into one that may be shown.
        self.shown: Callable[[Message], Message] = lambda message: message
        self._message: Message | None = None
        self._close = QToolButton(self)
        self._close.setProperty("flat", True)
        self._close.setIcon(icons.icon("close"))
        self._close.setToolTip(tr("Put this message away"))
        self._close.setAccessibleName(tr("Put this message away"))
        self._close.clicked.connect(self._dismiss)
        layout = QHBoxLayout(self)
        margin = theme.UNIT + theme.HALF_UNIT
        layout.setContentsMargins(margin, theme.HALF_UNIT, theme.HALF_UNIT, theme.HALF_UNIT)
        layout.setSpacing(theme.UNIT * 2)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._code)
        layout.addWidget(self.explain)
        layout.addWidget(self.folder)
        layout.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """Sentence and hint that are shown; empty when hidden."""
        return "" if self.isHidden() else self._text.text()

    @property
    def code(self) -> str:
        """Code that is shown."""
        return self._code.text()

    def show_message(self, message: Message) -> None:
        """Show a message in place of the one before."""
        self._message = message
        message = self.shown(message)
        self._text.setText(f"{message.sentence} {message.hint}".strip())
        self._code.setText(message.code)
        self._code.setVisible(bool(message.code))
        self._folder = message.folder
        self.folder.setVisible(message.folder is not None)
        # A dialog that keeps all other windows waiting would keep the guide waiting, too: there
        # nobody listens.
        is_heard = self.isSignalConnected(QMetaMethod.fromSignal(self.explain_wanted))
        self.explain.show_code(message.code if is_heard else "")
        self.setProperty("severity", str(message.severity))
        self.setAccessibleDescription(self._text.text())
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def say_again(self) -> None:
        """Messages may be shown in another way now: show again the one that stands there."""
        if self._message is not None:
            self.show_message(self._message)

    def put_away(self) -> None:
        """Hide, and say nothing any more."""
        self._message = None
        self.hide()
        self._text.clear()
        self._code.clear()
        self.setAccessibleDescription("")

    def _open_folder(self) -> None:
        if self._folder is not None:
            folders.show_folder(self._folder)

    def _dismiss(self) -> None:
        self.put_away()
        self.dismissed.emit()
