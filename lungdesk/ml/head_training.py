"""Trains the classifier head on cached features with Keras; needs TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.prediction import softmax
from lungdesk.ml.head import DenseLayer, Head


@dataclass(frozen=True, slots=True)
class HeadSettings:
    """Hyperparameters of one head.

    Attributes
    ----------
    hidden_units
        Width of the hidden layer; 0 for none.
    weight_decay
        Decoupled weight decay of AdamW (Loshchilov and Hutter, arXiv 1711.05101).
    """

    hidden_units: int = 0
    dropout: float = 0.3
    weight_decay: float = 0.02
    learning_rate: float = 1e-3
    epochs: int = 30
    batch_size: int = 256

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for a manifest."""
        return asdict(self)


@dataclass(frozen=True, slots=True, eq=False)
class LabelledFeatures:
    """Pooled features ``(N, F)`` float32 and their class indices ``(N,)``."""

    features: NDArray[np.float32]
    targets: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TrainedHead:
    """A head with its way there.

    Attributes
    ----------
    history
        One row an epoch: loss and accuracy on train and val.
    val_loss
        Cross-entropy on val after calibration: what heads are chosen by.
    temperature
        By which the logits were divided (Guo et al., arXiv 1706.04599), fitted on val.
    """

    head: Head
    settings: HeadSettings
    history: tuple[dict[str, float], ...]
    val_loss: float
    temperature: float


def class_weights(targets: NDArray[np.int64], class_count: int) -> dict[int, float]:
    """Weights inverse to frequency, so that every class counts the same; mean 1 over the films."""
    counts = np.bincount(targets, minlength=class_count)
    present = int((counts > 0).sum())
    return {c: len(targets) / (present * n) if n else 0.0 for c, n in enumerate(counts.tolist())}


def train_head(
    train: LabelledFeatures,
    val: LabelledFeatures,
    settings: HeadSettings,
    *,
    class_count: int,
    seed: int,
    ctx: JobContext,
) -> TrainedHead:
    """Fit one head with class weights, stop early on val, calibrate it on val."""
    import keras

    keras.utils.set_random_seed(seed)
    mean = train.features.mean(axis=0)
    deviation = train.features.std(axis=0) + np.float32(1e-3)
    network = _network(keras, train.features.shape[1], class_count, settings)
    steps = -(-len(train.targets) // settings.batch_size) * settings.epochs
    network.compile(
        optimizer=keras.optimizers.AdamW(
            keras.optimizers.schedules.CosineDecay(settings.learning_rate, steps),
            weight_decay=settings.weight_decay,
        ),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    fitted = network.fit(
        (train.features - mean) / deviation,
        train.targets,
        validation_data=((val.features - mean) / deviation, val.targets),
        batch_size=settings.batch_size,
        epochs=settings.epochs,
        class_weight=class_weights(train.targets, class_count),
        callbacks=[
            keras.callbacks.EarlyStopping(patience=6, restore_best_weights=True),
            _reporter(keras, settings.epochs, ctx),
        ],
        verbose=0,
    )
    dense = [layer.get_weights() for layer in network.layers if layer.get_weights()]
    head = _without_standardization(dense, mean, deviation)
    temperature = fit_temperature(head.logits(val.features), val.targets)
    head = _cooled(head, temperature)
    history = fitted.history
    rows = [
        {"epoch": number + 1.0, **{name: float(values[number]) for name, values in history.items()}}
        for number in range(len(history["loss"]))
    ]
    loss = cross_entropy(head.logits(val.features), val.targets)
    return TrainedHead(head, settings, tuple(rows), loss, temperature)


def cross_entropy(logits: NDArray[np.float32], targets: NDArray[np.int64]) -> float:
    """Mean negative log-likelihood of ``targets`` ``(N,)`` under ``logits`` ``(N, C)``."""
    probabilities = softmax(logits)[np.arange(len(targets)), targets]
    return float(-np.log(np.maximum(probabilities, 1e-12)).mean())


def fit_temperature(logits: NDArray[np.float32], targets: NDArray[np.int64]) -> float:
    """Temperature in [0.25, 4] with the least cross-entropy, to about 1 %."""
    candidates = np.geomspace(0.25, 4.0, 280)
    losses = [cross_entropy(np.asarray(logits / t, np.float32), targets) for t in candidates]
    return float(candidates[int(np.argmin(losses))])


def _network(keras: Any, feature_count: int, class_count: int, settings: HeadSettings) -> Any:
    layers = [keras.Input((feature_count,)), keras.layers.Dropout(settings.dropout)]
    if settings.hidden_units:
        layers += [
            keras.layers.Dense(settings.hidden_units, activation="relu"),
            keras.layers.Dropout(settings.dropout),
        ]
    return keras.Sequential([*layers, keras.layers.Dense(class_count)])


def _reporter(keras: Any, epochs: int, ctx: JobContext) -> Any:
    def tell(epoch: int, logs: dict[str, float]) -> None:
        ctx.check()
        words = f"val loss {logs['val_loss']:.3f}, val accuracy {logs['val_accuracy']:.3f}"
        ctx.report(Progress(epoch + 1, epochs, f"head: epoch {epoch + 1}, {words}"))

    on_epoch_end: Callable[[int, dict[str, float]], None] = tell
    return keras.callbacks.LambdaCallback(on_epoch_end=on_epoch_end)


def _without_standardization(
    dense: list[list[NDArray[np.float32]]],
    mean: NDArray[np.float32],
    deviation: NDArray[np.float32],
) -> Head:
    """Fold ``(x - mean) / deviation`` into the first layer."""
    kernel, bias = dense[0]
    shift = np.asarray((mean / deviation) @ kernel, np.float32)
    first = DenseLayer(np.asarray(kernel / deviation[:, None], np.float32), bias - shift)
    return Head((first, *(DenseLayer(k, b) for k, b in dense[1:])))


def _cooled(head: Head, temperature: float) -> Head:
    """Fold the temperature into the last layer."""
    scale = np.float32(1 / temperature)
    last = DenseLayer(head.layers[-1].kernel * scale, head.layers[-1].bias * scale)
    return Head((*head.layers[:-1], last))
