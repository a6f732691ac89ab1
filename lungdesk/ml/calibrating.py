"""Chooses what a model needs besides its network: outlier reference, operating points, sets.

The reference is made of train films, everything else is chosen on val films, and what it comes to
is measured on every split but train.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.calibration import expected_calibration_error, reliability
from lungdesk.core.prediction import Prediction, softmax
from lungdesk.core.verdict import Decision
from lungdesk.ml.bundle import NEIGHBOURS, OUTLIER
from lungdesk.ml.calibration_choice import (
    SENSITIVITY,
    JudgedFilms,
    chosen_on,
    set_figures,
    set_limits,
)
from lungdesk.ml.calibration_record import MAP_PEAK, CalibrationRecord, OutlierLimits
from lungdesk.ml.datasets import Dataset, Sample
from lungdesk.ml.engine import Engine, Judgement
from lungdesk.ml.ensemble_engine import AnyEngine
from lungdesk.ml.evaluator import Decode
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.film_pass import FilmPass, pooled
from lungdesk.ml.gate import FilmLook, judged, look_at
from lungdesk.ml.gradcam import strongest
from lungdesk.ml.neighbours import KnownFilm, Neighbours
from lungdesk.ml.outlier import OutlierReference
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.stream import PreparedFilm, prepared_film, stream_films

#: Share of the val films that lie nearer than the distance from which a film is doubtful.
KNOWN_SHARE = 0.99
#: A film is refused from so many times that distance. A source of the training films that is left
#: out of reference and limits would lose 2.5 % of its films at most (one of 128 px: half); 6 % if
#: this were 1.
REFUSAL_MARGIN = 1.15
#: Share of films whose heatmaps nowhere exceed the value at which the scale of a model ends.
PEAK_SHARE = 0.95
#: Films that the reference is made of, at most, and at least.
REFERENCE_FILMS = (1500, 20)
#: Films among which similar ones are sought, at most.
NEIGHBOUR_FILMS = 4000

Item = TypeVar("Item")

_REFERENCE_SPLIT, _CHOSEN_ON = "train", "val"


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """What was chosen; reference and neighbours are None of an ensemble, and where none is known.

    Attributes
    ----------
    neighbours
        Of the films given; `write_files` keeps those that a model has.
    """

    record: CalibrationRecord
    reference: OutlierReference | None
    neighbours: Neighbours | None = None

    def write_files(self, folder: Path) -> None:
        """Write what stands beside the manifest.

        Points of films that a network has learnt from stay: it has learnt from no others.
        """
        (folder / OUTLIER).unlink(missing_ok=True)
        if self.reference is not None:
            self.reference.write(folder / OUTLIER)
        if self.neighbours is not None and not (folder / NEIGHBOURS).exists():
            self.neighbours.write(folder / NEIGHBOURS)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What a model knows of films: a reference made of ``count`` of them, and points."""

    reference: OutlierReference | None = None
    count: int = 0
    neighbours: Neighbours | None = None


@dataclass(frozen=True, slots=True)
class CalibrationFilms:
    """Where the films come from.

    Attributes
    ----------
    sensitivity
        Of the operating points.
    before
        What the model knows already: it stays where there are too few train films for another.
    """

    dataset: Dataset
    decode: Decode
    sensitivity: float = SENSITIVITY
    before: Known = Known()


@dataclass(frozen=True, slots=True, eq=False)
class _ReadFilms:
    """Films that could be read: what the gate saw, and what came out of the pass.

    ``peaks`` are the largest values of their heatmaps; an ensemble has none of its own.
    """

    looks: list[FilmLook]
    passes: list[FilmPass]
    peaks: list[float]
    targets: NDArray[np.int64]
    groups: NDArray[np.str_]

    @property
    def judged(self) -> JudgedFilms:
        return JudgedFilms(self.probabilities, self.targets, self.groups)

    @property
    def probabilities(self) -> NDArray[np.float64]:
        return softmax(np.stack([one.logits for one in self.passes])).astype(np.float64)

    @property
    def distances(self) -> NDArray[np.float64]:
        known = [one.distance for one in self.passes if one.distance is not None]
        return np.array(known if len(known) == len(self.passes) else [], np.float64)

    def in_units_of(self, distance: float) -> _ReadFilms:
        """The same with distances in units of another one."""
        passes = [
            one if one.distance is None else replace(one, distance=one.distance / distance)
            for one in self.passes
        ]
        return replace(self, passes=passes)


