"""An ensemble as a bundle: whole bundles in subfolders, and the weight of each.

``models/<id>/``: ``manifest.json`` (classes, members with their weights, SHA-256 of the card and of
each member's manifest, which holds those of its own files), ``MODEL_CARD.md``, and
``members/<name>/``, each a bundle as it was released. A LungDesk that knows no ensembles refuses
the layout as too new.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lungdesk.core.files import write_text_atomically
from lungdesk.core.labels import LabelSet
from lungdesk.core.prediction import ModelRef
from lungdesk.ml.adaptation_record import AdaptationRecord
from lungdesk.ml.bundle import (
    CARD,
    LUNGS_SCHEMA_VERSION,
    MANIFEST,
    Bundle,
    Manifest,
    Strict,
    calibration_foreign,
    damaged,
    load_bundle,
    stated_manifest,
    validated_manifest,
    verify_bundle,
)
from lungdesk.ml.calibration_record import CalibrationRecord, network_digest
from lungdesk.ml.checks_record import ChecksRecord

MEMBERS = "members"

#: Layout of an ensemble; a reader refuses a larger one. 2 is one without a calibration.
ENSEMBLE_SCHEMA_VERSION = 4
_ENSEMBLE_LAYOUTS = (2, 4)

#: Weights may miss a sum of 1 by this much: they are written as decimals.
_ROUNDING = 1e-6


class Member(Strict):
    """A member's subfolder of ``members/``, and how much its probabilities count."""

    folder: str
    weight: float


class EnsembleManifest(Strict):
    """Contents of an ensemble's ``manifest.json``."""

    schema_version: int
    id: str
    name: str
    version: str
    labels: tuple[str, ...]
    members: tuple[Member, ...]
    created: str
    metrics: dict[str, dict[str, Any]]
    limits: tuple[str, ...]
    calibration: CalibrationRecord | None = None
    adaptation: AdaptationRecord | None = None
    checks: ChecksRecord | None = None
    files: dict[str, str]

    @property
    def network(self) -> str:
        """Digest of all that decides a probability: members by their manifests, and weights."""
        weights = {"weights": {member.folder: member.weight for member in self.members}}
        manifests = {name: digest for name, digest in self.files.items() if name != CARD}
        return network_digest(manifests, self.labels, weights)

    @property
    def backbone(self) -> str:
        """What stands where a single model names its network."""
        return f"ensemble of {len(self.members)}"


@dataclass(frozen=True, slots=True)
class EnsembleBundle:
    """An ensemble on disk whose manifest and those of its members have been read."""

    folder: Path
    manifest: EnsembleManifest
    model: ModelRef
    members: tuple[Bundle, ...]

    @property
    def labels(self) -> LabelSet:
        """Classes, which all members name in this order."""
        return LabelSet.from_ids(self.manifest.labels)

    @property
    def weights(self) -> tuple[float, ...]:
        """How much each member counts; together 1."""
        return tuple(member.weight for member in self.manifest.members)

    @property
    def map_peak(self) -> float | None:
        """As `Bundle.map_peak`: the weighted mean of the members', as its maps are."""
        peaks = [member.map_peak for member in self.members]
        known = [peak for peak in peaks if peak is not None]
        if len(known) < len(peaks):
            return None
        return math.fsum(w * peak for w, peak in zip(self.weights, known, strict=True))

    def calibration(self) -> CalibrationRecord | None:
        """As `Bundle.calibration`; the members have their own, which do not hold for the mean."""
        record = self.manifest.calibration
        if record is not None and record.network != self.manifest.network:
            raise calibration_foreign(self.folder)
        return record


AnyBundle = Bundle | EnsembleBundle


def members_of(bundle: AnyBundle) -> tuple[Bundle, ...]:
    """The networks of a model: the members of an ensemble, else itself alone."""
    return (bundle,) if isinstance(bundle, Bundle) else bundle.members


