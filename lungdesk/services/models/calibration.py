"""Makes gate and calibration of an installed model anew, from labelled films."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext, step_by_step
from lungdesk.formats.reader import read_patient, read_radiograph
from lungdesk.ml.bundle import SCHEMA_VERSION, Bundle
from lungdesk.ml.calibrating import Calibrated, CalibrationFilms, Known, calibrated
from lungdesk.ml.calibration_choice import SENSITIVITY
from lungdesk.ml.ensemble import (
    ENSEMBLE_SCHEMA_VERSION,
    AnyBundle,
    EnsembleBundle,
    load_model,
)
from lungdesk.ml.ensemble_engine import open_engine
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.ml.model_films import films_for, measuring_doubt
from lungdesk.services.models.rewriting import fewer_films, rewritten, with_changes


@dataclass(frozen=True, slots=True)
class CalibrateRequest:
    """Which model, on which films.

    Attributes
    ----------
    folder
        Of the model.
    data
        Collection with a ``val`` split, on which everything is chosen, and a ``train`` split, of
        which the outlier reference is made; without that the model's own stays.
    out
        New folder for the calibrated model; where this is None the model itself is changed, if it
        did not come with LungDesk.
    lungs
        Has the lung networks that models may be bound to.
    tell_doubt
        Is told why what is chosen on the films may flatter the model, or be worth less than what it
        replaces.
    """

    folder: Path
    data: Path
    out: Path | None = None
    sensitivity: float = SENSITIVITY
    label_map: Mapping[str, str] = field(default_factory=dict)
    cache_folder: Path | None = None
    lungs: LungNetworks | None = None
    tell_doubt: Callable[[str], None] = lambda _: None


def calibrate_model(request: CalibrateRequest, ctx: JobContext) -> AnyBundle:
    """Choose and measure on the films, and write manifest, reference and card.

    The network stays as it is. The new files are made beside the model and take its place when
    they are whole.

    Raises
    ------
    LungDeskError
        Those of model and data; ``DATASET_SPLIT_MISSING`` without val films; those of
        `not_writable`.
    """
    bundle = load_model(request.folder)
    tell = step_by_step(ctx, "looking at the films")
    dataset = films_for(bundle, request.data, request.label_map, patient_of=read_patient, tell=tell)
    if doubt := measuring_doubt(bundle, dataset, dataset.split("val"), ctx):
        request.tell_doubt(doubt)
    # A calibration that is broken or another network's must not keep a new one from being made.
    before, earlier = _known(bundle), bundle.manifest.calibration
    bundle = _without_calibration(bundle)
    engine = open_engine(
        bundle,
        is_for_throughput=True,
        cache_folder=request.cache_folder,
        lungs=request.lungs,
    )
    films = CalibrationFilms(dataset, read_radiograph, request.sensitivity, before)
    chosen = calibrated(engine, films, ctx)
    if earlier is not None and (doubt := fewer_films(earlier.films, chosen.record.films)):
        request.tell_doubt(doubt)
    write = partial(write_calibrated, chosen=chosen)
    return rewritten(bundle, request.out, write, ctx)


def write_calibrated(bundle: AnyBundle, chosen: Calibrated) -> AnyBundle:
    """Write what was chosen into a model's folder, with a card that tells it."""
    changes = {"schema_version": SCHEMA_VERSION, "calibration": chosen.record}
    if isinstance(bundle, EnsembleBundle):
        return with_changes(bundle, {**changes, "schema_version": ENSEMBLE_SCHEMA_VERSION})
    chosen.write_files(bundle.folder)
    return with_changes(bundle, changes)


def _known(bundle: AnyBundle) -> Known:
    """The outlier reference of a single model, as far as there is a sound one."""
    if isinstance(bundle, Bundle):
        with suppress(LungDeskError):
            record, reference = bundle.calibration(), bundle.outlier_reference()
            if record is not None and record.outlier is not None:
                return Known(reference, record.outlier.reference_films)
    return Known()


def _without_calibration(bundle: AnyBundle) -> AnyBundle:
    if isinstance(bundle, EnsembleBundle):
        manifest = bundle.manifest.model_copy(update={"calibration": None})
        return EnsembleBundle(bundle.folder, manifest, bundle.model, bundle.members)
    single = bundle.manifest.model_copy(update={"calibration": None})
    return Bundle(bundle.folder, single, bundle.model)
