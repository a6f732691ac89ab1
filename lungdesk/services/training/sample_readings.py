"""What a model sees in a few fixed films of val, one a class: to look at while others train."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging import heat
from lungdesk.core.imaging.thumbnail import reduced_p_values
from lungdesk.core.jobs import JobContext
from lungdesk.core.labels import LabelSet
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion
from lungdesk.formats.reader import read_patient
from lungdesk.ml.datasets import Dataset, Sample, load_dataset
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.services.film_files import read_film
from lungdesk.services.inference import FilmReader


@dataclass(frozen=True, slots=True)
class SamplesRequest:
    """A model and the collection whose films it is to read.

    Attributes
    ----------
    bundle_folder
        Of the model.
    data, label_map, seed
        As the training has them; see `lungdesk.ml.datasets.load_dataset`.
    side_px
        Longer side of the pictures.
    lungs
        Has the lung networks that models may be bound to.
    """

    bundle_folder: Path
    data: Path
    label_map: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    side_px: int = 256
    colormap: str = "inferno"
    opacity: float = 0.45
    lungs: LungNetworks | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SampleReading:
    """One film with what the model says of it.

    Attributes
    ----------
    class_index
        What the data says it is.
    predicted, probability
        What the model says, in [0, 1].
    pixels
        Of the film, reduced: ``(h, w)`` or ``(h, w, 3)`` uint8.
    heat
        Premultiplied BGRA of the predicted class, ``(h, w, 4)`` uint8, over ``region`` of a film
        of ``size`` (columns, rows).
    """

    path: Path
    class_index: int
    predicted: int
    probability: float
    pixels: NDArray[np.uint8]
    heat: NDArray[np.uint8]
    region: ImageRegion
    size: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class SampleReadings:
    """The films of one model, in the order of the classes."""

    labels: LabelSet
    films: tuple[SampleReading, ...]


def read_samples(request: SamplesRequest, ctx: JobContext) -> SampleReadings:
    """Read a film of each class; one that cannot be read is left out.

    Raises
    ------
    LungDeskError
        Those of the data set and of the model.
    """
    bundle = load_model(request.bundle_folder)
    data = load_dataset(
        request.data,
        labels=bundle.labels,
        label_map=request.label_map,
        seed=request.seed,
        patient_of=read_patient,
    )
    reader = FilmReader(bundle, lungs=request.lungs)
    films = []
    for sample in fixed_films(data):
        ctx.check()
        try:
            radiograph = read_film(sample.path)
        except LungDeskError:
            continue
        films.append(_read(reader, sample, radiograph, request, ctx))
    return SampleReadings(bundle.labels, tuple(films))


def fixed_films(data: Dataset) -> tuple[Sample, ...]:
    """The middle one of each class in val by name: the same as long as the films are the same."""
    chosen = []
    val = sorted(data.split("val"), key=lambda sample: str(sample.path))
    for index in range(len(data.labels)):
        of_class = [sample for sample in val if sample.class_index == index]
        chosen += of_class[len(of_class) // 2 :][:1]
    return tuple(chosen)


def _read(
    reader: FilmReader,
    sample: Sample,
    radiograph: Radiograph,
    request: SamplesRequest,
    ctx: JobContext,
) -> SampleReading:
    reading = reader.read(radiograph, ctx)
    predicted = reading.prediction.class_index
    chosen = reading.saliency_maps[predicted]
    peak = heat.common_peak(reading.saliency_maps)
    return SampleReading(
        path=sample.path,
        class_index=sample.class_index,
        predicted=predicted,
        probability=float(reading.prediction.probabilities[predicted]),
        pixels=reduced_p_values(radiograph, request.side_px),
        heat=heat.picture(chosen, peak, colormap=request.colormap, opacity=request.opacity),
        region=chosen.region,
        size=(radiograph.columns, radiograph.rows),
    )
