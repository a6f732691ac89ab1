"""Whether a model's maps change when its weights are lost (Adebayo et al., arXiv 1810.03292).

Maps that stay as they are, whatever the weights, show the film and not the model.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.heat import enlarged
from lungdesk.core.jobs import JobContext
from lungdesk.core.metrics.map_likeness import rank_correlation, structural_similarity
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import SaliencyMap
from lungdesk.ml.checks.films import CheckFilms
from lungdesk.ml.checks.random_weights import RandomPart, randomised_model
from lungdesk.ml.checks_record import RandomisedRecord
from lungdesk.ml.datasets import Sample
from lungdesk.ml.ensemble import AnyBundle
from lungdesk.ml.ensemble_engine import AnyEngine, open_engine

OpenModel = Callable[[AnyBundle], AnyEngine]

#: How often the weights of each part are put in another order.
DRAWS = 3


@dataclass(frozen=True, slots=True)
class Randomised:
    """Likeness of each part's maps to the real ones, and of those of two different films."""

    parts: tuple[RandomisedRecord, ...]
    between_films: float
    films: int


@dataclass(frozen=True, slots=True)
class _Likeness:
    ssim: float
    rank_correlation: float | None
    is_empty: bool


def randomisation(
    bundle: AnyBundle,
    films: CheckFilms,
    ctx: JobContext,
    *,
    opened: OpenModel = open_engine,
    seed: int = 0,
) -> Randomised:
    """Compare maps of films with those of the same model with its weights in random order.

    The class is the one that the model reads as it is. A film that goes meanwhile has no part in
    what is compared from then on.

    Parameters
    ----------
    opened
        Compiles a model.

    Raises
    ------
    LungDeskError
        Those of the engine, of `randomised_model` and of `CheckFilms.each`.
    ValueError
        When fewer than two films can be read: a map alone is like no other one but itself.
    """
    engine = opened(bundle)
    each = films.each(ctx, "reading films")
    real = {sample: leading_map(engine, film) for sample, film in each}
    if len(real) < 2:
        raise ValueError(f"maps of two films at least are compared, got {len(real)}")
    parts = []
    for number, part in enumerate(RandomPart):
        found: list[_Likeness] = []
        for draw in range(DRAWS):
            rng = np.random.default_rng([seed, number, draw])
            # On some systems a network that is loaded holds its file: what is left, they clear.
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                lost = randomised_model(bundle, part, rng, Path(folder) / "model")
                after = opened(lost)
                each = films.each(ctx, f"weights in random order: {part.replace('_', ' ')}")
                found += _likenesses(real, after, each)
        parts.append(_record(part, found))
    # Films of one class are neighbours: those half a turn away are of another one.
    maps = list(real.values())
    others = [maps[(place + len(maps) // 2) % len(maps)] for place in range(len(maps))]
    between = [structural_similarity(drawn(a), drawn(b)) for a, b in zip(maps, others, strict=True)]
    return Randomised(tuple(parts), float(np.mean(between)), len(real))


def leading_map(engine: AnyEngine, film: Radiograph) -> SaliencyMap:
    """The map of the class that a model reads."""
    output = engine.read(film)
    return output.saliency_maps[output.prediction.class_index]


def drawn(saliency_map: SaliencyMap) -> NDArray[np.float32]:
    """A map as it is laid over a film, by its own peak: ``(h * n, w * n)``, in [0, 1]."""
    return np.clip(enlarged(saliency_map.scaled()), 0, 1)


def _likenesses(
    real: Mapping[Sample, SaliencyMap],
    engine: AnyEngine,
    films: Iterable[tuple[Sample, Radiograph]],
) -> list[_Likeness]:
    found = []
    for sample, film in films:
        before = real.get(sample)
        if before is None:
            continue
        after = engine.read(film).saliency_maps[before.class_index]
        ssim = structural_similarity(drawn(before), drawn(after))
        order = rank_correlation(before.values, after.values)
        found.append(_Likeness(ssim, order, after.peak == 0))
    return found


def _record(part: RandomPart, found: list[_Likeness]) -> RandomisedRecord:
    orders = [one.rank_correlation for one in found if one.rank_correlation is not None]
    return RandomisedRecord(
        part=part,
        ssim=round(float(np.mean([one.ssim for one in found])), 4),
        rank_correlation=round(float(np.mean(orders)), 4) if orders else None,
        empty=round(float(np.mean([one.is_empty for one in found])), 4),
    )
