"""How far a film's features lie from those of the films a model knows.

A Gaussian with a shrunken covariance: the leading principal axes keep their own variances, all
others share one (Tipping and Bishop, "Probabilistic Principal Component Analysis", 1999). Features
are taken to their square roots first, since many are energies, whose tails would drown the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.files import atomic_write
from lungdesk.ml.stored_arrays import stored_arrays

#: Axes that keep variances of their own.
AXES = 64
#: A feature's spread counts as at least this share of the median one: what never moved among the
#: reference films must not decide alone.
_LEAST_SPREAD = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class OutlierReference:
    """Where the features of the reference films lie.

    Attributes
    ----------
    mean, spread
        Of the square roots of the features, ``(F,)`` float32; the spread of a feature that does
        not count is infinite.
    axes
        Principal axes of what is left when both are taken out, ``(K, F)`` float32.
    variances
        Along the axes, ``(K,)`` float32.
    rest
        Mean variance along each of the other directions.
    """

    mean: NDArray[np.float32]
    spread: NDArray[np.float32]
    axes: NDArray[np.float32]
    variances: NDArray[np.float32]
    rest: float

    @classmethod
    def of(
        cls, features: NDArray[np.float32], checked: NDArray[np.bool_] | None = None
    ) -> OutlierReference:
        """Reference of pooled features ``(N, F)``; raises ValueError below 4 films.

        Parameters
        ----------
        checked
            Features ``(F,)`` that alone count where any of them varies.
        """
        count = len(features)
        if count < 4:
            raise ValueError(f"a reference needs at least 4 films, got {count}")
        if checked is not None and (counted := checked & (np.ptp(features, axis=0) > 0)).any():
            return cls.of(features[:, counted])._among(counted)
        roots = rooted(features)
        mean, spread = roots.mean(axis=0), spread_of(roots)
        standard = (roots - mean) / spread
        _, singular, directions = np.linalg.svd(standard, full_matrices=False)
        variances = singular.astype(np.float64) ** 2 / count
        kept = min(AXES, count // 2)
        others = standard.shape[1] - kept
        rest = float(variances[kept:].sum() / max(1, min(others, count - kept)))
        return cls(
            mean=mean,
            spread=spread,
            # Stored as float16: what is measured is what will be used.
            axes=directions[:kept].astype(np.float16).astype(np.float32),
            variances=np.maximum(variances[:kept], rest).astype(np.float32),
            rest=max(rest, 1e-6),
        )

    def _among(self, counted: NDArray[np.bool_]) -> OutlierReference:
        """The same among features that do not count."""
        mean, spread = np.zeros(len(counted), np.float32), np.full(len(counted), np.inf, np.float32)
        axes = np.zeros((len(self.axes), len(counted)), np.float32)
        mean[counted], spread[counted], axes[:, counted] = self.mean, self.spread, self.axes
        return replace(self, mean=mean, spread=spread, axes=axes)

    def distances(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Mahalanobis distances ``(N,)`` of pooled features ``(N, F)``."""
        standard = (rooted(features) - self.mean) / self.spread
        along = standard @ self.axes.T
        beside = np.maximum((standard**2).sum(axis=1) - (along**2).sum(axis=1), 0)
        squares = (along**2 / self.variances).sum(axis=1) + beside / np.float32(self.rest)
        return np.asarray(np.sqrt(squares), np.float32)

    def write(self, path: Path) -> None:
        """Write the arrays, without pickle."""
        with atomic_write(path) as stream:
            np.savez(
                stream,
                allow_pickle=False,
                mean=self.mean,
                spread=self.spread,
                axes=self.axes.astype(np.float16),
                variances=self.variances,
                rest=np.float32(self.rest),
            )

    @classmethod
    def read(cls, path: Path) -> OutlierReference:
        """Counterpart of `write`; raises ValueError for a file that holds something else."""
        try:
            named = {name: a.astype(np.float32) for name, a in stored_arrays(path).items()}
            rest = float(named.pop("rest"))
            reference = cls(**named, rest=rest)
            count, features = reference.axes.shape
            is_sound = reference.mean.shape == reference.spread.shape == (
                features,
            ) and reference.variances.shape == (count,)
        except (OSError, KeyError, TypeError) as error:
            raise ValueError(str(error)) from error
        if not is_sound:
            raise ValueError("its arrays do not fit together")
        return reference


def spread_of(roots: NDArray[np.float32]) -> NDArray[np.float32]:
    """Standard deviation of each feature ``(F,)``, none of them far below the others."""
    spread = roots.std(axis=0)
    least = max(_LEAST_SPREAD * float(np.median(spread)), 1e-6)
    return np.asarray(np.maximum(spread, least), np.float32)


def rooted(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Square roots of features, signs kept."""
    x = np.asarray(features, np.float32)
    return np.sign(x) * np.sqrt(np.abs(x))
