"""Reads the HDF5 files in which Keras' server keeps the weights of its networks.

Layout of Keras 1 and 2: the attribute ``layer_names`` of the root, or of the group
``model_weights``, lists the layers in the order of the graph; ``weight_names`` of a layer's group
lists its tensors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def read_legacy_weights(path: Path) -> list[NDArray[Any]]:
    """All tensors in the order of the graph; a model inside the model is no different.

    Raises
    ------
    KeyError, OSError
        When the file is no such file.
    """
    import h5py  # noqa: PLC0415 - needed to train only

    with h5py.File(path, "r") as file:
        root = file.get("model_weights", file)
        return [
            np.asarray(root[layer][weight])
            for layer in root.attrs["layer_names"]
            for weight in root[layer].attrs["weight_names"]
        ]
