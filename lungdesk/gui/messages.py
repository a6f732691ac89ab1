"""The one module that speaks to the user: what is said, how grave it is, and where it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.translation import told


class Severity(StrEnum):
    """How grave a message is; it decides the colour of the strip."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence for the user, what to do about it, and its stable code.

    Attributes
    ----------
    folder
        What is there to be looked at; None where nothing was written.
    """

    sentence: str
    hint: str = ""
    code: str = ""
    severity: Severity = Severity.INFO
    folder: Path | None = None


class Messages(QObject):
    """Passes messages to the strip over the film, and notes to the status bar; opens no box.

    ``shown`` turns words into those that may be shown.

    Signals
    -------
    posted(Message)
        Something the user has to know, in place of what was shown before.
    noted(str)
        Something that went as it should.
    cleared()
        What is shown no longer holds.
    explained(str)
        Somebody wants to know what the code of an error means.
    """

    posted = Signal(object)
    noted = Signal(str)
    cleared = Signal()
    explained = Signal(str)

    def __init__(self, parent: QObject | None = None, *, shown: Callable[[str], str] = str) -> None:
        super().__init__(parent)
        self._shown = shown
        self._note = ""
        self._message: Message | None = None

    def inform(self, sentence: str) -> None:
        """Say something that went as it should."""
        self._note = sentence
        self.noted.emit(self._shown(told(sentence)))

    def take_back(self, sentence: str) -> None:
        """Take away what does not hold any more, unless something else has been said since."""
        if sentence and sentence == self._note:
            self.inform("")

    def say_again(self) -> None:
        """Words are shown in another way now: show those again that stand there."""
        self.noted.emit(self._shown(told(self._note)))
        if self._message is not None:
            self.post(self._message)

    def put_away(self) -> None:
        """The user has put the message away."""
        self._message = None

    def post(self, message: Message) -> None:
        """Say something that the user has to know."""
        self._message = message
        sentence, hint = self._shown(told(message.sentence)), self._shown(told(message.hint))
        self.posted.emit(replace(message, sentence=sentence, hint=hint))

    def warn(self, error: LungDeskError) -> None:
        """Say that something was left out, while the main thing went on."""
        self.post(to_message(error, Severity.WARNING))

    def fail(self, error: LungDeskError) -> None:
        """Say that something could not be done."""
        self.post(to_message(error))

    def explain(self, code: str) -> None:
        """Say what a code means."""
        self.explained.emit(code)

    def clear(self) -> None:
        """Take the last message and the last note away."""
        self._note, self._message = "", None
        self.noted.emit("")
        self.cleared.emit()


def to_message(error: LungDeskError, severity: Severity = Severity.ERROR) -> Message:
    """Put an error into the form the strip shows."""
    return Message(error.message, error.hint, str(error.code), severity)
