"""Fits a model's head to the films of one hospital: each film is read once, the rest is algebra."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.adaptation import LocalFilms
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, PartOf, Progress
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.ensemble import mixture
from lungdesk.core.prediction import softmax
from lungdesk.ml.adapting.anchored_head import FilmFeatures
from lungdesk.ml.adapting.local_calibration import (
    left_out_distances,
    local_record,
    with_map_peak,
)
from lungdesk.ml.adapting.reading import NetworkOutputs, ReadFilms, networks_of
from lungdesk.ml.adapting.selection import FittedLayer, GroupedFilms, fit_layer, left_out_logits
from lungdesk.ml.calibration_record import CalibrationRecord
from lungdesk.ml.datasets import Sample
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble_engine import AnyEngine
from lungdesk.ml.evaluator import FilmFailure
from lungdesk.ml.head import Head
from lungdesk.ml.outlier import OutlierReference

#: Patients, or groups, that each class with films needs.
FEWEST_PATIENTS = 5
#: Films needed in all: an outlier reference of fewer is none.
FEWEST_FILMS = 20


@dataclass(frozen=True, slots=True, eq=False)
class AdaptedNetwork:
    """One network's head fitted to local films, and what is needed to judge it.

    Attributes
    ----------
    before, after
        Probabilities ``(N, C)`` of the local films: by the network as it was, and by fits that each
        left the film's whole group out.
    distances
        How far each film lies from references that were made without it, ``(N,)``.
    reference, calibration
        Of all local films; the calibration is not bound to a network yet.
    """

    head: Head
    fitted: FittedLayer
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    distances: NDArray[np.float64]
    reference: OutlierReference
    calibration: CalibrationRecord


@dataclass(frozen=True, slots=True, eq=False)
class Adapted:
    """A model fitted to local films; of an ensemble, each network on the same films and folds.

    Attributes
    ----------
    before, after
        Weighted means of the networks' probabilities ``(N, C)``, which is what the model says.
    calibration
        Chosen on these means; not bound to a network yet.
    """

    networks: tuple[AdaptedNetwork, ...]
    films: LocalFilms
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    calibration: CalibrationRecord


def local_films(
    samples: Sequence[Sample], labels: LabelSet, left_out: Sequence[FilmFailure] = ()
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
        labels,
    )
    try:
        require_enough(films)
    except LungDeskError as error:
        if not left_out:
            raise
        first = left_out[0].message
        why = (
            f"1 film took no part, because: {first}"
            if len(left_out) == 1
            else f"{len(left_out)} films took no part, the first because: {first}"
        )
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
            hint="Add films of another class, from the same hospital.",
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


def adapt_heads(engine: AnyEngine, read: ReadFilms, data: str, ctx: JobContext) -> Adapted:
    """Fit the last layer of each network's head to films, and measure that on films left out.

    Raises
    ------
    LungDeskError
        ``ADAPT_ONE_CLASS``, ``ADAPT_TOO_FEW``.
    """
    films = local_films(read.samples, engine.labels, read.failures)
    networks, shares = networks_of(engine)
    adapted = tuple(
        _adapted(network, outputs, films, data, PartOf(ctx, number, len(networks)))
        for number, (network, outputs) in enumerate(zip(networks, read.outputs, strict=True))
    )
    if len(adapted) == 1:
        (only,) = adapted
        return Adapted(adapted, films, only.before, only.after, only.calibration)
    weights = np.array(shares)
    before = mixture(np.stack([one.before for one in adapted]), weights)
    after = mixture(np.stack([one.after for one in adapted]), weights)
    # Distances of two networks can be added in units of their distances of refusal.
    distances = mixture(np.stack([_in_units(one) for one in adapted]), weights)
    return Adapted(adapted, films, before, after, local_record(films, after, distances, data))


def _adapted(
    engine: Engine, outputs: NetworkOutputs, films: LocalFilms, data: str, ctx: JobContext
) -> AdaptedNetwork:
    *hidden, anchor = engine.head.layers
    # Idle features stay idle: weights lie in the span of what they are fitted to.
    idle = engine.head.idle
    views = np.where(idle, np.float32(0), outputs.features)
    for layer in hidden:
        views = np.maximum(views @ layer.kernel + layer.bias, 0)
    local = GroupedFilms(FilmFeatures(views, films.targets), films.groups)
    after = softmax(left_out_logits(local, anchor, ctx)).astype(np.float64)
    ctx.check()
    ctx.report(Progress(0, 0, "fitting the model"))
    fitted = fit_layer(local, anchor)
    whole = outputs.features[:, 0]
    distances = left_out_distances(films, whole, engine.checked_features)
    head = Head((*hidden, fitted.layer))
    record = local_record(films, after, distances, data)
    return AdaptedNetwork(
        head=head,
        fitted=fitted,
        before=softmax(outputs.logits).astype(np.float64),
        after=after,
        distances=distances,
        reference=OutlierReference.of(whole, engine.checked_features),
        calibration=with_map_peak(record, head, outputs.maps),
    )


def _in_units(network: AdaptedNetwork) -> NDArray[np.float64]:
    limits = network.calibration.outlier
    assert limits is not None
    return network.distances / limits.refused