def load_model(folder: Path) -> AnyBundle:
    """Read the manifest of a bundle or of an ensemble; `verify_model` checks the other files.

    Raises
    ------
    LungDeskError
        ``MODEL_MISSING``, ``MODEL_DAMAGED``, ``MODEL_TOO_NEW``.
    """
    stated, digest = stated_manifest(folder, max(ENSEMBLE_SCHEMA_VERSION, LUNGS_SCHEMA_VERSION))
    if stated.get("schema_version") not in _ENSEMBLE_LAYOUTS:
        manifest = validated_manifest(Manifest, stated, folder)
        return Bundle(folder, manifest, ModelRef(manifest.id, manifest.version, digest))
    ensemble = validated_manifest(EnsembleManifest, stated, folder)
    _require_sound(folder, ensemble)
    members = tuple(load_bundle(folder / MEMBERS / member.folder) for member in ensemble.members)
    if any(member.manifest.labels != ensemble.labels for member in members):
        raise damaged(folder, "its members tell apart other classes")
    return EnsembleBundle(
        folder, ensemble, ModelRef(ensemble.id, ensemble.version, digest), members
    )


def verify_model(bundle: AnyBundle) -> None:
    """Compare every file, those of members too, with the SHA-256 in its manifest.

    Raises
    ------
    LungDeskError
        ``MODEL_DAMAGED``, naming the first file that is missing or differs.
    """
    if isinstance(bundle, Bundle):
        verify_bundle(bundle)
        return
    expected = bundle.manifest.files
    for name in _own_files([member.folder for member in bundle.members]):
        path = bundle.folder / name
        if name not in expected:
            raise damaged(bundle.folder, f"{name} is not listed in {MANIFEST}")
        if not path.is_file():
            raise damaged(bundle.folder, f"{name} is missing")
        if _digest(path) != expected[name]:
            raise damaged(bundle.folder, f"{name} is not the file that was released")
    for member in bundle.members:
        verify_bundle(member)


def write_ensemble(folder: Path, manifest: EnsembleManifest) -> EnsembleBundle:
    """Write ``manifest.json`` with the digests of the files as they are now; last of all files."""
    names = _own_files([folder / MEMBERS / member.folder for member in manifest.members])
    complete = manifest.model_copy(update={"files": {n: _digest(folder / n) for n in names}})
    text = json.dumps(complete.model_dump(mode="json"), indent=2, allow_nan=False)
    write_text_atomically(folder / MANIFEST, text + "\n")
    written = load_model(folder)
    assert isinstance(written, EnsembleBundle)
    return written


def file_names(bundle: AnyBundle) -> tuple[str, ...]:
    """Every file that belongs to a model, by its path from the model's folder, with slashes."""
    if isinstance(bundle, Bundle):
        return (MANIFEST, *bundle.manifest.files)
    inside = [
        f"{MEMBERS}/{member.folder.name}/{name}"
        for member in bundle.members
        for name in file_names(member)
    ]
    return tuple(dict.fromkeys([MANIFEST, CARD, *inside]))


def _own_files(member_folders: Sequence[Path]) -> tuple[str, ...]:
    return (CARD, *(f"{MEMBERS}/{folder.name}/{MANIFEST}" for folder in member_folders))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _require_sound(folder: Path, manifest: EnsembleManifest) -> None:
    names = [member.folder for member in manifest.members]
    weights = [member.weight for member in manifest.members]
    if len(names) < 2 or len(set(names)) != len(names):
        raise damaged(folder, f"{MANIFEST} does not name distinct members")
    if any(name in ("", ".", "..") or Path(name).name != name for name in names):
        raise damaged(folder, f"{MANIFEST} names members outside of it")
    if not all(weight > 0 for weight in weights) or abs(math.fsum(weights) - 1) > _ROUNDING:
        raise damaged(folder, f"{MANIFEST} states weights that do not add up to 1")
