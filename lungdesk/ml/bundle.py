"""A model bundle: a folder with all that reading needs, and proof that it is what was trained.

``models/<id>/``: ``manifest.json`` (what it is, SHA-256 of every other file), ``engine.xml`` and
``engine.bin`` (the network, float16 weights, outputs ``logits`` and ``feature_map``), ``head.npz``
(dense layers, no pickle), ``MODEL_CARD.md``; where it was made, ``neighbours.npz`` with the points
of the films that were learnt from (`lungdesk.ml.neighbours`), and ``learnt.npz`` with what they are
known again by (`lungdesk.ml.learnt_films`). From layout 3 on, a calibration in the manifest, and
``outlier.npz`` with the reference statistics of the features; older ones open without.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write, write_text_atomically
from lungdesk.core.json_text import parsed
from lungdesk.core.labels import LabelSet
from lungdesk.core.prediction import ModelRef
from lungdesk.ml.adaptation_record import AdaptationRecord
from lungdesk.ml.calibration_record import CalibrationRecord, network_digest
from lungdesk.ml.checks_record import ChecksRecord
from lungdesk.ml.head import Head
from lungdesk.ml.neighbours import Neighbours
from lungdesk.ml.outlier import OutlierReference
from lungdesk.ml.preprocess import Contrast, Framing, Normalization, PreprocessSpec
from lungdesk.ml.stored_arrays import stored_arrays

MANIFEST = "manifest.json"
ENGINE = "engine.xml"
ENGINE_WEIGHTS = "engine.bin"
HEAD = "head.npz"
CARD = "MODEL_CARD.md"
OUTLIER = "outlier.npz"
NEIGHBOURS = "neighbours.npz"
LEARNT = "learnt.npz"
FILES = (ENGINE, ENGINE_WEIGHTS, HEAD, CARD)

#: Layout of the bundle, and of one that looks at the lungs alone; a reader refuses a larger one. 2
#: and 4 are those of an ensemble.
SCHEMA_VERSION, LUNGS_SCHEMA_VERSION = 3, 5

#: The step of a network that rounds to integers, as ``engine.xml`` names it.
_ROUNDING = b'"FakeQuantize"'

AnyManifest = TypeVar("AnyManifest", bound=BaseModel)


class Strict(BaseModel):
    """Values that cannot be changed, and no others than those that are named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PreprocessRecord(Strict):
    """`PreprocessSpec` as it stands in a manifest; without lungs it says nothing of them."""

    input_size: int
    framing: Framing
    contrast: Contrast
    mean: tuple[float, float, float]
    scale: tuple[float, float, float]
    lungs: str = ""

    @model_validator(mode="after")
    def _is_sound(self) -> PreprocessRecord:
        self.spec()
        return self

    @model_serializer(mode="wrap")
    def _plain(self, values: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # Digests of models that look at more than the lungs stay what they were.
        plain: dict[str, Any] = values(self)
        return {name: value for name, value in plain.items() if name != "lungs" or value}

    @classmethod
    def of(cls, spec: PreprocessSpec) -> PreprocessRecord:
        """Record of a spec."""
        return cls(
            input_size=spec.input_size,
            framing=spec.framing,
            contrast=spec.contrast,
            lungs=spec.lungs,
            **asdict(spec.normalization),
        )

    def spec(self) -> PreprocessSpec:
        """Counterpart of `of`."""
        normalization = Normalization(self.mean, self.scale)
        return PreprocessSpec(
            self.input_size, normalization, self.framing, self.contrast, self.lungs
        )


class Bfloat16Check(Strict):
    """How far bfloat16 agreed with float32 on the validation films when the model was made."""

    films: int
    class_changes: int
    largest_probability_change: float
    passed: bool


#: Setting of a training that began with a network which had learnt from so many films.
LEARNT_BEFORE = "learnt_before"


class TrainingSummary(Strict):
    """What the model was trained on and how."""

    data: str
    counts: dict[str, dict[str, int]]
    weights: str
    weights_sha256: str
    weights_licence: str
    views: int
    seed: int
    settings: dict[str, Any]
    created: str
    seconds: float

    @property
    def is_tuned(self) -> bool:
        """Whether the network itself has learnt from films, in this training or before."""
        trunk = self.settings.get("trunk", "frozen")
        return trunk != "frozen" or LEARNT_BEFORE in self.settings


class Manifest(Strict):
    """Contents of ``manifest.json``."""

    schema_version: int
    id: str
    name: str
    version: str
    labels: tuple[str, ...]
    backbone: str
    target_layer: str
    preprocess: PreprocessRecord
    training: TrainingSummary
    metrics: dict[str, dict[str, Any]]
    limits: tuple[str, ...]
    bfloat16: Bfloat16Check | None = None
    calibration: CalibrationRecord | None = None
    adaptation: AdaptationRecord | None = None
    checks: ChecksRecord | None = None
    files: dict[str, str]

    @property
    def network(self) -> str:
        """Digest of all that decides a probability."""
        files = {name: self.files.get(name, "") for name in (ENGINE, ENGINE_WEIGHTS, HEAD)}
        return network_digest(files, self.labels, self.preprocess.model_dump(mode="json"))


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle on disk whose manifest has been read."""

    folder: Path
    manifest: Manifest
    model: ModelRef

    @property
    def labels(self) -> LabelSet:
        """Classes in the order of the logits."""
        return LabelSet.from_ids(self.manifest.labels)

    @property
    def engine_path(self) -> Path:
        """The network's ``.xml``."""
        return self.folder / ENGINE

    @property
    def is_quantized(self) -> bool:
        """Whether its network computes in integers of 8 bits (`lungdesk.ml.quantizing`)."""
        return _ROUNDING in self.engine_path.read_bytes()

    def head(self) -> Head:
        """The classifier head."""
        try:
            return Head.from_arrays(stored_arrays(self.folder / HEAD))
        except (OSError, ValueError) as error:
            raise damaged(self.folder, f"{HEAD} cannot be read") from error

    def calibration(self) -> CalibrationRecord | None:
        """Calibration and outlier limits; None in a bundle that has none.

        Raises
        ------
        LungDeskError
            ``CALIBRATION_FOREIGN`` when they were made for another network.
        """
        record = self.manifest.calibration
        if record is not None and record.network != self.manifest.network:
            raise calibration_foreign(self.folder)
        return record

    @property
    def map_peak(self) -> float | None:
        """Value of a heatmap that few films exceed; None where it was not measured."""
        record = self.manifest.calibration
        return None if record is None else record.map_peak

    def outlier_reference(self) -> OutlierReference | None:
        """Where the features of films lie; None in a bundle that has no reference."""
        record = self.calibration()
        if record is None or record.outlier is None:
            return None
        try:
            return OutlierReference.read(self.folder / OUTLIER)
        except ValueError as error:
            raise damaged(self.folder, f"{OUTLIER} cannot be read") from error

    def neighbours(self) -> Neighbours | None:
        """The films it learnt from, as points; None in a bundle that has none."""
        if NEIGHBOURS not in self.manifest.files:
            return None
        try:
            return Neighbours.read(self.folder / NEIGHBOURS)
        except ValueError as error:
            raise damaged(self.folder, f"{NEIGHBOURS} cannot be read") from error


def load_bundle(folder: Path) -> Bundle:
    """Read a bundle's manifest; its other files are checked by `verify_bundle`.

    Raises
    ------
    LungDeskError
        ``MODEL_MISSING``, ``MODEL_DAMAGED``, ``MODEL_TOO_NEW``.
    """
    stated, digest = stated_manifest(folder, LUNGS_SCHEMA_VERSION)
    manifest = validated_manifest(Manifest, stated, folder)
    return Bundle(folder, manifest, ModelRef(manifest.id, manifest.version, digest))


def stated_manifest(folder: Path, newest: int, name: str = MANIFEST) -> tuple[dict[str, Any], str]:
    """What a manifest says, of any layout up to ``newest``, and its SHA-256."""
    path = folder / name
    try:
        raw = path.read_bytes()
        stated = parsed(raw)
    except (FileNotFoundError, NotADirectoryError):
        raise LungDeskError(
            f"There is no model at {folder}.",
            hint="See `lungdesk models list` for the models that are installed.",
            code=ErrorCode.MODEL_MISSING,
        ) from None
    except (OSError, ValueError) as error:
        raise damaged(folder, f"{name} cannot be read") from error
    if not isinstance(stated, dict):
        raise damaged(folder, f"{name} is not valid at its top")
    version = stated.get("schema_version")
    if isinstance(version, int) and version > newest:
        raise LungDeskError(
            f"The model {folder.name} was made by a newer LungDesk"
            f" (layout {version}, this one reads up to {newest}).",
            hint="Update LungDesk, or choose another model.",
            code=ErrorCode.MODEL_TOO_NEW,
        )
    return stated, hashlib.sha256(raw).hexdigest()


def validated_manifest(
    kind: type[AnyManifest], stated: dict[str, Any], folder: Path
) -> AnyManifest:
    """A manifest of the given kind; raises LungDeskError (``MODEL_DAMAGED``)."""
    try:
        manifest = kind.model_validate(stated)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise damaged(folder, f"{MANIFEST} is not valid at {where or 'its top'}") from error
    labels = stated["labels"]
    if len(set(labels)) != len(labels) or not labels:
        raise damaged(folder, f"{MANIFEST} does not name distinct classes")
    return manifest


def verify_bundle(bundle: Bundle) -> None:
    """Compare every file with the SHA-256 in the manifest.

    Raises
    ------
    LungDeskError
        ``MODEL_DAMAGED``, naming the first file that is missing, differs, or does not fit to what
        the manifest says.
    """
    verify_files(bundle.folder, bundle.manifest.files, FILES)
    stated, held = len(bundle.manifest.labels), bundle.head().class_count
    if stated != held:
        raise damaged(bundle.folder, f"{MANIFEST} names {stated} classes, {HEAD} holds {held}")


def verify_files(folder: Path, stated: Mapping[str, str], needed: Iterable[str]) -> None:
    """Compare files with their SHA-256 in a manifest, which must list those that are needed.

    Raises
    ------
    LungDeskError
        ``MODEL_DAMAGED``.
    """
    for name in needed:
        if name not in stated:
            raise damaged(folder, f"{name} is not listed in its manifest")
    for name, expected in stated.items():
        path = folder / name
        if Path(name).name != name or not path.is_file():
            raise damaged(folder, f"{name} is missing")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise damaged(folder, f"{name} cannot be read ({error})") from error
        if hashlib.sha256(content).hexdigest() != expected:
            raise damaged(folder, f"{name} is not the file that was released")


def digests_of(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of files as they are now."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def write_head(folder: Path, head: Head) -> None:
    """Write ``head.npz``."""
    with atomic_write(folder / HEAD) as stream:
        np.savez(stream, allow_pickle=False, **head.arrays())


def write_manifest(folder: Path, manifest: Manifest) -> Bundle:
    """Write ``manifest.json`` with the digests of the files as they are now; last of all files."""
    has_reference = manifest.calibration is not None and manifest.calibration.outlier is not None
    names = (*FILES, OUTLIER) if has_reference else FILES
    names = (*names, *(name for name in (NEIGHBOURS, LEARNT) if (folder / name).is_file()))
    layout = LUNGS_SCHEMA_VERSION if manifest.preprocess.lungs else manifest.schema_version
    update = {"files": digests_of(folder, names), "schema_version": layout}
    complete = manifest.model_copy(update=update)
    text = json.dumps(complete.model_dump(mode="json"), indent=2, allow_nan=False)
    write_text_atomically(folder / MANIFEST, text + "\n")
    return load_bundle(folder)


def calibration_foreign(folder: Path) -> LungDeskError:
    """Say that a calibration does not belong to the network beside it."""
    return LungDeskError(
        f"The calibration of the model {folder.name} was made for another network.",
        hint=f"Make it anew by `lungdesk models calibrate {folder.name} --data DIR`.",
        code=ErrorCode.CALIBRATION_FOREIGN,
    )


def damaged(folder: Path, what: str) -> LungDeskError:
    """Say that a model is not as it was released."""
    return LungDeskError(
        f"The model {folder.name} is damaged or was altered: {what}.",
        hint="Install it again; it is not used for reading.",
        code=ErrorCode.MODEL_DAMAGED,
    )
