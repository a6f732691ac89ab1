"""Which film is shown when, in which of its views, how strongly, at which learning rate.

All follows from the seed and the epoch, so that a training that is gone on with is the same one.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.training.balance import Showings
from lungdesk.ml.training.recipe import PhaseSettings

#: Share of the films that are mixed with related ones: the network must know films as they are.
MIXED_SHARE = 0.6


def class_weights(targets: NDArray[np.int64], class_count: int) -> NDArray[np.float32]:
    """Weights ``(C,)`` inverse to frequency, so that every class counts the same.

    Their mean over the films is 1; a class without films weighs nothing.
    """
    counts = np.bincount(targets, minlength=class_count)
    present = max(1, int((counts > 0).sum()))
    return np.asarray(
        np.where(counts > 0, len(targets) / (present * np.maximum(counts, 1)), 0), np.float32
    )


def epoch_order(
    shown_films: Showings, epoch: int, *, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Films of an epoch in the order in which they are shown.

    Returns
    -------
    tuple
        Numbers of the films, and the how-manieth time since the start of the training each is
        shown: with it changes the view. Both int64 of the same length.
    """
    films: list[NDArray[np.int64]] = []
    times: list[NDArray[np.int64]] = []
    for index in np.flatnonzero(shown_films.counts):
        members = np.flatnonzero(shown_films.strata == index)
        wanted = int(shown_films.counts[index])
        rounds = -(-wanted // len(members))
        rng = np.random.default_rng([seed, epoch, int(index)])
        shown = np.concatenate([rng.permutation(members) for _ in range(rounds)])
        films.append(shown[:wanted])
        times.append(np.repeat(epoch * rounds + np.arange(rounds), len(members))[:wanted])
    shuffled = np.random.default_rng([seed, epoch]).permutation(sum(map(len, films)))
    return np.concatenate(films)[shuffled], np.concatenate(times)[shuffled]


def views_shown(
    films: NDArray[np.int64],
    times: NDArray[np.int64],
    *,
    film_count: int,
    view_count: int,
) -> NDArray[np.int64]:
    """View of each showing: a film shows all its views before one comes again, in its own order."""
    views = np.zeros(len(films), np.int64)
    for turn in np.unique(times // view_count):
        here = times // view_count == turn
        rng = np.random.default_rng([int(turn), view_count])
        orders = rng.permuted(np.tile(np.arange(view_count), (film_count, 1)), axis=1)
        views[here] = orders[films[here], times[here] % view_count]
    return views


def learning_rate_at(step: int, total: int, settings: PhaseSettings) -> float:
    """Learning rate of a step of ``total``: a line up to the highest, then half a cosine to 0."""
    rising = round(settings.warm_up * total)
    if step < rising:
        return settings.learning_rate * (step + 1) / rising
    share = (step - rising) / max(1, total - rising)
    return settings.learning_rate * 0.5 * (1 + math.cos(math.pi * share))


def soft_targets(
    targets: NDArray[np.int64], class_count: int, smoothing: float
) -> NDArray[np.float32]:
    """One-hot rows ``(N, C)``, a share of which is spread over all classes (arXiv 1512.00567)."""
    rows = np.eye(class_count, dtype=np.float32)[targets]
    return np.asarray(rows * (1 - smoothing) + smoothing / class_count, np.float32)


def any_partners(
    count: int, alpha: float, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """With which film of a batch each is mixed, and its own share then: one for all, ``(N,)``."""
    share = np.float32(rng.beta(alpha, alpha))
    return rng.permutation(count), np.full(count, share, np.float32)


def related_partners(
    targets: NDArray[np.int64], sources: NDArray[Any], alpha: float, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The same by `MixupPartners.RELATED`, each with a share of its own.

    Of the films, `MIXED_SHARE` are mixed, if there is a partner for them.

    Parameters
    ----------
    targets, sources
        Class and source of each film of a batch, ``(N,)``.
    """
    is_same_class = targets[:, None] == targets
    is_same_source = sources[:, None] == sources
    is_within = rng.random() < 0.5
    fits = is_same_source & ~is_same_class if is_within else is_same_class & ~is_same_source
    others = np.arange(len(targets))
    for film in np.flatnonzero(fits.any(axis=1)):
        others[film] = rng.choice(np.flatnonzero(fits[film]))
    is_mixed = rng.random(len(targets)) < MIXED_SHARE
    shares = np.where(is_mixed, rng.beta(alpha, alpha, len(targets)), 1)
    return others, shares.astype(np.float32)


def mixed(
    values: NDArray[Any], others: NDArray[np.int64], shares: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Each of a batch's values ``(N, …)`` mixed with another one's."""
    whole = values.astype(np.float32)
    own = shares.reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray(own * whole + (1 - own) * whole[others], np.float32)
