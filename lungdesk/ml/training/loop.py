"""The training loop of every phase: steps, average of the weights, early end, checkpoints."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, JobContext, Progress
from lungdesk.core.prediction import softmax
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.training import order
from lungdesk.ml.training.balance import showings
from lungdesk.ml.training.checkpoint import Checkpoint, Checkpoints, numbered
from lungdesk.ml.training.epoch import EpochListener, epochs_kept, tell_nobody
from lungdesk.ml.training.recipe import Imbalance, MixupPartners, PhaseSettings, Recipe
from lungdesk.ml.training.stepper import Stepper

History = tuple[dict[str, Any], ...]

#: Longer epochs are told step by step.
_TOLD_FROM = 20


class FilmSource(Protocol):
    """Films as a phase sees them: pooled features, activations, or grey views."""

    @property
    def targets(self) -> NDArray[np.int64]:
        """Class of each film, ``(N,)``."""

    @property
    def sources(self) -> Sequence[str]:
        """Where each film comes from; empty where nothing is known."""

    @property
    def passes(self) -> int:
        """How often an epoch shows each film."""

    def batch(self, films: NDArray[np.int64], times: NDArray[np.int64]) -> NDArray[Any]:
        """Inputs of films, each in the view of its how-manieth showing; called from a thread."""


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """One phase of a training.

    Attributes
    ----------
    name
        ``head``, ``block`` or ``whole``.
    variant
        Which one, where a phase is tried in several ways.
    is_compiled
        Whether XLA compiles the steps, which takes minutes, once.
    tell
        Hears of each epoch once it is kept.
    """

    name: str
    settings: PhaseSettings
    recipe: Recipe
    class_count: int
    variant: str = ""
    checkpoints: Checkpoints = field(default_factory=lambda: Checkpoints(None))
    is_compiled: bool = False
    tell: EpochListener = tell_nobody

    @property
    def key(self) -> str:
        """Of its checkpoint and its random numbers."""
        return f"{self.name}{self.variant}"


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """How a phase ended; its best weights are in the network then.

    Attributes
    ----------
    val_logits
        Of the best weights, ``(N, C)`` float32.
    seconds
        Of all its epochs, also of those before it was gone on with.
    """

    history: History
    val_logits: NDArray[np.float32]
    seconds: float


def fit(
    build: Callable[[], Any], train: FilmSource, val: FilmSource, phase: Phase, ctx: JobContext
) -> tuple[Any, Fitted]:
    """Train the network that ``build()`` makes; the same seed gives the same weights, bit for bit.

    Where the phase has a checkpoint it is gone on with, to the same end. What is cancelled amid an
    epoch leaves one too, and goes on at that step.

    Raises
    ------
    LungDeskError
        ``TRAINING_DIVERGED`` when the loss is no number any more; those of `not_writable`.
    Cancelled
        Between two steps.
    """
    import keras

    keras.utils.set_random_seed(_phase_seed(phase))
    stepper = Stepper(build, phase.settings, phase.recipe, is_compiled=phase.is_compiled)
    run = _Run(stepper, train, val, phase, ctx)
    stored = phase.checkpoints.load(phase.key)
    run.begin() if stored is None else run.restore(stored)
    while not run.is_over:
        try:
            run.train_epoch()
        except Cancelled:
            phase.checkpoints.save(phase.key, run.checkpoint())
            raise
        phase.checkpoints.save(phase.key, run.checkpoint())
        run.tell()
    stepper.set_weights(run.best)
    logits = run.val_logits()
    return stepper.network, Fitted(tuple(run.history), logits, run.seconds)


def cross_entropy(logits: NDArray[np.float32], targets: NDArray[np.int64]) -> float:
    """Mean negative log-likelihood of ``targets`` ``(N,)`` under ``logits`` ``(N, C)``."""
    probabilities = softmax(logits)[np.arange(len(targets)), targets]
    return float(-np.log(np.maximum(probabilities, 1e-12)).mean())


def _phase_seed(phase: Phase) -> int:
    """Every phase draws its own numbers, whatever was drawn before it."""
    return int(np.random.default_rng([phase.recipe.seed, *phase.key.encode()]).integers(2**31))


@dataclass(slots=True)
class _Pass:
    """An epoch under way: steps that are done, their losses times films, films read rightly."""

    steps: int = 0
    loss: float = 0.0
    hits: int = 0
    seconds: float = 0.0


class _Run:
    """A phase under way."""

    def __init__(
        self, stepper: Stepper, train: FilmSource, val: FilmSource, phase: Phase, ctx: JobContext
    ) -> None:
        self._stepper = stepper
        self._train, self._val = train, val
        self._phase, self._ctx = phase, ctx
        self._showings = showings(
            train.targets, phase.recipe.imbalance, sources=train.sources, passes=train.passes
        )
        self._sources = np.array(train.sources or [""] * len(train.targets))
        self._seed = _phase_seed(phase)
        self._weights = self._film_weights()
        self.history: list[dict[str, Any]] = []
        self.best: list[NDArray[Any]] = []
        self._pass = _Pass()
        self._epoch_seconds: list[float] = []
        self._best_loss = float("inf")
        self._epochs_since_best = 0

    @property
    def is_over(self) -> bool:
        is_stuck = self._epochs_since_best >= self._phase.recipe.patience
        return is_stuck or len(self.history) >= self._phase.settings.epochs

    @property
    def seconds(self) -> float:
        """Of all epochs that have ended."""
        return sum(self._epoch_seconds)

    def begin(self) -> None:
        """What the phase begins with is the first that it must better."""
        self.best = self._stepper.weights()
        self._best_loss = cross_entropy(self.val_logits(), self._val.targets)

    def train_epoch(self) -> None:
        started = time.perf_counter()
        try:
            self._train_epoch()
        finally:
            self._pass.seconds += time.perf_counter() - started
        self._epoch_seconds.append(self._pass.seconds)
        self._pass = _Pass()

    def _train_epoch(self) -> None:
        loss, accuracy, rate = self._steps(len(self.history))
        with self._stepper.averaged():
            logits = self.val_logits()
            val_loss = cross_entropy(logits, self._val.targets)
            self._epochs_since_best += 1
            if val_loss < self._best_loss:
                self._best_loss, self._epochs_since_best = val_loss, 0
                self.best = self._stepper.weights()
        val_accuracy = float((logits.argmax(axis=1) == self._val.targets).mean())
        self.history.append(
            {
                "phase": self._phase.name,
                "epoch": len(self.history) + 1,
                "loss": loss,
                "accuracy": accuracy,
                "val_loss": val_loss,
                "val_accuracy": val_accuracy,
                "learning_rate": rate,
            }
        )

    def _steps(self, epoch: int) -> tuple[float, float, float]:
        """Mean loss and accuracy of an epoch, and its last learning rate."""
        settings, done = self._phase.settings, self._pass
        films, times = order.epoch_order(self._showings, epoch, seed=self._seed)
        steps = _slices(len(films), settings.batch_size)
        count = len(steps)

        def rate_at(number: int) -> float:
            return order.learning_rate_at(epoch * count + number, settings.epochs * count, settings)

        left = steps[done.steps :]
        loaded = _loaded(lambda rows: self._train.batch(films[rows], times[rows]), left)
        for rows, inputs in zip(left, loaded, strict=True):
            self._ctx.check()
            shown, number = films[rows], done.steps
            rng = np.random.default_rng([self._seed, epoch, number])
            loss, right = self._stepper.step(*self._batch(inputs, shown, rng), rate_at(number))
            if not np.isfinite(loss):
                raise self._diverged(epoch, number)
            done.loss += loss * len(shown)
            done.hits += right
            done.steps += 1
            if count > _TOLD_FROM:
                self._tell_step(epoch, number, count)
        return done.loss / len(films), done.hits / len(films), rate_at(count - 1)

    def _batch(
        self, inputs: NDArray[Any], films: NDArray[np.int64], rng: np.random.Generator
    ) -> tuple[NDArray[Any], NDArray[np.float32], NDArray[np.float32]]:
        """Inputs, shares of the classes, and weights, as a step takes them."""
        recipe, targets = self._phase.recipe, self._train.targets[films]
        soft = order.soft_targets(targets, self._phase.class_count, recipe.label_smoothing)
        weights = self._weights[targets]
        if not recipe.mixup_alpha:
            return inputs, soft, weights
        if recipe.mixup_partners is MixupPartners.RELATED:
            sources = self._sources[films]
            partners = order.related_partners(targets, sources, recipe.mixup_alpha, rng)
        else:
            partners = order.any_partners(len(films), recipe.mixup_alpha, rng)
        inputs, soft, weights = (order.mixed(one, *partners) for one in (inputs, soft, weights))
        return inputs, soft, weights

    def val_logits(self) -> NDArray[np.float32]:
        """Logits ``(N, C)`` of the films of val with the weights as they are."""
        films = np.arange(len(self._val.targets))
        loaded = _loaded(
            lambda rows: self._val.batch(films[rows], np.zeros_like(films[rows])),
            _slices(len(films), self._phase.settings.batch_size),
        )
        return np.concatenate([self._checked_logits(inputs) for inputs in loaded])

    def _checked_logits(self, inputs: NDArray[Any]) -> NDArray[np.float32]:
        self._ctx.check()
        return self._stepper.logits(inputs)

    def checkpoint(self) -> Checkpoint:
        state = numbered("state", self._stepper.state()) | numbered("best", self.best)
        return Checkpoint(state, self._facts())

    def _facts(self) -> dict[str, Any]:
        return {
            "variant": self._phase.variant,
            "of": self._phase.settings.epochs,
            "history": self.history,
            "epoch_seconds": self._epoch_seconds,
            "best_loss": self._best_loss,
            "epochs_since_best": self._epochs_since_best,
            "pass": asdict(self._pass),
        }

    def restore(self, stored: Checkpoint) -> None:
        self.history = stored.facts["history"]
        self._best_loss = stored.facts["best_loss"]
        self._epochs_since_best = stored.facts["epochs_since_best"]
        self._epoch_seconds = stored.facts["epoch_seconds"]
        self._pass = _Pass(**stored.facts["pass"])
        self.best = stored.listed("best")
        self._stepper.restore(stored.listed("state"))
        self._phase.tell(epochs_kept(stored.facts), is_history=True)

    def _film_weights(self) -> NDArray[np.float32]:
        """Weight of a film of each class, ``(C,)``."""
        count = self._phase.class_count
        if self._phase.recipe.imbalance is Imbalance.CLASS_WEIGHTS:
            return order.class_weights(self._train.targets, count)
        return np.ones(count, np.float32)

    def _diverged(self, epoch: int, step: int) -> LungDeskError:
        is_kept = "; the checkpoint of the epoch before is kept" if epoch else ""
        return LungDeskError(
            f"The loss became no number in phase {self._phase.name}, epoch {epoch + 1},"
            f" step {step + 1}{is_kept}.",
            hint="Train with a smaller learning rate.",
            code=ErrorCode.TRAINING_DIVERGED,
        )

    def tell(self) -> None:
        """Say how the last epoch went."""
        last = epochs_kept(self._facts())[-1]
        self._phase.tell((last,), is_history=False)
        words = f"{last.phase}: epoch {last.epoch}, val loss {last.val_loss:.3f}"
        words += f", val accuracy {last.val_accuracy:.3f}"
        self._ctx.report(Progress(last.epoch, last.of, words))

    def _tell_step(self, epoch: int, step: int, count: int) -> None:
        words = f"{self._phase.name}: epoch {epoch + 1} of {self._phase.settings.epochs}"
        self._ctx.report(Progress(step + 1, count, words))


def _slices(count: int, size: int) -> list[slice]:
    """Pieces of ``range(count)``, the last one shorter."""
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


def _loaded(load: Callable[[slice], NDArray[Any]], pieces: list[slice]) -> Iterator[NDArray[Any]]:
    """Each piece, loaded by a thread while the network is busy with the one before."""
    return prefetched(load, pieces, workers=1, ahead=3)
