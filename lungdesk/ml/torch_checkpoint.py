"""Reads the tensors of a PyTorch checkpoint without PyTorch and without running its pickles.

Understands the stream format that ``torch.save`` wrote before version 1.6: four pickles (magic
number, protocol, system, object), the storage keys, then each storage as a count and raw numbers.
"""

from __future__ import annotations

import pickle
import struct
from collections import OrderedDict
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError

_MAGIC = 0x1950A86A20F9469CFC6C
_DTYPES: dict[str, np.dtype[Any]] = {
    "FloatStorage": np.dtype("<f4"),
    "LongStorage": np.dtype("<i8"),
}


class _Storage:
    """A block of numbers that tensors are views of; filled after the object has been read."""

    def __init__(self, dtype: np.dtype[Any], count: int) -> None:
        self.values = np.empty(count, dtype)


def _tensor(
    storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> NDArray[Any]:
    """Stand in for ``torch._utils._rebuild_tensor_v2``."""
    item = storage.values.itemsize
    count = storage.values.size
    last = offset + sum((n - 1) * s for n, s in zip(shape, strides, strict=True))
    if min((offset, *strides), default=0) < 0 or last >= count:
        raise pickle.UnpicklingError("a tensor reaches beyond its storage")
    return np.lib.stride_tricks.as_strided(
        storage.values[offset:], shape, tuple(s * item for s in strides)
    )


class _TensorUnpickler(pickle.Unpickler):
    """Knows tensors and ordered dictionaries; refuses every other class or function."""

    _ALLOWED: ClassVar[dict[tuple[str, str], Any]] = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _tensor,
        ("torch", "FloatStorage"): "FloatStorage",
        ("torch", "LongStorage"): "LongStorage",
    }

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.storages: dict[str, _Storage] = {}

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self._ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(
                f"{module}.{name} has no place in a weights file"
            ) from None

    def persistent_load(self, pid: Any) -> _Storage:
        kind, type_name, key, _location, count, _view = pid
        if kind != "storage":
            raise pickle.UnpicklingError(f"unknown kind of storage {kind!r}")
        return self.storages.setdefault(key, _Storage(_DTYPES[type_name], count))


def read_torch_checkpoint(path: Path) -> dict[str, NDArray[Any]]:
    """Tensors of a checkpoint by name, float32 or int64.

    Raises
    ------
    LungDeskError
        ``WEIGHTS_MISSING`` or ``WEIGHTS_DAMAGED``.
    """
    try:
        with path.open("rb") as stream:
            return _read(stream)
    except FileNotFoundError:
        raise LungDeskError(
            f"The weights file {path.name} is not there.",
            hint=f"Put it into {path.parent}.",
            code=ErrorCode.WEIGHTS_MISSING,
        ) from None
    except (
        pickle.UnpicklingError,
        struct.error,
        EOFError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        MemoryError,
        OverflowError,
    ) as error:
        raise LungDeskError(
            f"{path.name} is not a PyTorch weights file that can be read safely ({error}).",
            hint="Fetch it again from its source.",
            code=ErrorCode.WEIGHTS_DAMAGED,
        ) from error


def _read(stream: BinaryIO) -> dict[str, NDArray[Any]]:
    if _TensorUnpickler(stream).load() != _MAGIC:
        raise pickle.UnpicklingError("it does not begin like one")
    for _ in ("protocol", "system"):
        _TensorUnpickler(stream).load()
    unpickler = _TensorUnpickler(stream)
    tensors = unpickler.load()
    for key in _TensorUnpickler(stream).load():
        storage = unpickler.storages[key]
        (count,) = struct.unpack("<q", stream.read(8))
        if count != storage.values.size:
            raise pickle.UnpicklingError("a storage has another size than announced")
        raw = stream.read(storage.values.nbytes)
        storage.values[:] = np.frombuffer(raw, storage.values.dtype)
    return dict(tensors)
