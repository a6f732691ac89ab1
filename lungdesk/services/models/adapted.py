"""Writes a model that was adapted to one hospital as a new one, whole or not at all."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.adaptation import figure_changes, outcome_words
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.evaluation import evaluate
from lungdesk.ml.adaptation_record import AdaptationRecord, BaseModelRef
from lungdesk.ml.adapting.adapter import AdaptedNetwork
from lungdesk.ml.adapting.local_calibration import LOCAL
from lungdesk.ml.adapting.network import write_network_with
from lungdesk.ml.adapting.selection import MEASURED_FOLDS
from lungdesk.ml.bundle import (
    CARD,
    FILES,
    LEARNT,
    MANIFEST,
    NEIGHBOURS,
    OUTLIER,
    SCHEMA_VERSION,
    Bundle,
    digests_of,
    write_manifest,
)
from lungdesk.ml.ensemble import (
    ENSEMBLE_SCHEMA_VERSION,
    MEMBERS,
    AnyBundle,
    EnsembleBundle,
    verify_model,
    write_ensemble,
)
from lungdesk.reporting.model_card import render_ensemble_card, render_model_card
from lungdesk.services.adaptation import Adaptation
from lungdesk.services.models.folders import incoming, model_id_of


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
        ``MODEL_NAME_INVALID``, ``MODEL_EXISTS``, those of `not_writable`.
    """
    id_ = new_id(request.adaptation.base.model.id, request.site, request.name)
    place = request.folder.absolute() if request.folder else request.roots[0] / id_
    roots = (place.parent,) if request.folder else request.roots
    with incoming(roots, place.name) as folder:
        ctx.report(Progress(0, 0, "writing the model"))
        verify_model(_write(request, id_, folder))
        ctx.check()
    return place


def _write(request: SaveRequest, id_: str, folder: Path) -> AnyBundle:
    adaptation, site = request.adaptation, request.site.strip()
    base, adapted = adaptation.base, adaptation.adapted
    new = _New(id_, request.name.strip() or f"{base.manifest.name}, {site}", site)
    if isinstance(base, EnsembleBundle):
        return _write_ensemble(adaptation, base, new, folder)
    (network,) = adapted.networks
    return _write_network(adaptation, base, network, new, folder)


@dataclass(frozen=True, slots=True)
class _New:
    """What a new model is called, and the hospital."""

    id: str
    name: str
    site: str


def _write_network(
    adaptation: Adaptation, base: Bundle, network: AdaptedNetwork, new: _New, folder: Path
) -> Bundle:
    write_network_with(base, network.head, folder)
    network.reference.write(folder / OUTLIER)
    for name in {NEIGHBOURS, LEARNT} & base.manifest.files.keys():  # of the trunk, which stays
        shutil.copyfile(base.folder / name, folder / name)
    record = _record(adaptation, base, network.before, network.after, new.site)
    fitted = {"penalty": network.fitted.penalty, "temperature": network.fitted.temperature}
    changes = {
        **_changes(adaptation, base, network.after, new),
        "schema_version": SCHEMA_VERSION,
        "bfloat16": None,  # it was checked with another head
        "adaptation": record.model_copy(update=fitted),
        "files": digests_of(folder, [name for name in FILES if name != CARD]),
    }
    manifest = base.manifest.model_copy(update=changes)
    calibration = network.calibration.model_copy(update={"network": manifest.network})
    manifest = manifest.model_copy(update={"calibration": calibration})
    write_text_atomically(folder / CARD, render_model_card(manifest.model_dump(mode="json")))
    return write_manifest(folder, manifest)


def _write_ensemble(
    adaptation: Adaptation, base: EnsembleBundle, new: _New, folder: Path
) -> EnsembleBundle:
    """Each member is a whole adapted model; what is said of their mean stands in the manifest."""
    adapted, members = adaptation.adapted, []
    for member, network in zip(base.members, adapted.networks, strict=True):
        place = folder / MEMBERS / member.folder.name
        place.mkdir(parents=True)
        site_id = model_id_of(new.site)
        called = _New(
            f"{member.model.id}-{site_id}", f"{member.manifest.name}, {new.site}", new.site
        )
        members.append(_write_network(adaptation, member, network, called, place))
    changes = {
        **_changes(adaptation, base, adapted.after, new),
        "schema_version": ENSEMBLE_SCHEMA_VERSION,
        "created": _now(),
        "adaptation": _record(adaptation, base, adapted.before, adapted.after, new.site),
        "files": digests_of(folder, [f"{MEMBERS}/{m.folder.name}/{MANIFEST}" for m in members]),
    }
    manifest = base.manifest.model_copy(update=changes)
    calibration = adapted.calibration.model_copy(update={"network": manifest.network})
    manifest = manifest.model_copy(update={"calibration": calibration})
    plain = [member.manifest.model_dump(mode="json") for member in members]
    card = render_ensemble_card(manifest.model_dump(mode="json"), plain)
    write_text_atomically(folder / CARD, card)
    return write_ensemble(folder, manifest)


def _changes(
    adaptation: Adaptation, base: AnyBundle, after: NDArray[np.float64], new: _New
) -> dict[str, Any]:
    """What the manifest of an adapted model says otherwise than its base's, of either kind."""
    films = adaptation.adapted.films
    measured = evaluate(films.targets, after, films.labels, groups=films.groups)
    bound = (
        f"Adapted to {new.site}: films of other hospitals may be read worse than by"
        f" {base.manifest.name}, and were not measured."
    )
    return {
        "id": new.id,
        "name": new.name,
        "version": f"{base.manifest.version}+{model_id_of(new.site)}",
        "metrics": {LOCAL: measured.as_dict()},
        "limits": (bound, *adaptation.doubts, *base.manifest.limits),
        "checks": None,  # of the maps of another head
    }


def _record(
    adaptation: Adaptation,
    base: AnyBundle,
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    site: str,
) -> AdaptationRecord:
    """Where a model comes from, and figures of its probabilities ``(N, C)``."""
    films = adaptation.adapted.films
    is_whole = base is adaptation.base
    changes = adaptation.changes if is_whole else figure_changes(films, before, after)
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
        penalty=None,
        temperature=None,
        folds=min(MEASURED_FOLDS, *films.fewest_patients.values()),
        changes=tuple(change.as_plain() for change in changes),
        outcome=outcome_words(changes),
        doubts=adaptation.doubts,
        created=_now(),
        seconds=adaptation.seconds,
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
