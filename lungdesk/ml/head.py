"""The classifier head: global average pooling, one hidden layer or none, logits.

Keras trains it; to read with it, and to explain, NumPy is enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError


@dataclass(frozen=True, slots=True, eq=False)
class DenseLayer:
    """``x @ kernel + bias``: kernel ``(inputs, outputs)`` and bias ``(outputs,)``, float32."""

    kernel: NDArray[np.float32]
    bias: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.kernel.ndim != 2 or self.bias.shape != (self.kernel.shape[1],):
            raise ValueError(f"kernel {self.kernel.shape} and bias {self.bias.shape} do not fit")


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """Dense layers on pooled features, ReLU between them; the last one gives the logits."""

    layers: tuple[DenseLayer, ...]

    def __post_init__(self) -> None:
        if not self.layers:
            raise ValueError("a head needs at least one layer")
        for before, after in zip(self.layers, self.layers[1:], strict=False):
            if before.kernel.shape[1] != after.kernel.shape[0]:
                raise ValueError(f"{before.kernel.shape} cannot feed {after.kernel.shape}")

    @property
    def class_count(self) -> int:
        """Number of logits."""
        return int(self.layers[-1].kernel.shape[1])

    @property
    def idle(self) -> NDArray[np.bool_]:
        """Features that no class goes by, ``(F,)``: dead ones, or there for the film check."""
        return np.asarray(~self.layers[0].kernel.any(axis=1))

    def of_last(self, count: int) -> Head:
        """Counterpart of `padded`: the same head of the last features alone."""
        first, *others = self.layers
        return Head((DenseLayer(first.kernel[-count:], first.bias), *others))

    def padded(self, before: int) -> Head:
        """The same head of features that come after ``before`` idle ones."""
        first, *others = self.layers
        kernel = np.pad(first.kernel, ((before, 0), (0, 0)))
        return Head((DenseLayer(kernel, first.bias), *others))

    def with_odds(self, class_index: int, factor: float) -> Head:
        """The same head with a factor on the odds of one class against each other, > 0."""
        *others, last = self.layers
        bias = last.bias.copy()
        bias[class_index] += np.log(factor)
        return Head((*others, DenseLayer(last.kernel, bias)))

    def logits(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Logits ``(N, C)`` float32 of pooled features ``(N, F)``."""
        x = np.asarray(features, np.float32)
        for layer in self.layers[:-1]:
            x = np.maximum(x @ layer.kernel + layer.bias, 0)
        last = self.layers[-1]
        return x @ last.kernel + last.bias

    def feature_gradient(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Gradient of every logit with respect to the pooled features.

        Parameters
        ----------
        features
            Pooled features of one film, ``(F,)`` float32.

        Returns
        -------
        NDArray[np.float32]
            ``(C, F)``: row c is the derivative of logit c.
        """
        x = np.asarray(features, np.float32)
        open_units = []
        for layer in self.layers[:-1]:
            x = x @ layer.kernel + layer.bias
            open_units.append(x > 0)
            x = np.maximum(x, 0)
        # From the logits back to the features: the few classes stay the short side throughout.
        gradient = self.layers[-1].kernel.T
        for layer, is_open in zip(self.layers[-2::-1], open_units[::-1], strict=True):
            gradient = (gradient * is_open) @ layer.kernel.T
        return np.ascontiguousarray(gradient)

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """Named arrays for ``head.npz``."""
        named: dict[str, NDArray[np.float32]] = {}
        for number, layer in enumerate(self.layers):
            named[f"kernel_{number}"] = layer.kernel
            named[f"bias_{number}"] = layer.bias
        return named

    @classmethod
    def from_arrays(cls, named: dict[str, NDArray[np.float32]]) -> Head:
        """Counterpart of `arrays`; raises LungDeskError (``MODEL_INVALID``) on a misfit."""
        try:
            layers = tuple(
                DenseLayer(
                    np.asarray(named[f"kernel_{n}"], np.float32),
                    np.asarray(named[f"bias_{n}"], np.float32),
                )
                for n in range(len(named) // 2)
            )
            return cls(layers)
        except (KeyError, ValueError) as error:
            raise LungDeskError(
                f"The model's head is not made of dense layers that fit together ({error}).",
                hint="Install the model again.",
                code=ErrorCode.MODEL_INVALID,
            ) from error
