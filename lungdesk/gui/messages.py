"""The one module that speaks to the user: what is said, how grave it is, and where it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError


class Severity(StrEnum):
    """How grave a message is; it decides the colour of the strip."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence for the user, what to do about it, and its stable code."""

    sentence: str
    hint: str = ""
    code: str = ""
    severity: Severity = Severity.INFO


class Messages(QObject):
    """Passes messages to the strip over the film, and notes to the status bar; opens no box.

    Signals
    -------
    posted(Message)
        Something the user has to know, in place of what was shown before.
    noted(str)
        Something that went as it should.
    cleared()
        What is shown no longer holds.
    """

    posted = Signal(object)
    noted = Signal(str)
    cleared = Signal()

    def inform(self, sentence: str) -> None:
        """Say something that went as it should."""
        self.noted.emit(sentence)

    def post(self, message: Message) -> None:
        """Say something that the user has to know."""
        self.posted.emit(message)

    def warn(self, error: LungDeskError) -> None:
        """Say that something was left out, while the main thing went on."""
        self.posted.emit(to_message(error, Severity.WARNING))

    def fail(self, error: LungDeskError) -> None:
        """Say that something could not be done."""
        self.posted.emit(to_message(error))

    def clear(self) -> None:
        """Take the last message and the last note away."""
        self.noted.emit("")
        self.cleared.emit()


def to_message(error: LungDeskError, severity: Severity = Severity.ERROR) -> Message:
    """Put an error into the form the strip shows."""
    return Message(error.message, error.hint, str(error.code), severity)
