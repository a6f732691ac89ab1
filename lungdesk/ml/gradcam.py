"""Grad-CAM of every class from one forward pass, in closed form.

Selvaraju et al., arXiv 1610.02391, eq. 1 and 2. The gradient of a logit reaches the feature map
through global average pooling, so it is the same at every position: ``dy/dA[i,j,k] = g[k] / (h w)``
with ``g`` the head's gradient, and the channel weight, its mean over positions, is that number too.
Because the weight is constant, the map equals HiResCAM's (arXiv 2011.08891).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.head import Head

METHOD = "Grad-CAM"


def gradcam(feature_map: NDArray[np.float32], head: Head) -> NDArray[np.float32]:
    """Grad-CAM maps of all classes.

    Parameters
    ----------
    feature_map
        Output of the target layer for one film, ``(h, w, F)`` float32.
    head
        The head on top of it.

    Returns
    -------
    NDArray[np.float32]
        ``(C, h, w)``, >= 0, not scaled.
    """
    height, width, channels = feature_map.shape
    positions = feature_map.reshape(height * width, channels)
    weights = head.feature_gradient(positions.mean(axis=0)) / np.float32(height * width)
    maps = weights @ positions.T
    return np.maximum(maps, 0, out=maps).reshape(-1, height, width)


def strongest(feature_map: NDArray[np.float32], head: Head) -> float:
    """Largest value of the maps of all classes, of a feature map as `gradcam` takes it."""
    return float(gradcam(feature_map, head).max())
