"""Finds the pre-trained weights of a backbone and loads them into its Keras graph."""

from __future__ import annotations

import importlib.util
import os
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, NullContext
from lungdesk.ml.backbones import Backbone
from lungdesk.ml.efficientnet_lite import load_torch_tensors
from lungdesk.ml.legacy_weights import read_legacy_weights
from lungdesk.ml.lineage import Lineage, read_lineage, write_lineage
from lungdesk.ml.torch_checkpoint import read_torch_checkpoint
from lungdesk.ml.weights_download import download
from lungdesk.ml.weights_sources import PACKAGED, PUBLISHED, file_digest

#: What a training that has changed its network leaves beside the bundle.
NETWORK_WEIGHTS = "network.weights.h5"
#: Names a folder with files of weights, for computers without a connection.
FOLDER_VARIABLE = "LUNGDESK_WEIGHTS"


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
    lineage
        Of weights that a training of LungDesk has left; None of all others.
    """

    choice: str
    path: Path | None
    sha256: str
    lineage: Lineage | None = None


def resolve_weights(
    backbone: Backbone,
    choice: str,
    *,
    folders: Sequence[Path] = (),
    ctx: JobContext | None = None,
) -> Weights:
    """Find weights for ``imagenet``, ``none`` or the path of a file.

    ImageNet's are looked for in the folder that ``LUNGDESK_WEIGHTS`` names, in ``folders``, and in
    the package that brings them, and else fetched from Keras' server.

    Parameters
    ----------
    folders
        Where files of weights may be; what is fetched is put into the first one. Without a folder
        nothing is fetched.

    Raises
    ------
    LungDeskError
        ``WEIGHTS_MISSING`` with the place where the file is looked for, ``WEIGHTS_DAMAGED``, or
        those of `not_writable`.
    Cancelled
        While fetching.
    """
    if choice == "none":
        return Weights("none", None, "random")
    if choice == "imagenet":
        path = found_weights(backbone, folders) or _fetched(backbone, folders, ctx)
        _require_as_published(backbone, path)
        return Weights("imagenet", path, file_digest(path))
    path = Path(choice)
    if not path.is_file():
        raise LungDeskError(
            f"There are no weights for {backbone.display_name} at {choice}.",
            hint="Give a weights file with --weights FILE, or train from none.",
            code=ErrorCode.WEIGHTS_MISSING,
        )
    return Weights("file", path, file_digest(path), read_lineage(path))


def found_weights(backbone: Backbone, folders: Sequence[Path] = ()) -> Path | None:
    """ImageNet weights of a backbone on this computer, not looked into; None without any."""
    return next((path for path in _places(backbone, folders) if path.is_file()), None)


def _places(backbone: Backbone, folders: Sequence[Path]) -> Iterator[Path]:
    named = os.environ.get(FOLDER_VARIABLE)
    published = PUBLISHED.get(backbone.weights_name)
    for folder in (*((Path(named),) if named else ()), *folders):
        if published is not None:
            yield folder / published.name
        yield folder / f"{backbone.weights_name}_imagenet_notop.weights.h5"
    package, inner = PACKAGED.get(backbone.weights_name, ("", ""))
    spec = importlib.util.find_spec(package) if package else None
    for place in spec.submodule_search_locations or () if spec else ():
        yield Path(place) / inner


def _fetched(backbone: Backbone, folders: Sequence[Path], ctx: JobContext | None) -> Path:
    published = PUBLISHED.get(backbone.weights_name)
    if published is not None and folders:
        return download(published, folders[0], ctx or NullContext())
    package, _ = PACKAGED.get(backbone.weights_name, ("", ""))
    if published is not None:
        hint = f"Fetch {published.url} and put it into a folder that {FOLDER_VARIABLE} names."
    elif package:
        hint = f"Install the package {package.replace('_', '-')}."
    else:
        hint = "Give a weights file with --weights FILE, or train from none."
    raise LungDeskError(
        f"There are no ImageNet weights for {backbone.display_name} on this computer.",
        hint=hint,
        code=ErrorCode.WEIGHTS_MISSING,
    )


def _require_as_published(backbone: Backbone, path: Path) -> None:
    published = PUBLISHED.get(backbone.weights_name)
    if published is not None and path.name == published.name and not published.is_intact(path):
        raise LungDeskError(
            f"{path} is not {path.name} as {published.server} publishes it.",
            hint="Delete it; then it is fetched again.",
            code=ErrorCode.WEIGHTS_DAMAGED,
        )


def keep_weights(model: Any, folder: Path, lineage: Lineage) -> Path:
    """Write the weights of a Keras model as `NETWORK_WEIGHTS`, whole or not at all.

    Another training of the same backbone, on other films or at another size, may begin with them.

    Raises
    ------
    LungDeskError
        ``FILE_NOT_WRITABLE``.
    """
    place = folder / NETWORK_WEIGHTS
    try:
        with tempfile.TemporaryDirectory(prefix=".weights-", dir=folder) as beside:
            made = Path(beside) / NETWORK_WEIGHTS
            with warnings.catch_warnings():
                # Of TensorFlow, which NumPy 2 has moved on from.
                warnings.simplefilter("ignore", DeprecationWarning)
                model.save_weights(made)
            write_lineage(made, lineage)
            made.replace(place)
    except (OSError, RuntimeError) as error:  # the latter is what HDF5 says of a full disk
        strerror = str(error).partition("\n")[0]
        raise LungDeskError(
            f"{place.name} cannot be written ({strerror}).",
            hint=f"Check the space and the permissions of {folder}, then go on with --resume.",
            code=ErrorCode.FILE_NOT_WRITABLE,
        ) from error
    return place


def load_weights(model: Any, weights: Weights) -> None:
    """Load ``weights`` into a Keras model built by the backbone's constructor.

    Takes files of PyTorch (``.pth``; EfficientNet-Lite only), of Keras 3 (``.weights.h5`` and
    ``.keras``), and of Keras before it (``.h5``).

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
        elif weights.path.suffix == ".h5" and not weights.path.name.endswith(".weights.h5"):
            model.set_weights(read_legacy_weights(weights.path))
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