def calibrated(engine: AnyEngine, films: CalibrationFilms, ctx: JobContext) -> Calibrated:
    """Choose reference, limits, operating points and set for a model, and measure them.

    What the model had of these before is not used, but for a reference that cannot be made anew.

    Raises
    ------
    LungDeskError
        ``DATASET_SPLIT_MISSING`` without val films, ``DATASET_EMPTY`` where none can be read.
    """
    dataset = films.dataset
    chosen_on = dataset.split(_CHOSEN_ON)
    known = films.before
    if isinstance(engine, Engine):
        known = _known(engine, films, ctx)
        engine.use_reference(known.reference)
    else:
        engine.use_limits(1.0)
    val = _read(engine, chosen_on, films, ctx)
    if not val.passes:
        raise LungDeskError(
            f"None of the {len(chosen_on)} val films could be read.",
            hint="`lungdesk dataset audit` says why.",
            code=ErrorCode.DATASET_EMPTY,
        )
    limits = _outlier_limits(val.distances, known.count)
    record = _record(engine, films, val, limits)
    if limits is not None:
        engine.use_limits(limits.refused)
        val = val.in_units_of(limits.refused)
    judgement = Judgement.of(engine.labels, engine.bundle.model, record)
    is_by_patient = dataset.grouping.is_by_patient
    figures = {_CHOSEN_ON: _figures(val, judgement, is_by_patient=is_by_patient)}
    for split in dataset.counts():
        if split not in (_REFERENCE_SPLIT, _CHOSEN_ON):
            read = _read(engine, dataset.split(split), films, ctx)
            if read.passes:
                figures[split] = _figures(read, judgement, is_by_patient=is_by_patient)
    record = record.model_copy(update={"figures": figures})
    return Calibrated(record, known.reference, known.neighbours)


def _known(engine: Engine, films: CalibrationFilms, ctx: JobContext) -> Known:
    """Of train films, evenly drawn from all of them; where there are too few, what there was."""
    if _REFERENCE_SPLIT not in films.dataset.counts():
        return films.before
    samples = _evenly(films.dataset.split(_REFERENCE_SPLIT), NEIGHBOUR_FILMS)
    read: list[Sample] = []
    features: list[NDArray[np.float32]] = []

    def upright(sample: Sample) -> tuple[Sample, NDArray[np.uint8]] | None:
        """As `prepared_film`, but for the lungs, which nobody asks for here."""
        try:
            film = films.decode(sample.path)
        except LungDeskError:
            return None
        view = engine.view(film)
        look = look_at(view, film)
        if look.pose.correction:
            view = engine.view_again(view, film, look.upright)
        return sample, look.probe(view.grey)

    def views() -> Any:
        for sample, grey in _told(prefetched(upright, samples), len(samples), ctx):
            read.append(sample)
            yield grey

    def keep(_number: int, outputs: tuple[NDArray[np.float32], ...]) -> None:
        features.append(pooled(outputs[1][0])[0])

    engine.network.run_many(views(), keep)
    most, least = REFERENCE_FILMS
    if len(features) < least:
        return films.before
    digests = file_digests(sample.path for sample in read)
    learnt = [
        KnownFilm(digest, sample.class_index, sample.source)
        for digest, sample in zip(digests, read, strict=True)
    ]
    drawn = _evenly(features, most)
    return Known(
        OutlierReference.of(np.stack(drawn), engine.checked_features),
        len(drawn),
        Neighbours.of(np.stack(features), learnt),
    )


def _evenly(items: Sequence[Item], most: int) -> list[Item]:
    """At most so many, evenly drawn."""
    places = np.linspace(0, len(items) - 1, min(most, len(items))).astype(np.int64)
    return [items[place] for place in places]


def _prepared(
    engine: AnyEngine, samples: Sequence[Sample], films: CalibrationFilms, ctx: JobContext
) -> Any:
    """Each film that can be read, with its sample."""

    def prepare(sample: Sample) -> tuple[Sample, PreparedFilm] | None:
        try:
            return sample, prepared_film(films.decode(sample.path), engine)
        except LungDeskError:
            return None

    return _told(prefetched(prepare, samples), len(samples), ctx)


def _told(prepared: Iterable[Item | None], count: int, ctx: JobContext) -> Iterator[Item]:
    """Those that could be read, with progress over all."""
    for number, one in enumerate(prepared):
        ctx.check()
        ctx.report(Progress(number, count, "calibrating"))
        if one is not None:
            yield one


