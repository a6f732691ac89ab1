"""Fits a model's head to the films of one hospital: each film is read once, the rest is algebra."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.adaptation import LocalFilms
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.prediction import softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.verdict import Decision
from lungdesk.ml.adapting.anchored_head import FilmFeatures
from lungdesk.ml.adapting.local_calibration import local_record, local_reference
from lungdesk.ml.adapting.selection import FittedLayer, GroupedFilms, fit_layer, left_out_logits
from lungdesk.ml.calibration_record import CalibrationRecord
from lungdesk.ml.datasets import Sample
from lungdesk.ml.engine import Engine
from lungdesk.ml.evaluator import Decode, FilmFailure
from lungdesk.ml.film_pass import pooled
from lungdesk.ml.head import Head
from lungdesk.ml.outlier import OutlierReference
from lungdesk.ml.prefetch import prefetched

#: Patients, or groups, that each class with films needs.
FEWEST_PATIENTS = 5
#: Films needed in all: an outlier reference of fewer is none.
FEWEST_FILMS = 20
#: The parts of a film count as views of it while there are no more than this in all: with more
#: films they teach nothing, and each costs as much as a film.
_MOST_VIEWS = 1500


@dataclass(frozen=True, slots=True, eq=False)
class ReadFilms:
    """Films that could be read: pooled features ``(N, V, F)``, the whole film first, and logits.

    What the gate refuses is among the failures: a film that would not be read must not teach.
    """

    samples: tuple[Sample, ...]
    features: NDArray[np.float32]
    logits: NDArray[np.float32]
    failures: tuple[FilmFailure, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Adapted:
    """A head fitted to local films, and what is needed to judge it.

    Attributes
    ----------
    before, after
        Probabilities ``(N, C)`` of the local films: by the model as it was, and by fits that each
        left the film's whole group out.
    calibration
        Not bound to a network yet.
    """

    head: Head
    fitted: FittedLayer
    films: LocalFilms
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    calibration: CalibrationRecord
    reference: OutlierReference


def read_films(
    engine: Engine, samples: Sequence[Sample], decode: Decode, ctx: JobContext
) -> ReadFilms:
    """Read each film once, several at a time.

    Raises
    ------
    LungDeskError
        ``DATASET_EMPTY`` when none can be read.
    """
    read: list[Sample] = []
    features: list[NDArray[np.float32]] = []
    logits: list[NDArray[np.float32]] = []
    failures: list[FilmFailure] = []

    def views() -> Iterator[NDArray[np.uint8]]:
        seen = prefetched(lambda sample: _seen(engine, sample, decode), samples)
        for number, (sample, one) in enumerate(zip(samples, seen, strict=True)):
            ctx.check()
            ctx.report(Progress(number, len(samples), "reading the films"))
            if isinstance(one, FilmFailure):
                failures.append(one)
            else:
                read.append(sample)
                yield one

    def keep(_number: int, outputs: tuple[NDArray[np.float32], ...]) -> None:
        logits.append(outputs[0][0])
        features.append(pooled(outputs[1][0]))

    engine.network.run_many(views(), keep)
    if not read:
        raise LungDeskError(
            f"None of the {len(samples)} films could be read.",
            hint=failures[0].message if failures else "Check the data set.",
            code=ErrorCode.DATASET_EMPTY,
        )
    return ReadFilms(tuple(read), np.stack(features), np.stack(logits), tuple(failures))


def _seen(engine: Engine, sample: Sample, decode: Decode) -> NDArray[np.uint8] | FilmFailure:
    """The grey square that the network sees of a film, or why the film takes no part."""
    try:
        radiograph: Radiograph = decode(sample.path)
        view = engine.view(radiograph)
    except LungDeskError as error:
        return FilmFailure(sample.path, error.code, error.message)
    verdict = engine.look(view, radiograph).verdict(None, 1.0)
    if verdict.decision is Decision.REFUSED:
        return FilmFailure(sample.path, str(verdict.code), verdict.sentence)
    return view.grey


def local_films(
    samples: Sequence[Sample], engine: Engine, left_out: Sequence[FilmFailure] = ()
) -> LocalFilms:
    """Classes and groups of films, where there are enough of them.

    Parameters
    ----------
    left_out
        Films that took no part, to be told of where there are too few others.

    Raises
    ------
    LungDeskError
        ``ADAPT_ONE_CLASS``, ``ADAPT_TOO_FEW``.
    """
    films = LocalFilms(
        np.array([sample.class_index for sample in samples], np.int64),
        np.array([sample.group for sample in samples]),
        engine.labels,
    )
    try:
        require_enough(films)
    except LungDeskError as error:
        if not left_out:
            raise
        why = f"{len(left_out)} films took no part, the first because: {left_out[0].message}"
        raise LungDeskError(error.message, hint=f"{error.hint} {why}", code=error.code) from error
    return films


def require_enough(films: LocalFilms) -> None:
    """Refuse what nothing can be learnt or measured on.

    Raises
    ------
    LungDeskError
        ``ADAPT_ONE_CLASS``, ``ADAPT_TOO_FEW``.
    """
    patients = films.fewest_patients
    names = dict(zip(films.labels.ids, films.labels.names, strict=True))
    if len(patients) < 2:
        only = "".join(names[label] for label in patients) or "no class"
        raise LungDeskError(
            f"There are local films of {only} alone: a model learns what tells classes apart.",
            hint="Add films of another class, normal ones for example, from the same hospital.",
            code=ErrorCode.ADAPT_ONE_CLASS,
        )
    few = [f"{names[label]}: {n}" for label, n in patients.items() if n < FEWEST_PATIENTS]
    if few:
        raise LungDeskError(
            f"There are too few patients of a class to learn from ({', '.join(few)};"
            f" at least {FEWEST_PATIENTS} are needed).",
            hint="Add films, or leave that class out.",
            code=ErrorCode.ADAPT_TOO_FEW,
        )
    if len(films.targets) < FEWEST_FILMS:
        raise LungDeskError(
            f"There are {len(films.targets)} local films, and {FEWEST_FILMS} are needed.",
            hint="Add films; some 50 are a good beginning.",
            code=ErrorCode.ADAPT_TOO_FEW,
        )


def adapt_head(engine: Engine, read: ReadFilms, data: str, ctx: JobContext) -> Adapted:
    """Fit the last layer of the head to films, and measure that on films left out.

    Raises
    ------
    LungDeskError
        ``ADAPT_ONE_CLASS``, ``ADAPT_TOO_FEW``.
    """
    films = local_films(read.samples, engine, read.failures)
    *hidden, anchor = engine.head.layers
    # Idle features stay idle: weights lie in the span of what they are fitted to.
    idle = engine.head.idle
    views = np.where(idle, np.float32(0), read.features)
    if len(views) * views.shape[1] > _MOST_VIEWS:
        views = views[:, :1]
    for layer in hidden:
        views = np.maximum(views @ layer.kernel + layer.bias, 0)
    local = GroupedFilms(FilmFeatures(views, films.targets), films.groups)
    after = softmax(left_out_logits(local, anchor, ctx)).astype(np.float64)
    ctx.check()
    ctx.report(Progress(0, 0, "fitting the model"))
    fitted = fit_layer(local, anchor)
    reference, limits = local_reference(films, read.features[:, 0], idle)
    return Adapted(
        head=Head((*hidden, fitted.layer)),
        fitted=fitted,
        films=films,
        before=softmax(read.logits).astype(np.float64),
        after=after,
        calibration=local_record(films, after, limits, data),
        reference=reference,
    )
