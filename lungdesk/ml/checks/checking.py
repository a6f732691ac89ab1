"""All checks of a model's maps, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.ml.checks.films import CheckFilms
from lungdesk.ml.checks.lung_heat import heat_in_lungs
from lungdesk.ml.checks.order import orders
from lungdesk.ml.checks.randomisation import DRAWS, randomisation
from lungdesk.ml.checks_record import ChecksRecord, HeatRecord, SubjectRecord
from lungdesk.ml.datasets import Dataset
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.ml.ensemble import AnyBundle
from lungdesk.ml.ensemble_engine import AnyEngine, open_engine
from lungdesk.ml.evaluator import Decode
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.ml.lungs.segmenter import LungSegmenter

#: Nothing is trained on these films; heads and points may have been chosen on them, maps are not.
SPLIT = "val"
#: Films of the weight randomisation and of deletion and insertion; all films for heat in the lungs.
FILMS = 20


@dataclass(frozen=True, slots=True, eq=False)
class CheckSetting:
    """What a model is checked with.

    Attributes
    ----------
    films
        How many films are taken where each costs many readings.
    lungs
        Has the lung networks that models may be bound to.
    """

    dataset: Dataset
    decode: Decode
    segmenter: LungSegmenter
    films: int = FILMS
    seed: int = 0
    precision: PrecisionChoice = PrecisionChoice.FLOAT32
    lungs: LungNetworks | None = None


def checked(
    bundle: AnyBundle, baseline: AnyBundle | None, setting: CheckSetting, ctx: JobContext
) -> ChecksRecord:
    """Check the maps of a model, and of another one on the same films.

    Raises
    ------
    LungDeskError
        ``DATASET_SPLIT_MISSING`` without val films; ``DATASET_EMPTY`` when fewer than two can be
        read; those of the engine.
    """
    every = CheckFilms(setting.dataset.split(SPLIT), setting.decode)
    few = every.few(setting.films)
    _require_two(few, ctx)
    bundles = [bundle] if baseline is None else [bundle, baseline]
    opened = partial(open_engine, precision=setting.precision, lungs=setting.lungs)
    engines = [opened(one, is_for_throughput=True) for one in bundles]
    heat = heat_in_lungs(engines, setting.segmenter, every, ctx)
    subjects = [
        _subject(engine, found, few, setting.seed, ctx)
        for engine, found in zip(engines, heat, strict=True)
    ]
    randomised = randomisation(bundle, few, ctx, opened=opened, seed=setting.seed)
    return ChecksRecord(
        data=setting.dataset.folder.name,
        split=SPLIT,
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        seed=setting.seed,
        films=randomised.films,
        precision=str(engines[0].precision),
        draws=DRAWS,
        segmenter=setting.segmenter.bundle.manifest.id,
        randomised=randomised.parts,
        between_films=round(randomised.between_films, 4),
        model=subjects[0],
        baseline=subjects[1] if baseline is not None else None,
    )


def _subject(
    engine: AnyEngine, heat: dict[str, HeatRecord], films: CheckFilms, seed: int, ctx: JobContext
) -> SubjectRecord:
    found = orders(engine, films, ctx, seed=seed)
    manifest = engine.bundle.manifest
    return SubjectRecord(
        id=manifest.id,
        name=manifest.name,
        heat=heat,
        deletion=found.deletion,
        insertion=found.insertion,
    )


def _require_two(films: CheckFilms, ctx: JobContext) -> None:
    """A film alone tells neither how like two maps are nor how much of it is chance."""
    if len(list(islice(films.each(ctx, "looking at the films"), 2))) < 2:
        raise LungDeskError(
            f"Only one {SPLIT} film can be used: maps are checked on films of two patients at"
            " least.",
            hint="Take a larger collection.",
            code=ErrorCode.DATASET_EMPTY,
        )
