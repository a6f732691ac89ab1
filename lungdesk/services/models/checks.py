"""Checks a model's maps on labelled films, and writes what came of it into its card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress, step_by_step
from lungdesk.formats.reader import read_patient, read_radiograph
from lungdesk.ml.checks.checking import FILMS, CheckSetting, checked
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.ml.ensemble import AnyBundle, load_model
from lungdesk.ml.model_films import films_for, measuring_doubt
from lungdesk.services.lungs.finder import LungFinder
from lungdesk.services.models.rewriting import fewer_films, rewritten, with_changes


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Which model, beside which other one, on which films.

    Attributes
    ----------
    folder
        Of the model.
    data
        Collection with a ``val`` split.
    baseline
        Folder of another model of the same classes, such as one whose trunk was not trained.
    out
        New folder for the model with its new card; where this is None the model itself is changed,
        if it did not come with LungDesk.
    films
        How many films are taken where each costs many readings.
    tell_doubt
        Is told why the films may flatter the model, or are too few for what they replace.
    """

    folder: Path
    data: Path
    finder: LungFinder
    baseline: Path | None = None
    out: Path | None = None
    films: int = FILMS
    seed: int = 0
    precision: PrecisionChoice = PrecisionChoice.FLOAT32
    label_map: Mapping[str, str] = field(default_factory=dict)
    tell_doubt: Callable[[str], None] = lambda _: None


def check_model(request: CheckRequest, ctx: JobContext) -> AnyBundle:
    """Check a model's maps; network, head and calibration stay as they are.

    Raises
    ------
    LungDeskError
        Those of both models, of the segmenter and of the data; ``MODEL_INVALID`` when the baseline
        tells apart other classes; ``DATASET_SPLIT_MISSING`` without val films;
        those of `not_writable`.
    """
    ctx.report(Progress(0, 0, "looking at the films"))
    bundle = load_model(request.folder)
    baseline = None if request.baseline is None else load_model(request.baseline)
    if baseline is not None:
        _require_same_classes(bundle, baseline)
    tell = step_by_step(ctx, "looking at the films")
    dataset = films_for(bundle, request.data, request.label_map, patient_of=read_patient, tell=tell)
    if doubt := measuring_doubt(bundle, dataset, dataset.split("val"), ctx):
        request.tell_doubt(doubt)
    setting = CheckSetting(
        dataset=dataset,
        decode=read_radiograph,
        segmenter=request.finder.ready(),
        films=request.films,
        seed=request.seed,
        precision=request.precision,
        lungs=request.finder,
    )
    record, earlier = checked(bundle, baseline, setting, ctx), bundle.manifest.checks
    if earlier is not None and (doubt := fewer_films(earlier.films, record.films)):
        request.tell_doubt(doubt)
    write = partial(with_changes, changes={"checks": record})
    return rewritten(bundle, request.out, write, ctx)


def _require_same_classes(bundle: AnyBundle, baseline: AnyBundle) -> None:
    if bundle.manifest.labels != baseline.manifest.labels:
        raise LungDeskError(
            f"{baseline.manifest.name} tells apart other classes than {bundle.manifest.name}.",
            hint="Choose a baseline that was trained for the same classes.",
            code=ErrorCode.MODEL_INVALID,
        )
