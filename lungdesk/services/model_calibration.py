"""Makes gate and calibration of an installed model anew, from labelled films."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lungdesk.core.files import replace_folder, write_text_atomically
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import (
    CARD,
    SCHEMA_VERSION,
    Bundle,
    write_manifest,
)
from lungdesk.ml.calibrating import (
    SENSITIVITY,
    Calibrated,
    CalibrationFilms,
    calibrated,
)
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.ensemble import (
    ENSEMBLE_SCHEMA_VERSION,
    AnyBundle,
    EnsembleBundle,
    file_names,
    load_model,
    verify_model,
    write_ensemble,
)
from lungdesk.ml.ensemble_engine import open_engine
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.reporting.model_card import render_ensemble_card, render_model_card


@dataclass(frozen=True, slots=True)
class CalibrateRequest:
    """Which model, on which films.

    Attributes
    ----------
    folder
        Of the model.
    data
        Collection with a ``val`` split, on which everything is chosen, and a ``train`` split, of
        which the outlier reference is made.
    out
        Folder for the calibrated model; the model itself is changed where this is None.
    lungs
        Has the lung networks that models may be bound to.
    """

    folder: Path
    data: Path
    out: Path | None = None
    sensitivity: float = SENSITIVITY
    label_map: Mapping[str, str] = field(default_factory=dict)
    cache_folder: Path | None = None
    lungs: LungNetworks | None = None


def calibrate_model(request: CalibrateRequest, ctx: JobContext) -> AnyBundle:
    """Choose and measure on the films, and write manifest, reference and card.

    The network stays as it is. The new files are made beside the model and take its place when
    they are whole.

    Raises
    ------
    LungDeskError
        Those of model and data; ``DATASET_SPLIT_MISSING`` without val films; ``FILE_NOT_WRITABLE``.
    """
    bundle = load_model(request.folder)
    dataset = load_dataset(request.data, labels=bundle.labels, label_map=request.label_map)
    # A calibration that is broken or another network's must not keep a new one from being made.
    bundle = _without_calibration(bundle)
    engine = open_engine(
        bundle,
        is_for_throughput=True,
        cache_folder=request.cache_folder,
        lungs=request.lungs,
    )
    films = CalibrationFilms(dataset, read_radiograph, request.sensitivity)
    chosen = calibrated(engine, films, ctx)
    ctx.report(Progress(0, 0, "writing the model"))
    target = request.out or request.folder
    staging = target.with_name(f".{target.name}.calibrated")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        for name in file_names(bundle):
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(bundle.folder / name, staging / name)
        written = write_calibrated(load_model(staging), chosen)
        verify_model(written)
        ctx.check()
        replace_folder(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return load_model(target)


def write_calibrated(bundle: AnyBundle, chosen: Calibrated) -> AnyBundle:
    """Write what was chosen into a model's folder, with a card that tells it."""
    folder = bundle.folder
    if isinstance(bundle, EnsembleBundle):
        update = {"schema_version": ENSEMBLE_SCHEMA_VERSION, "calibration": chosen.record}
        ensemble = bundle.manifest.model_copy(update=update)
        plain = [member.manifest.model_dump(mode="json") for member in bundle.members]
        card = render_ensemble_card(ensemble.model_dump(mode="json"), plain)
        write_text_atomically(folder / CARD, card)
        return write_ensemble(folder, ensemble)
    chosen.write_files(folder)
    manifest = bundle.manifest.model_copy(
        update={"schema_version": SCHEMA_VERSION, "calibration": chosen.record}
    )
    write_text_atomically(folder / CARD, render_model_card(manifest.model_dump(mode="json")))
    return write_manifest(folder, manifest)


def _without_calibration(bundle: AnyBundle) -> AnyBundle:
    if isinstance(bundle, EnsembleBundle):
        manifest = bundle.manifest.model_copy(update={"calibration": None})
        return EnsembleBundle(bundle.folder, manifest, bundle.model, bundle.members)
    single = bundle.manifest.model_copy(update={"calibration": None})
    return Bundle(bundle.folder, single, bundle.model)
