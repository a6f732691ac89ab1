"""The bundle of a lung segmenter: a folder with the network, and proof that it is what was trained.

Its manifest has a name of its own: what looks for models that tell findings apart finds none here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lungdesk.core.files import write_text_atomically
from lungdesk.core.prediction import ModelRef
from lungdesk.ml.bundle import (
    CARD,
    ENGINE,
    ENGINE_WEIGHTS,
    PreprocessRecord,
    Strict,
    damaged,
    digests_of,
    stated_manifest,
    verify_files,
)
from lungdesk.ml.calibration_record import network_digest

LUNG_MANIFEST = "lungs.json"
FILES = (ENGINE, ENGINE_WEIGHTS, CARD)

#: Layout of the bundle; a reader refuses a larger one.
SCHEMA_VERSION = 1


class LungTraining(Strict):
    """What the segmenter was trained on and how.

    Attributes
    ----------
    counts
        Films by source, then by use.
    """

    data: str
    counts: dict[str, dict[str, int]]
    recipe: dict[str, Any]
    history: tuple[dict[str, float], ...]
    created: str
    seconds: float


class LungManifest(Strict):
    """Contents of ``lungs.json``.

    Attributes
    ----------
    metrics
        Figures (`lungdesk.core.metrics.overlap`) by what was measured on.
    """

    schema_version: int
    id: str
    name: str
    version: str
    preprocess: PreprocessRecord
    training: LungTraining
    metrics: dict[str, dict[str, Any]]
    limits: tuple[str, ...]
    files: dict[str, str]

    @property
    def network(self) -> str:
        """Digest of all that decides where lungs are found; name, figures and card may change."""
        files = {name: self.files.get(name, "") for name in (ENGINE, ENGINE_WEIGHTS)}
        return network_digest(files, ("lung",), self.preprocess.model_dump(mode="json"))


@dataclass(frozen=True, slots=True)
class LungBundle:
    """A bundle on disk whose manifest has been read."""

    folder: Path
    manifest: LungManifest
    model: ModelRef

    @property
    def engine_path(self) -> Path:
        """The network's ``.xml``."""
        return self.folder / ENGINE

    @property
    def size_bytes(self) -> int:
        """What the network takes on the disk."""
        return sum((self.folder / name).stat().st_size for name in (ENGINE, ENGINE_WEIGHTS))


def load_lung_bundle(folder: Path) -> LungBundle:
    """Read a bundle's manifest; its other files are checked by `verify_lung_bundle`.

    Raises
    ------
    LungDeskError
        ``MODEL_MISSING``, ``MODEL_DAMAGED``, ``MODEL_TOO_NEW``.
    """
    stated, digest = stated_manifest(folder, SCHEMA_VERSION, LUNG_MANIFEST)
    try:
        manifest = LungManifest.model_validate(stated)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise damaged(folder, f"{LUNG_MANIFEST} is not valid at {where or 'its top'}") from error
    return LungBundle(folder, manifest, ModelRef(manifest.id, manifest.version, digest))


def verify_lung_bundle(bundle: LungBundle) -> None:
    """Compare every file with its SHA-256; raises LungDeskError (``MODEL_DAMAGED``)."""
    verify_files(bundle.folder, bundle.manifest.files, FILES)


def write_lung_manifest(folder: Path, manifest: LungManifest) -> LungBundle:
    """Write ``lungs.json`` with the digests of the files as they are now; last of all files."""
    complete = manifest.model_copy(update={"files": digests_of(folder, FILES)})
    text = json.dumps(complete.model_dump(mode="json"), indent=2, allow_nan=False)
    write_text_atomically(folder / LUNG_MANIFEST, text + "\n")
    return load_lung_bundle(folder)
