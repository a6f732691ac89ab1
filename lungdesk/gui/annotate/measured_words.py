"""What is written beside annotations; regions of many pixels are measured in the background."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.jobs import JobContext
from lungdesk.core.radiograph import PixelSpacing, Radiograph
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.translation import all_told, tr
from lungdesk.services.job_runner import Lane

_REGIONS = frozenset({"rectangle", "ellipse", "freehand"})
_MEASURING = tr("measuring…")
#: Texts that are kept; a film never has as many annotations.
_LIMIT = 500


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    annotation: Annotation
    radiograph: Radiograph


class MeasuredWords(QObject):
    """Words of each annotation, as soon as they are known.

    Signals
    -------
    arrived()
        A region has been measured.
    """

    arrived = Signal()

    def __init__(self, bridge: JobBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._measuring = bridge.channel(Lane.IO)
        self._measuring.succeeded.connect(self._on_measured)
        self._known: dict[tuple[Annotation, PixelSpacing | None], str] = {}
        self._film: int | None = None

    def of(self, annotation: Annotation, radiograph: Radiograph) -> str:
        """What is written beside an annotation on a film."""
        if annotation.kind not in _REGIONS:
            return words_beside(annotation, radiograph)
        pixels = id(radiograph.stored_values)
        if pixels != self._film:  # another film: its values are others
            self._measuring.cancel()
            self._known.clear()
            self._film = pixels
        key = (annotation, radiograph.spacing)
        if key in self._known:
            return self._known[key]
        pending = {tag for tag in self._measuring.pending if isinstance(tag, tuple)}
        if key not in pending:
            # Of one annotation that is being dragged, the newest shape is the only one wanted.
            others = tuple(tag for tag in pending if tag[0].id != annotation.id)
            self._measuring.keep_only(others)
            self._measuring.add(_measure, _Request(annotation, radiograph), tag=key)
        return "\n".join(part for part in (annotation.name, _MEASURING) if part)

    def _on_measured(self, key: tuple[Annotation, PixelSpacing | None], words: str) -> None:
        if len(self._known) >= _LIMIT:
            self._known.pop(next(iter(self._known)))
        self._known[key] = words
        self.arrived.emit()


def _measure(request: _Request, ctx: JobContext) -> str:
    ctx.check()
    return words_beside(request.annotation, request.radiograph)


def words_beside(annotation: Annotation, radiograph: Radiograph) -> str:
    """What is written beside an annotation, translated but for the reader's own words."""
    if isinstance(annotation, TextNote):
        return annotation.text(radiograph)
    measured = annotation.measured(radiograph).split("\n")
    return "\n".join(line for line in (annotation.name, *all_told(measured)) if line)
