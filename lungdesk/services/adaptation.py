"""Adapts a model to one hospital: looks at labelled films, fits, measures, saves a new model."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lungdesk.core.adaptation import FigureChange, doubts, figure_changes, outcome_words
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.evaluation import evaluate
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.adaptation_record import AdaptationRecord, BaseModelRef
from lungdesk.ml.adapting.adapter import Adapted, adapt_head, local_films, read_films
from lungdesk.ml.adapting.local_calibration import LOCAL
from lungdesk.ml.adapting.network import write_network_with
from lungdesk.ml.adapting.selection import MEASURED_FOLDS
from lungdesk.ml.bundle import (
    CARD,
    FILES,
    NEIGHBOURS,
    OUTLIER,
    SCHEMA_VERSION,
    Bundle,
    Manifest,
    digests_of,
    verify_bundle,
    write_manifest,
)
from lungdesk.ml.datasets import Dataset, labelled_files, load_dataset
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.evaluator import FilmFailure
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.reporting.model_card import render_model_card
from lungdesk.services.model_folders import incoming, model_id_of


@dataclass(frozen=True, slots=True)
class AdaptRequest:
    """Which model, and which labelled films; splits that the films may have are not asked for.

    Attributes
    ----------
    label_map
        Class names that are not known, to label ids; to an empty string to leave out.
    cache_folder
        Where compiled networks are kept; None for nowhere.
    lungs
        Has the lung networks that models may be bound to.
    """

    bundle_folder: Path
    data: Path
    label_map: Mapping[str, str] = field(default_factory=dict)
    cache_folder: Path | None = None
    lungs: LungNetworks | None = None


@dataclass(frozen=True, slots=True)
class LocalCounts:
    """What there is to adapt to: films of each class, every class named."""

    labels: LabelSet
    counts: Mapping[str, int]
    ignored: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Adaptation:
    """A head fitted to local films, not saved yet.

    Attributes
    ----------
    changes
        Figures before and after.
    outcome, doubts
        The same in words, and what the films cannot show.
    """

    base: Bundle
    adapted: Adapted
    data: str
    failures: tuple[FilmFailure, ...]
    changes: tuple[FigureChange, ...]
    outcome: str
    doubts: tuple[str, ...]
    seconds: float

    def as_plain(self) -> dict[str, Any]:
        """Values that JSON can hold."""
        films, fitted = self.adapted.films, self.adapted.fitted
        return {
            "base": self.base.model.id,
            "n": len(films.targets),
            "patients": films.patients,
            "counts": films.counts,
            "penalty": fitted.penalty,
            "temperature": fitted.temperature,
            "changes": [change.as_plain() for change in self.changes],
            "outcome": self.outcome,
            "doubts": list(self.doubts),
            "failures": [
                {"path": str(f.path), "code": f.code, "message": f.message} for f in self.failures
            ],
            "seconds": self.seconds,
        }


def look(request: AdaptRequest, ctx: JobContext) -> LocalCounts:
    """Count the films; refuses at once what cannot be adapted, or not to these films.

    Raises
    ------
    LungDeskError
        Those of model and data, ``ADAPT_ENSEMBLE``, ``ADAPT_TWICE``.
    """
    ctx.check()
    bundle = _single(request.bundle_folder)
    dataset = _dataset(request, bundle)
    found = Counter(sample.class_index for sample in dataset.samples)
    counts = {label: found[i] for i, label in enumerate(bundle.labels.ids)}
    return LocalCounts(bundle.labels, counts, dataset.ignored)


def adapt(request: AdaptRequest, ctx: JobContext) -> Adaptation:
    """Fit the model to the films and measure what that comes to; nothing is written.

    Raises
    ------
    LungDeskError
        Those of `look`, ``ADAPT_ONE_CLASS``, ``ADAPT_TOO_FEW``.
    """
    started = time.perf_counter()
    ctx.report(Progress(0, 0, "looking at the films"))
    bundle = _single(request.bundle_folder)
    dataset = _dataset(request, bundle)
    engine = Engine(
        bundle, is_for_throughput=True, cache_folder=request.cache_folder, lungs=request.lungs
    )
    local_films(dataset.samples, engine)  # too few are told before any is read
    read = read_films(engine, dataset.samples, read_radiograph, ctx)
    data = dataset.folder.name
    adapted = adapt_head(engine, read, data, ctx)
    changes = figure_changes(adapted.films, adapted.before, adapted.after)
    is_by_patient = all(row.group for row in labelled_files(request.data))
    return Adaptation(
        base=bundle,
        adapted=adapted,
        data=data,
        failures=read.failures,
        changes=changes,
        outcome=outcome_words(changes),
        doubts=doubts(adapted.films, is_by_patient=is_by_patient),
        seconds=round(time.perf_counter() - started, 2),
    )


@dataclass(frozen=True, slots=True, eq=False)
class SaveRequest:
    """What to save, what the hospital is called, and where.

    Attributes
    ----------
    name
        Of the new model, for people; empty: base and site.
    folder
        Of the new model alone; None: among the models of ``roots``, under an id made of its name.
    """

    adaptation: Adaptation
    site: str
    roots: tuple[Path, ...]
    name: str = ""
    folder: Path | None = None


def new_id(base_id: str, site: str, name: str = "") -> str:
    """Id of a model adapted to a site, where nothing else is wanted: base and site.

    Raises
    ------
    LungDeskError
        ``MODEL_NAME_INVALID``.
    """
    return model_id_of(name) if name else model_id_of(f"{base_id}-{model_id_of(site)}")


def save(request: SaveRequest, ctx: JobContext) -> Path:
    """Write the adapted model as a new one, whole or not at all; its folder.

    Raises
    ------
    LungDeskError
        ``MODEL_NAME_INVALID``, ``MODEL_EXISTS``, ``FILE_NOT_WRITABLE``.
    """
    id_ = new_id(request.adaptation.base.model.id, request.site, request.name)
    place = request.folder.absolute() if request.folder else request.roots[0] / id_
    roots = (place.parent,) if request.folder else request.roots
    with incoming(roots, place.name) as folder:
        ctx.report(Progress(0, 0, "writing the model"))
        bundle = _write(request, id_, folder)
        verify_bundle(bundle)
        ctx.check()
    return place


def _single(folder: Path) -> Bundle:
    bundle = load_model(folder)
    if not isinstance(bundle, Bundle):
        raise LungDeskError(
            f"{bundle.manifest.name} is an ensemble, whose members would each have to be adapted.",
            hint="Choose a single model; `lungdesk models list` names them.",
            code=ErrorCode.ADAPT_ENSEMBLE,
        )
    record = bundle.manifest.adaptation
    if record is not None:
        raise LungDeskError(
            f"{bundle.manifest.name} was adapted to {record.site} already: films that it has learnt"
            " from would flatter every figure.",
            hint=f"Adapt {record.base.id}, which it was made from.",
            code=ErrorCode.ADAPT_TWICE,
        )
    return bundle


def _dataset(request: AdaptRequest, bundle: Bundle) -> Dataset:
    return load_dataset(request.data, labels=bundle.labels, label_map=request.label_map)


def _write(request: SaveRequest, id_: str, folder: Path) -> Bundle:
    adaptation = request.adaptation
    adapted = adaptation.adapted
    write_network_with(adaptation.base, adapted.head, folder)
    adapted.reference.write(folder / OUTLIER)
    if NEIGHBOURS in adaptation.base.manifest.files:  # of the trunk, which stays as it is
        shutil.copyfile(adaptation.base.folder / NEIGHBOURS, folder / NEIGHBOURS)
    manifest = _manifest(request, id_)
    network = manifest.model_copy(
        update={"files": digests_of(folder, [n for n in FILES if n != CARD])}
    ).network
    calibration = adapted.calibration.model_copy(update={"network": network})
    manifest = manifest.model_copy(update={"calibration": calibration})
    card = render_model_card(manifest.model_dump(mode="json"))
    write_text_atomically(folder / CARD, card)
    return write_manifest(folder, manifest)


def _manifest(request: SaveRequest, id_: str) -> Manifest:
    base, films = request.adaptation.base.manifest, request.adaptation.adapted.films
    measured = evaluate(
        films.targets, request.adaptation.adapted.after, films.labels, groups=films.groups
    )
    site = request.site.strip()
    bound = (
        f"Adapted to {site}: films of other hospitals may be read worse than by {base.name}, and"
        " were not measured."
    )
    return base.model_copy(
        update={
            "schema_version": SCHEMA_VERSION,
            "id": id_,
            "name": request.name.strip() or f"{base.name}, {site}",
            "version": f"{base.version}+{model_id_of(site)}",
            "metrics": {LOCAL: measured.as_dict()},
            "limits": (bound, *request.adaptation.doubts, *base.limits),
            "bfloat16": None,  # it was checked with another head
            "checks": None,  # of the maps of another head
            "adaptation": _record(request.adaptation, site),
        }
    )


def _record(adaptation: Adaptation, site: str) -> AdaptationRecord:
    base, adapted = adaptation.base, adaptation.adapted
    films = adapted.films
    return AdaptationRecord(
        base=BaseModelRef(
            id=base.model.id,
            name=base.manifest.name,
            version=base.model.version,
            sha256=base.model.sha256,
        ),
        site=site,
        data=adaptation.data,
        counts=films.counts,
        patients=films.patients,
        failed=len(adaptation.failures),
        penalty=adapted.fitted.penalty,
        temperature=adapted.fitted.temperature,
        folds=min(MEASURED_FOLDS, *films.fewest_patients.values()),
        changes=tuple(change.as_plain() for change in adaptation.changes),
        outcome=adaptation.outcome,
        doubts=adaptation.doubts,
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=adaptation.seconds,
    )
