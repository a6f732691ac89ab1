"""Stand-ins for what use cases are handed: a caller that listens and cancels, a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from lungdesk.core.jobs import Cancelled, JobContext, Progress
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.prediction import ModelRef, Prediction, softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from lungdesk.core.verdict import Correction, Decision, ReasonCode, Verdict
from lungdesk.services.inference import FilmReader, Reading
from lungdesk.services.read_request import ReadRequest

MODEL = ModelRef("fake-lite0", "1.2.0", "0123456789abcdef" * 4)

#: Logits of a film that is surely tuberculosis, and of one that could be anything.
SURE = (0.0, 0.5, -1.0, 0.2, 4.0)
UNSURE = (0.1, 0.2, 0.0, 0.1, 0.3)


@dataclass
class Listener:
    """Job context that remembers what was reported, and cancels at a given check."""

    cancels_at_check: int | None = None
    reports: list[Progress] = field(default_factory=list)
    checks: int = 0

    def report(self, progress: Progress) -> None:
        self.reports.append(progress)

    def check(self) -> None:
        self.checks += 1
        if self.cancels_at_check is not None and self.checks >= self.cancels_at_check:
            raise Cancelled


class Interrupted:
    """Ctrl+C when the child has said something; ``is_lost``, it is only seen in checks then."""

    def __init__(self, *, is_lost: bool = False) -> None:
        self._is_lost, self._is_pressed = is_lost, False

    def report(self, _: Progress) -> None:
        self._is_pressed = True
        if not self._is_lost:
            raise KeyboardInterrupt

    def check(self) -> None:
        if self._is_pressed:
            raise KeyboardInterrupt


def reading(film: Radiograph, logits: tuple[float, ...] = SURE) -> Reading:
    """What a model might say: the map of each class is hot in one cell of its own."""
    values = np.asarray(logits, np.float32)
    region = ImageRegion(0, 0, film.columns, film.rows)
    maps = []
    for index in range(len(logits)):
        cells = np.zeros((5, 5), np.float32)
        cells[index, index] = 1.0 + index
        maps.append(SaliencyMap(cells, index, "fake", "last", region))
    prediction = Prediction(CHEST_LABELS, values, softmax(values), MODEL)
    timings = {"preprocess": 8.0, "infer": 34.0, "explain": 1.0}
    return Reading(film.instance, film.frame, prediction, tuple(maps), timings)


class FakeReader(FilmReader):
    """Reads without a model; ``read_film`` may be replaced by whatever a test needs."""

    def __init__(self, read_film: Callable[[Radiograph], Reading] = reading) -> None:
        self.model = MODEL
        self.labels = CHEST_LABELS
        self.display_name = "Fake Lite0"
        self.read_film = read_film

    def read_as(self, request: ReadRequest, ctx: JobContext) -> Reading:
        ctx.check()
        one = self.read_film(request.radiograph)
        verdict = replace(one.prediction.verdict, is_overridden=request.is_overridden)
        if request.is_mended and verdict.offered:
            verdict = Verdict(Decision.ACCEPTED, applied=verdict.offered)
        return replace(one, prediction=replace(one.prediction, verdict=verdict))


def refused(film: Radiograph) -> Reading:
    """What a model might say of a film that the gate refuses."""
    one = reading(film)
    verdict = Verdict(Decision.REFUSED, ReasonCode.TURNED, "It is upside down.", Correction(2))
    return replace(one, prediction=replace(one.prediction, verdict=verdict))
