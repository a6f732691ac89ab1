"""Keeps what a comparison has chosen, a run's model or an ensemble, among the user's models."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lungdesk import __version__
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.bundle import CARD, Bundle, load_bundle, verify_bundle, write_manifest
from lungdesk.ml.ensemble import (
    ENSEMBLE_SCHEMA_VERSION,
    MEMBERS,
    EnsembleManifest,
    Member,
    file_names,
    load_model,
    verify_model,
    write_ensemble,
)
from lungdesk.ml.shuffled_labels import has_shuffled_labels, warning_name
from lungdesk.reporting.model_card import render_ensemble_card, render_model_card
from lungdesk.services.models.folders import incoming, model_id_of
from lungdesk.services.runs.record import BUNDLE_FOLDER


@dataclass(frozen=True, slots=True, eq=False)
class KeepRequest:
    """What to keep, and what to call it.

    Attributes
    ----------
    name
        For people; the id is made of it.
    runs
        Run folders and the weight of each; one for a single model, whatever its weight.
    metrics
        Of an ensemble, by split, as `EvaluationMetrics.as_dict` gives them. A single model has its
        own.
    """

    name: str
    runs: Mapping[Path, float]
    metrics: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def keep_model(request: KeepRequest, roots: tuple[Path, ...], ctx: JobContext) -> str:
    """Put the chosen model into the first root, under its name, with a card of its own; its id.

    No root may have a model of that name.

    Raises
    ------
    LungDeskError
        ``MODEL_NAME_INVALID``, ``MODEL_EXISTS``, ``MODEL_MISSING`` where a run has no model,
        ``RUNS_NOT_COMPARABLE`` where members tell apart other classes, those of the bundles,
        those of `not_writable`.
    """
    id_ = model_id_of(request.name)
    bundles = []
    for run in request.runs:
        ctx.check()
        ctx.report(Progress(0, 0, f"Checking {run.name}"))
        bundles.append(_of_run(run))
    with incoming(roots, id_) as folder:
        ctx.report(Progress(0, 0, f"Writing {request.name}"))
        if len(bundles) == 1:
            _write_single(bundles[0], folder, request.name)
        else:
            _write_ensemble(bundles, folder, request)
        verify_model(load_model(folder))
        ctx.check()
    return id_


def _of_run(run: Path) -> Bundle:
    bundle = load_bundle(run / BUNDLE_FOLDER)
    verify_bundle(bundle)
    return bundle


def _write_single(bundle: Bundle, folder: Path, name: str) -> None:
    """The same network under another name: only the card and the manifest are new."""
    files = tuple(bundle.manifest.files)
    for file in files:
        shutil.copyfile(bundle.folder / file, folder / file)
    kept_name = _kept_name(name, [bundle])
    manifest = bundle.manifest.model_copy(update={"id": folder.name, "name": kept_name})
    card = render_model_card(manifest.model_dump(mode="json"))
    write_text_atomically(folder / CARD, card)
    written = write_manifest(folder, manifest)
    for file in files:
        if file != CARD and written.manifest.files[file] != bundle.manifest.files[file]:
            raise OSError(f"{file} was not copied as it is")


def _kept_name(name: str, bundles: Sequence[Bundle]) -> str:
    """As the user wants it, with the warning where labels were shuffled."""
    is_shuffled = any(has_shuffled_labels(bundle) for bundle in bundles)
    return warning_name(name.strip()) if is_shuffled else name.strip()


def _write_ensemble(bundles: list[Bundle], folder: Path, request: KeepRequest) -> None:
    """Members as they were released, each in a folder named after its run."""
    labels = bundles[0].manifest.labels
    if any(bundle.manifest.labels != labels for bundle in bundles):
        raise LungDeskError(
            "These models cannot be kept as one: they do not name the same classes in one order.",
            hint="Train them on one collection of films.",
            code=ErrorCode.RUNS_NOT_COMPARABLE,
        )
    members: list[Member] = []
    for (run, weight), bundle in zip(request.runs.items(), bundles, strict=True):
        place = folder / MEMBERS / model_id_of(run.name)
        if place.exists():  # runs whose names differ by letters that no folder may have
            place = place.with_name(f"{place.name}-{len(members) + 1}")
        place.mkdir(parents=True)
        for file in file_names(bundle):
            shutil.copyfile(bundle.folder / file, place / file)
        members.append(Member(folder=place.name, weight=weight))
    manifest = EnsembleManifest(
        schema_version=ENSEMBLE_SCHEMA_VERSION,
        id=folder.name,
        name=_kept_name(request.name, bundles),
        version=__version__,
        labels=labels,
        members=tuple(members),
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        metrics={split: dict(figures) for split, figures in request.metrics.items()},
        limits=tuple(dict.fromkeys(limit for b in bundles for limit in b.manifest.limits)),
        files={},
    )
    plain = [bundle.manifest.model_dump(mode="json") for bundle in bundles]
    card = render_ensemble_card(manifest.model_dump(mode="json"), plain)
    write_text_atomically(folder / CARD, card)
    write_ensemble(folder, manifest)
