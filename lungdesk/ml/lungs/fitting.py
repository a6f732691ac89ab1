"""Trains the network that finds the lungs: epochs, the best of them, checkpoints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.overlap import dice
from lungdesk.ml.bundle import Strict
from lungdesk.ml.lungs.augmentation import SPEC, lung_view
from lungdesk.ml.lungs.films import LungFilms
from lungdesk.ml.lungs.network import NORMALIZATION, WIDTHS, lung_network, overlap_loss
from lungdesk.ml.prefetch import batched, prefetched
from lungdesk.ml.training.checkpoint import Checkpoint, Checkpoints, numbered
from lungdesk.ml.training.order import learning_rate_at
from lungdesk.ml.training.recipe import PhaseSettings

_PHASE = "lungs"


class LungRecipe(Strict):
    """All that decides a training, besides its films.

    Attributes
    ----------
    quantized
        Put the trained network into integers of 8 bits (`lungdesk.ml.quantizing`).
    """

    input_size: Annotated[int, Field(ge=32, le=1024)] = 256
    widths: Annotated[tuple[int, ...], Field(min_length=2, max_length=6)] = WIDTHS
    epochs: Annotated[int, Field(ge=1)] = 40
    batch_size: Annotated[int, Field(ge=1)] = 16
    learning_rate: Annotated[float, Field(gt=0)] = 2e-3
    weight_decay: Annotated[float, Field(ge=0)] = 1e-3
    warm_up: Annotated[float, Field(ge=0, lt=1)] = 0.05
    seed: Annotated[int, Field(ge=0)] = 0
    quantized: bool = False

    def rate_at(self, step: int, total: int) -> float:
        """Learning rate of a step."""
        phase = PhaseSettings(
            epochs=self.epochs, learning_rate=self.learning_rate, warm_up=self.warm_up
        )
        return learning_rate_at(step, total, phase)


@dataclass(frozen=True, slots=True, eq=False)
class FittedLungs:
    """A network with its best weights, and one row an epoch."""

    network: Any
    history: tuple[dict[str, float], ...]


def fit_lungs(
    recipe: LungRecipe,
    train: LungFilms,
    val: LungFilms,
    checkpoints: Checkpoints,
    ctx: JobContext,
) -> FittedLungs:
    """Train; what was begun with the same recipe and films is gone on with, to the same end.

    The epoch with the highest mean Dice coefficient on val is kept.

    Raises
    ------
    LungDeskError
        ``TRAINING_DIVERGED``; those of `not_writable`.
    Cancelled
        Between two steps; the epoch under way is lost.
    """
    import keras

    keras.utils.set_random_seed(recipe.seed)
    run = _Run(recipe, train, val, ctx)
    stored = checkpoints.load(_PHASE)
    if stored is not None:
        run.restore(stored)
    while len(run.history) < recipe.epochs:
        run.train_epoch()
        checkpoints.save(_PHASE, run.checkpoint())
        last = run.history[-1]
        words = f"epoch {len(run.history)}, val Dice {last['val_dice']:.4f}"
        ctx.report(Progress(len(run.history), recipe.epochs, words))
    run.take_best()
    return FittedLungs(run.network, tuple(run.history))


def identity_of(recipe: LungRecipe, train: LungFilms, val: LungFilms) -> str:
    """All that decides how a training goes."""
    digest = hashlib.sha256(f"{recipe.model_dump_json()}|{SPEC}".encode())
    for films in (train, val):
        digest.update(films.views.tobytes())
        digest.update(films.masks.tobytes())
    return digest.hexdigest()


class _Run:
    """A training under way."""

    def __init__(
        self, recipe: LungRecipe, train: LungFilms, val: LungFilms, ctx: JobContext
    ) -> None:
        import keras

        self._recipe, self._train, self._val, self._ctx = recipe, train, val, ctx
        self.network = lung_network(recipe.input_size, recipe.widths)
        self._optimizer = keras.optimizers.AdamW(
            recipe.learning_rate, weight_decay=recipe.weight_decay
        )
        self.network.compile(self._optimizer, overlap_loss)
        self._optimizer.build(self.network.trainable_variables)
        self.history: list[dict[str, float]] = []
        self._best: list[NDArray[Any]] = []
        self._best_dice = -1.0

    def train_epoch(self) -> None:
        recipe, epoch = self._recipe, len(self.history)
        order = np.random.default_rng([recipe.seed, epoch]).permutation(len(self._train.films))
        # A last batch of another size would be traced anew, and weigh more.
        size = min(recipe.batch_size, len(order))
        count = len(order) // size
        losses = []
        for number, (views, masks) in enumerate(self._batches(order[: count * size], epoch, size)):
            self._ctx.check()
            rate = recipe.rate_at(epoch * count + number, recipe.epochs * count)
            self._optimizer.learning_rate.assign(rate)
            losses.append(float(self.network.train_on_batch(views, masks)))
            if not np.isfinite(losses[-1]):
                raise _diverged(epoch)
            self._ctx.report(Progress(number + 1, count, f"epoch {epoch + 1} of {recipe.epochs}"))
        val_dice = float(dice(self._val_masks(), self._val.masks > 127).mean())
        if val_dice > self._best_dice:
            self._best_dice, self._best = val_dice, self.network.get_weights()
        self.history.append(
            {"epoch": epoch + 1, "loss": float(np.mean(losses)), "val_dice": val_dice}
        )

    def _batches(
        self, order: NDArray[np.int64], epoch: int, size: int
    ) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Normalized views ``(B, S, S, 3)`` and masks ``(B, S, S, 1)`` in [0, 1]."""

        def drawn(number: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
            rng = np.random.default_rng([self._recipe.seed, epoch, number])
            return lung_view(self._train.views[number], self._train.masks[number], rng)

        for batch in batched(prefetched(drawn, order.tolist(), ahead=2 * size), size):
            views, masks = (np.stack(kind) for kind in zip(*batch, strict=True))
            shares = np.asarray(masks[..., None] * np.float32(1 / 255), np.float32)
            yield NORMALIZATION.apply(views), shares

    def _val_masks(self) -> NDArray[np.bool_]:
        size = self._recipe.batch_size
        found = []
        for start in range(0, len(self._val.films), size):
            self._ctx.check()
            views = NORMALIZATION.apply(self._val.views[start : start + size])
            found.append(np.asarray(self.network.predict_on_batch(views))[..., 0] > 0)
        return np.concatenate(found)

    def take_best(self) -> None:
        self.network.set_weights(self._best)

    def checkpoint(self) -> Checkpoint:
        arrays = numbered("state", [np.asarray(v.value) for v in self._variables()])
        arrays |= numbered("best", self._best)
        facts = {"history": self.history, "best_dice": self._best_dice}
        return Checkpoint(arrays, facts)

    def restore(self, stored: Checkpoint) -> None:
        self.history = stored.facts["history"]
        self._best_dice = stored.facts["best_dice"]
        self._best = stored.listed("best")
        for variable, value in zip(self._variables(), stored.listed("state"), strict=True):
            variable.assign(value)

    def _variables(self) -> list[Any]:
        return [*self.network.variables, *self._optimizer.variables]


def _diverged(epoch: int) -> LungDeskError:
    return LungDeskError(
        f"The loss became no number in epoch {epoch + 1}.",
        hint="Train with a smaller learning rate.",
        code=ErrorCode.TRAINING_DIVERGED,
    )
