"""One training step of a network in TensorFlow, on one device or on several alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.training.recipe import Imbalance, PhaseSettings, Recipe


def strategy() -> Any:
    """Every GPU that TensorFlow sees, each with a share of each batch; else the one device."""
    import tensorflow as tf

    is_shared = len(tf.config.list_logical_devices("GPU")) > 1
    return tf.distribute.MirroredStrategy() if is_shared else tf.distribute.get_strategy()


class Stepper:
    """A network with its optimizer and, where the recipe has one, its moving average.

    Parameters
    ----------
    build
        Makes the Keras network, from a batch of inputs to logits.
    is_compiled
        Whether XLA compiles the steps.
    """

    def __init__(
        self,
        build: Callable[[], Any],
        settings: PhaseSettings,
        recipe: Recipe,
        *,
        is_compiled: bool = False,
    ) -> None:
        import keras
        import tensorflow as tf

        self._tf = tf
        self._strategy = strategy()
        self._gamma = recipe.focal_gamma if recipe.imbalance is Imbalance.FOCAL else 0.0
        self._decay = recipe.ema_decay
        self._steps_done = 0
        with self._strategy.scope():
            self.network = build()
            self._optimizer = keras.optimizers.AdamW(
                settings.learning_rate, weight_decay=settings.weight_decay
            )
            if self._strategy.num_replicas_in_sync == 1:
                # To sum over one device, TensorFlow notes for good a function that holds the graph
                # of the step: of every network that was trained, the weights would stay.
                self._optimizer._all_reduce_sum_gradients = _as_they_are
            self._optimizer.build(self.network.trainable_variables)
            self._average = [
                tf.Variable(v.value, trainable=False)
                for v in self.network.trainable_variables
                if self._decay
            ]
        self._replicas = self._strategy.num_replicas_in_sync
        # All batches are of one size: another would be traced, and compiled, anew.
        self._batch_size = -(-settings.batch_size // self._replicas) * self._replicas
        is_jit = is_compiled or None
        # As they are written: AutoGraph would read their source, which a frozen program has not.
        self._train = tf.function(self._train_step, autograph=False, jit_compile=is_jit)
        self._infer = tf.function(self._infer_step, autograph=False, jit_compile=is_jit)
        self._blend = tf.function(self._blend_step, autograph=False)

    def step(
        self,
        inputs: NDArray[Any],
        targets: NDArray[np.float32],
        weights: NDArray[np.float32],
        learning_rate: float,
    ) -> tuple[float, int]:
        """Loss and number of films read rightly, before one step against the loss's gradient.

        NaN where the loss, or its gradient, is no number.

        Parameters
        ----------
        inputs
            ``(N, …)``, of any type.
        targets
            Shares of the classes, ``(N, C)``.
        weights
            Of the films, ``(N,)``.
        """
        self._optimizer.learning_rate.assign(learning_rate)
        count = self._tf.constant(float(len(inputs)))
        loss, right = self._train(*self._shares(inputs, targets, weights), count)
        self._steps_done += 1
        if self._average:
            # An average over fewer steps than its decay reaches back would still be the beginning.
            done = self._steps_done
            self._blend(self._tf.constant(min(self._decay, (1 + done) / (10 + done))))
        return float(loss), int(right)

    def logits(self, inputs: NDArray[Any]) -> NDArray[np.float32]:
        """Logits ``(N, C)`` of a batch, without dropout."""
        (padded,) = _padded(self._batch_size, inputs)
        logits: NDArray[np.float32] = self._infer(self._tf.constant(padded)).numpy()
        return logits[: len(inputs)]

    def weights(self) -> list[NDArray[Any]]:
        """Copies of what is trained."""
        return [v.value.numpy() for v in self.network.trainable_variables]

    def set_weights(self, values: list[NDArray[Any]]) -> None:
        """Counterpart of `weights`."""
        for variable, value in zip(self.network.trainable_variables, values, strict=True):
            variable.assign(value)

    @contextmanager
    def averaged(self) -> Iterator[None]:
        """Inside, the network has the moving average for its weights, where there is one."""
        if not self._average:
            yield
            return
        walking = self.weights()
        self.set_weights([v.numpy() for v in self._average])
        try:
            yield
        finally:
            self.set_weights(walking)

    def state(self) -> list[NDArray[Any]]:
        """All that decides the next steps: weights, seeds of dropout, optimizer, average."""
        return [np.array(self._steps_done), *(v.numpy() for v in self._variables())]

    def restore(self, values: list[NDArray[Any]]) -> None:
        """Counterpart of `state`."""
        self._steps_done = int(values[0])
        for variable, value in zip(self._variables(), values[1:], strict=True):
            variable.assign(value)

    def _variables(self) -> list[Any]:
        kept = [*self.network.variables, *self._optimizer.variables]
        return [v.value for v in kept] + self._average

    def _shares(self, *arrays: NDArray[Any]) -> list[Any]:
        """What each device gets of a batch: inputs, targets, weights."""
        tf = self._tf
        inputs, targets, weights = _padded(self._batch_size, *arrays)
        weights[len(arrays[0]) :] = 0  # what was added must not count
        if self._replicas == 1:
            return [tf.constant(array) for array in (inputs, targets, weights)]

        def shared(array: NDArray[Any]) -> Any:
            return self._strategy.experimental_distribute_values_from_function(
                lambda ctx: tf.constant(array[ctx.replica_id_in_sync_group :: self._replicas])
            )

        return [shared(array) for array in (inputs, targets, weights)]

    def _train_step(self, inputs: Any, targets: Any, weights: Any, count: Any) -> tuple[Any, Any]:
        if self._replicas == 1:
            return self._share_step(inputs, targets, weights, count)
        parts = self._strategy.run(self._share_step, (inputs, targets, weights, count))
        loss, right = (self._strategy.reduce("SUM", part, axis=None) for part in parts)
        return loss, right

    def _share_step(self, inputs: Any, targets: Any, weights: Any, count: Any) -> tuple[Any, Any]:
        tf = self._tf
        with tf.GradientTape() as tape:
            logits = self.network(tf.cast(inputs, tf.float32), training=True)
            log_shares = tf.nn.log_softmax(logits)
            # Not 0, where the root of a gamma below 1 would have no slope.
            wrong = tf.maximum(-tf.math.expm1(log_shares), 1e-6)
            hardness = wrong**self._gamma if self._gamma else 1.0
            losses = -tf.reduce_sum(targets * hardness * log_shares, axis=1)
            loss = tf.reduce_sum(weights * losses) / count
        trained = self.network.trainable_variables
        gradients = tape.gradient(loss, [v.value for v in trained])
        # A ReLU that is fused with what is before it may make 0 of what is no number, and the loss
        # would look well; the gradients do not.
        finite = [tf.reduce_all(tf.math.is_finite(gradient)) for gradient in gradients]
        loss = tf.where(tf.reduce_all(finite), loss, np.nan)
        self._optimizer.apply(gradients, trained)
        is_right = tf.argmax(logits, axis=1) == tf.argmax(targets, axis=1)
        right = tf.reduce_sum(tf.cast(is_right & (weights > 0), tf.int32))
        return loss, right

    def _infer_step(self, inputs: Any) -> Any:
        return self.network(self._tf.cast(inputs, self._tf.float32), training=False)

    def _blend_step(self, decay: Any) -> None:
        for average, variable in zip(self._average, self.network.trainable_variables, strict=True):
            average.assign(average * decay + variable.value * (1 - decay))


def _as_they_are(gradients_and_variables: Any) -> Any:
    return gradients_and_variables


def _padded(size: int, *arrays: NDArray[Any]) -> list[NDArray[Any]]:
    """Arrays of one length, made up to a multiple of ``size`` with their first row."""
    missing = -len(arrays[0]) % size
    return [np.concatenate([array, array[:1].repeat(missing, axis=0)]) for array in arrays]
