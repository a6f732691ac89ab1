"""How this computer reads many films fastest: in which precision, with how many threads.

The films of the sample study are read as a folder would be, so what is measured is what is used.
The threads are used where a folder is classified in the window. The precision is told and not
taken: it would alter digits, and a folder that was begun in another could not be gone on with.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.services.benchmarks.subjects import scratch_folder
from lungdesk.services.measured_times import Figures, MeasuredTimes
from lungdesk.services.paths import AppPaths

if TYPE_CHECKING:
    from lungdesk.ml.engine import PrecisionChoice
    from lungdesk.ml.ensemble import AnyBundle

#: A choice that is hardly faster is not worth other digits in the results, nor more memory.
_WORTH = 1.1
#: However long its start seems to have taken, a batch has spent at least this share on films: 1/4.
_MOST_OF_A_BATCH = 4


@dataclass(frozen=True, slots=True)
class SelfTestRequest:
    """Which model, and films to read."""

    paths: AppPaths
    model_id: str
    films: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What was chosen, and what it reads.

    Attributes
    ----------
    workers
        Threads that prepare films.
    films_per_second
        Of the choice.
    float32_films_per_second
        Of one thread in float32, or in the integers of the model: what it was compared with.
    """

    is_bfloat16: bool
    workers: int
    films_per_second: float
    float32_films_per_second: float

    @property
    def words(self) -> str:
        """The choice in a sentence; of a model in integers float32 would not be true."""
        threads = "1 thread" if self.workers == 1 else f"{self.workers} threads"
        rate, plain_rate = f"{self.films_per_second:.1f}", f"{self.float32_films_per_second:.1f}"
        if self.is_bfloat16:
            return (
                f"This computer reads {rate} films a second (bfloat16, {threads};"
                f" {plain_rate} with float32 and 1 thread)"
            )
        if self.workers == 1:
            return f"This computer reads {rate} films a second (1 thread)"
        return f"This computer reads {rate} films a second ({threads}; {plain_rate} with 1 thread)"


def kept_self_test(paths: AppPaths, model_id: str) -> SelfTest | None:
    """What was found before on this processor; None where nothing was."""
    figures = MeasuredTimes(paths.measured_times).all().get(_key(model_id))
    try:
        return None if figures is None else _of(figures)
    except KeyError:  # of another version
        return None


def run_self_test(request: SelfTestRequest, ctx: JobContext) -> SelfTest:
    """Read the films in every way that comes into question, and keep the best one.

    Raises
    ------
    LungDeskError
        ``MODEL_MISSING``, ``MODEL_DAMAGED`` or those of `not_writable`.
    Cancelled
        Between films.
    """
    from lungdesk.ml.engine import PrecisionChoice  # noqa: PLC0415 - not at the start
    from lungdesk.services.models.library import ModelLibrary  # noqa: PLC0415

    bundle = ModelLibrary.of(request.paths).load(request.model_id)
    counts = sorted({1, os.cpu_count() or 1})
    ways = [(PrecisionChoice.FLOAT32, count) for count in counts]
    if _may_compute_bfloat16(bundle):
        ways += [(PrecisionChoice.AUTO, count) for count in counts]
    speeds: dict[tuple[PrecisionChoice, int], float] = {}
    for number, way in enumerate(ways):
        ctx.report(Progress(number, len(ways), "Finding out how this computer reads fastest"))
        speeds[way] = _films_per_second(bundle, way, request, ctx)
    plain = ways[0]
    best = max(ways, key=lambda way: speeds[way])
    chosen = best if speeds[best] > _WORTH * speeds[plain] else plain
    found = SelfTest(chosen[0] is PrecisionChoice.AUTO, chosen[1], speeds[chosen], speeds[plain])
    MeasuredTimes(request.paths.measured_times).keep(_key(request.model_id), _figures(found))
    return found


def _may_compute_bfloat16(bundle: AnyBundle) -> bool:
    """Whether the processor has it and every network was found to agree with its float32."""
    from lungdesk.ml.engine import PrecisionChoice, allowed_precision  # noqa: PLC0415
    from lungdesk.ml.ensemble import members_of  # noqa: PLC0415
    from lungdesk.ml.openvino_runtime import Precision  # noqa: PLC0415

    resolved = {allowed_precision(one, PrecisionChoice.AUTO) for one in members_of(bundle)}
    return resolved == {Precision.BFLOAT16}


def _films_per_second(
    bundle: AnyBundle, way: tuple[PrecisionChoice, int], request: SelfTestRequest, ctx: JobContext
) -> float:
    """What a batch does once does not count: it is what one of one film takes."""
    one, many = request.films[:1], request.films
    with scratch_folder(request.paths.benchmarks) as scratch:
        # The first compiles the network. Each is timed twice: one that is held up tells nothing.
        seconds = [
            _seconds(bundle, way, films, scratch / str(number), request, ctx)
            for number, films in enumerate((one, one, many, one, many))
        ]
    start, whole = min(seconds[1], seconds[3]), min(seconds[2], seconds[4])
    return (len(many) - 1) / max(whole - start, whole / _MOST_OF_A_BATCH)


def _seconds(
    bundle: AnyBundle,
    way: tuple[PrecisionChoice, int],
    films: tuple[Path, ...],
    out: Path,
    request: SelfTestRequest,
    ctx: JobContext,
) -> float:
    from lungdesk.services.batch.run import BatchRequest, read_batch  # noqa: PLC0415
    from lungdesk.services.lungs.finder import lung_source  # noqa: PLC0415

    precision, workers = way
    batch = BatchRequest(
        paths=films,
        bundle=bundle,
        out=out,
        workers=workers,
        precision=precision,
        cache_folder=request.paths.compiled_networks,
        lungs=lung_source(request.paths),
    )
    started = time.perf_counter()
    read_batch(batch, _Quiet(ctx))
    return time.perf_counter() - started


class _Quiet:
    """Can be cancelled, but tells nothing of single films."""

    def __init__(self, ctx: JobContext) -> None:
        self._ctx = ctx

    def report(self, progress: Progress) -> None:
        """Nobody is told."""

    def check(self) -> None:
        """Raise `Cancelled` when the whole is cancelled."""
        self._ctx.check()


def _key(model_id: str) -> str:
    return f"self-test {model_id}"


def _figures(found: SelfTest) -> Figures:
    return {
        "is_bfloat16": float(found.is_bfloat16),
        "workers": float(found.workers),
        "films_per_second": round(found.films_per_second, 2),
        "float32_films_per_second": round(found.float32_films_per_second, 2),
    }


def _of(figures: Figures) -> SelfTest:
    return SelfTest(
        bool(figures["is_bfloat16"]),
        int(figures["workers"]),
        figures["films_per_second"],
        figures["float32_films_per_second"],
    )
