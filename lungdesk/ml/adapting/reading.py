"""What the networks of a model see in the films that it is to be adapted to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, PartOf, Progress
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.verdict import Decision
from lungdesk.ml.datasets import Sample
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble_engine import AnyEngine, gatekeeper
from lungdesk.ml.evaluator import Decode, FilmFailure
from lungdesk.ml.film_pass import WINDOWS, pooled
from lungdesk.ml.prefetch import prefetched

#: Films whose feature maps are kept whole, at most: one takes up to 3 MB.
MAPPED_FILMS = 64
#: The parts of a film count as views of it while there are no more than this in all: with more
#: films they teach nothing, and each costs as much as a film.
MOST_VIEWS = 1500


@dataclass(frozen=True, slots=True, eq=False)
class NetworkOutputs:
    """Of films, by one network: pooled features ``(N, V, F)`` and logits ``(N, C)``.

    The first of the ``V`` views is the whole film, of many films the only one. ``maps`` are feature
    maps ``(h, w, F)`` of some of the films, evenly drawn: what heatmaps are made of as soon as
    there is a head.
    """

    features: NDArray[np.float32]
    logits: NDArray[np.float32]
    maps: tuple[NDArray[np.float32], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Output:
    """Features ``(V, F)`` and logits ``(C,)`` of a film; its feature map where it is kept."""

    features: NDArray[np.float32]
    logits: NDArray[np.float32]
    feature_map: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True, eq=False)
class ReadFilms:
    """Films that every network of a model could read, and what each made of them.

    What the gate refuses is among the failures: a film that would not be read must not teach.
    """

    samples: tuple[Sample, ...]
    outputs: tuple[NetworkOutputs, ...]
    failures: tuple[FilmFailure, ...]


def networks_of(engine: AnyEngine) -> tuple[tuple[Engine, ...], tuple[float, ...]]:
    """The networks of a model, and how much each counts."""
    if isinstance(engine, Engine):
        return (engine,), (1.0,)
    return engine.members, engine.bundle.weights


def read_films(
    engine: AnyEngine, samples: Sequence[Sample], decode: Decode, ctx: JobContext
) -> ReadFilms:
    """Read each film once with each network, several at a time; one says whether it may be read.

    Raises
    ------
    LungDeskError
        ``DATASET_EMPTY`` when none can be read.
    """
    found: list[dict[int, _Output]] = []
    failures: dict[int, FilmFailure] = {}
    networks, _ = networks_of(engine)
    judging = gatekeeper(networks)
    for number, network in enumerate(networks):
        part = PartOf(ctx, number, len(networks))
        seen = partial(_seen, network, decode, number == judging)
        outputs, failed = _read_by(network, samples, seen, part)
        found.append(outputs)
        failures = failed | failures
    rows = [row for row in range(len(samples)) if row not in failures]
    told = tuple(failures[row] for row in sorted(failures))
    if not rows:
        raise LungDeskError(
            f"None of the {len(samples)} films could be read.",
            hint=told[0].message if told else "Check the data set.",
            code=ErrorCode.DATASET_EMPTY,
        )
    return ReadFilms(
        tuple(samples[row] for row in rows), tuple(_stacked(one, rows) for one in found), told
    )


def _stacked(outputs: dict[int, _Output], rows: list[int]) -> NetworkOutputs:
    found = [outputs[row] for row in rows]
    return NetworkOutputs(
        np.stack([one.features for one in found]),
        np.stack([one.logits for one in found]),
        tuple(one.feature_map for one in found if one.feature_map is not None),
    )


def _read_by(
    engine: Engine,
    samples: Sequence[Sample],
    see: Callable[[Sample], NDArray[np.uint8] | FilmFailure],
    ctx: JobContext,
) -> tuple[dict[int, _Output], dict[int, FilmFailure]]:
    """What one network makes of films, or why a film takes no part, by the film's place."""
    rows: list[int] = []
    outputs: dict[int, _Output] = {}
    failures: dict[int, FilmFailure] = {}
    has_parts = len(samples) * len(WINDOWS) <= MOST_VIEWS
    drawn = set(np.linspace(0, len(samples) - 1, MAPPED_FILMS).astype(int).tolist())

    def views() -> Iterator[NDArray[np.uint8]]:
        for number, one in enumerate(prefetched(see, samples)):
            ctx.check()
            ctx.report(Progress(number, len(samples), "reading the films"))
            if isinstance(one, FilmFailure):
                failures[number] = one
            else:
                rows.append(number)
                yield one

    def keep(number: int, found: tuple[NDArray[np.float32], ...]) -> None:
        row, logits, feature_map = rows[number], found[0][0], found[1][0]
        kept = feature_map if row in drawn else None
        views = pooled(feature_map)
        outputs[row] = _Output(views if has_parts else views[:1].copy(), logits, kept)

    engine.network.run_many(views(), keep)
    return outputs, failures


def _seen(
    engine: Engine, decode: Decode, is_judge: bool, sample: Sample
) -> NDArray[np.uint8] | FilmFailure:
    """The grey square that a network sees of a film, or why the film takes no part."""
    try:
        radiograph: Radiograph = decode(sample.path)
        view = engine.view(radiograph)
    except LungDeskError as error:
        return FilmFailure(sample.path, error.code, error.message)
    if is_judge:
        verdict = engine.look(view, radiograph).verdict(None, 1.0)
        if verdict.decision is Decision.REFUSED:
            return FilmFailure(sample.path, str(verdict.code), verdict.sentence)
    return view.grey