def _read(
    engine: AnyEngine, samples: Sequence[Sample], films: CalibrationFilms, ctx: JobContext
) -> _ReadFilms:
    looks: list[FilmLook] = []
    passes: list[FilmPass] = []
    peaks: list[float] = []
    read: list[Sample] = []

    def prepared() -> Iterator[PreparedFilm]:
        for sample, film in _prepared(engine, samples, films, ctx):
            read.append(sample)
            yield film

    if isinstance(engine, Engine):
        single = engine

        def views() -> Iterator[NDArray[np.uint8]]:
            for film in prepared():
                looks.append(judged(film.look, single.sight))
                yield film.views[0][0]

        def keep_maps(_number: int, outputs: tuple[NDArray[np.float32], ...]) -> None:
            passes.append(single.film_pass(outputs))
            peaks.append(strongest(outputs[1][0], single.head))

        single.network.run_many(views(), keep_maps)
    else:

        def keep(look: FilmLook, of_film: tuple[FilmPass, ...]) -> None:
            looks.append(look)
            passes.extend(of_film)

        stream_films(engine, prepared(), keep)
    targets = np.array([sample.class_index for sample in read], np.int64)
    groups = np.array([sample.group for sample in read], np.str_)
    return _ReadFilms(looks, passes, peaks, targets, groups)


def _outlier_limits(distances: NDArray[np.float64], reference_films: int) -> OutlierLimits | None:
    if not len(distances):
        return None
    doubtful = float(np.quantile(distances, KNOWN_SHARE, method="higher"))
    return OutlierLimits(
        doubtful=round(doubtful, 6),
        refused=round(doubtful * REFUSAL_MARGIN, 6),
        reference_films=reference_films,
        films=len(distances),
    )


def _record(
    engine: AnyEngine, films: CalibrationFilms, val: _ReadFilms, limits: OutlierLimits | None
) -> CalibrationRecord:
    chosen = chosen_on(val.judged, engine.labels, films.sensitivity)
    record = CalibrationRecord(
        network=engine.bundle.manifest.network,
        data=films.dataset.folder.name,
        split=_CHOSEN_ON,
        outlier=limits,
        **chosen,
    )
    judgement = Judgement.of(engine.labels, engine.bundle.model, record)
    is_doubted = np.array([judgement.prediction(one).is_uncertain for one in val.passes])
    return record.model_copy(update=set_limits(val.judged, is_doubted))


def _figures(read: _ReadFilms, judgement: Judgement, *, is_by_patient: bool) -> dict[str, Any]:
    """What the chosen numbers come to on some films, as plain values."""
    probabilities, targets = read.probabilities, read.targets
    verdicts = [
        judgement.verdict(look, one) for look, one in zip(read.looks, read.passes, strict=True)
    ]
    said = [judgement.prediction(one) for one in read.passes]
    sets = [{label.id for label in one.prediction_set} for one in said]
    ids = judgement.labels.ids
    is_in_set = [ids[target] in one for target, one in zip(targets, sets, strict=True)]
    bins = reliability(targets, probabilities, read.groups)
    refused = [v for v in verdicts if v.decision is Decision.REFUSED]
    is_certain = np.array([not one.is_uncertain for one in said])
    is_right = probabilities.argmax(axis=1) == targets
    measured: dict[str, Any] = {
        "films": len(targets),
        "ece": _rounded(expected_calibration_error(targets, probabilities)),
        "reliability": bins.plain(is_by_patient=is_by_patient),
        "points": _points(said, targets, judgement.labels),
        **set_figures(
            np.array(is_in_set), np.array([len(one) for one in sets]), is_doubted=~is_certain
        ),
        "uncertain": _rounded(1 - is_certain.mean()),
        "accuracy_certain": _rounded(is_right[is_certain].mean()) if is_certain.any() else None,
        "doubtful": _rounded(np.mean([v.decision is Decision.DOUBTFUL for v in verdicts])),
        "refused": _rounded(len(refused) / len(verdicts)),
        "refused_by": dict(sorted(Counter(str(v.code) for v in refused).items())),
    }
    if read.peaks:
        measured[MAP_PEAK] = round(float(np.quantile(read.peaks, PEAK_SHARE)), 6)
    return measured


def _points(
    said: Sequence[Prediction], targets: NDArray[np.int64], labels: LabelSet
) -> dict[str, dict[str, float | None]]:
    """Sensitivity and specificity of each class at its operating point."""
    called = np.zeros((len(said), len(labels)), np.bool_)
    for number, one in enumerate(said):
        if one.assessment is not None:
            called[number, list(one.assessment.cleared)] = True
    figures: dict[str, dict[str, float | None]] = {}
    for i, label in enumerate(labels.ids):
        positive = targets == i
        figures[label] = {
            "sensitivity": _share(called[positive, i]),
            "specificity": _share(~called[~positive, i]),
        }
    return figures


def _share(values: NDArray[np.bool_]) -> float | None:
    return _rounded(values.mean()) if len(values) else None


def _rounded(value: Any) -> float:
    return round(float(value), 4)
