"""Readings to be kept, and desks to keep them with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.prediction import ModelRef, Prediction, softmax
from lungdesk.core.study import Instance, PatientRef
from lungdesk.core.verdict import UNCHECKED, Verdict
from lungdesk.services.workspace.desk import WorkspaceDesk, record_of
from lungdesk.services.workspace.records import FilmReading

MODEL = ModelRef("lungdesk-lite0", "0.1.0", "ab" * 32)
OTHER_MODEL = ModelRef("dust", "1.0.0", "cd" * 32)
LUNGS = "5e" * 32
OTHER_LABELS = LabelSet.from_ids(("tuberculosis", "normal", "silicosis"))
TUBERCULOSIS = (0.0, 0.5, -1.0, 0.2, 3.0)
NORMAL = (4.0, 0.0, 0.0, 0.0, 0.0)
NOTHING_CERTAIN = (0.1, 0.0, 0.0, 0.0, 0.0)


def desk_in(folder: Path) -> WorkspaceDesk:
    """A desk for films that need not exist: their content is their name."""
    return WorkspaceDesk(folder / "workspace.db", content_of=lambda path: f"sha-of-{path.name}")


def instance(name: str = "film.dcm", **fields: object) -> Instance:
    """What the header of a film says; every name is a study of its own."""
    path = Path("/films") / name
    patient = PatientRef("4711", "Doe^Jane", "19700102", "F")
    said: dict[str, object] = {
        "modality": "CR",
        "study_instance_uid": f"1.2.{crc32(name.encode())}",
        "sop_instance_uid": f"1.2.{crc32(name.encode())}.1",
        "study_date": "20240131",
        "study_description": "Chest PA",
        "patient": patient,
    }
    return Instance(path, 400, 300, **(said | fields))  # type: ignore[arg-type]


def prediction(
    logits: tuple[float, ...] = TUBERCULOSIS, verdict: Verdict = UNCHECKED
) -> Prediction:
    """What a model says of a film."""
    values = np.asarray(logits, np.float32)
    return Prediction(CHEST_LABELS, values, softmax(values), MODEL, verdict)


@dataclass(frozen=True)
class Reading:
    """One film that has been read in the window."""

    instance: Instance
    prediction: Prediction
    frame: int = 0
    precision: str = "float32"
    lungs: str = LUNGS


def other_reading(name: str = "film.dcm", logits: tuple[float, ...] = (0.0, 0.5, 3.0)) -> Reading:
    """A film that a model with other classes has read, silicosis unless it is said."""
    values = np.asarray(logits, np.float32)
    return Reading(instance(name), Prediction(OTHER_LABELS, values, softmax(values), OTHER_MODEL))


def reading(
    name: str = "film.dcm", logits: tuple[float, ...] = TUBERCULOSIS, **fields: object
) -> Reading:
    """A film that has been read."""
    return Reading(instance(name, **fields), prediction(logits))


def kept(
    name: str = "film.dcm",
    logits: tuple[float, ...] = TUBERCULOSIS,
    *,
    sha256: str | None = None,
    has_header: bool = True,
) -> FilmReading:
    """A reading in the form in which it is kept."""
    said = record_of(reading(name, logits))
    content = f"sha-of-{name}" if sha256 is None else sha256
    header = instance(name) if has_header else None
    return FilmReading(f"/films/{name}", content, said, header)
