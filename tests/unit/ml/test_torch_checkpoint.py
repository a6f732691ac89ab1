from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.torch_checkpoint import read_torch_checkpoint
from lungdesk.ml.weights import resolve_weights

MAGIC = 0x1950A86A20F9469CFC6C


def weights_file() -> Path:
    path = resolve_weights(BACKBONES["efficientnet_lite0"], "imagenet").path
    assert path is not None
    return path


def test_reads_the_tensors_of_the_imagenet_weights() -> None:
    tensors = read_torch_checkpoint(weights_file())

    assert tensors["_conv_stem.weight"].shape == (32, 3, 3, 3)
    assert tensors["_fc.weight"].shape == (1000, 1280)
    assert all(np.isfinite(tensor).all() for tensor in tensors.values())
    # A variance of a batch normalisation that was read at a wrong place could be negative.
    assert all(t.min() >= 0 for name, t in tensors.items() if name.endswith("running_var"))


class _Harmful:
    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("true",)


def test_refuses_a_checkpoint_that_would_run_something(tmp_path: Path) -> None:
    path = tmp_path / "harmful.pth"
    parts: tuple[object, ...] = (MAGIC, 1001, {}, _Harmful(), [])
    path.write_bytes(b"".join(pickle.dumps(part, protocol=2) for part in parts))

    with pytest.raises(LungDeskError, match=r"system has no place") as caught:
        read_torch_checkpoint(path)
    assert caught.value.code is ErrorCode.WEIGHTS_DAMAGED


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_refuses_a_truncated_file(tmp_path: Path, share: float) -> None:
    whole = weights_file().read_bytes()
    path = tmp_path / "short.pth"
    path.write_bytes(whole[: int(share * len(whole))])

    with pytest.raises(LungDeskError) as caught:
        read_torch_checkpoint(path)
    assert caught.value.code is ErrorCode.WEIGHTS_DAMAGED


def test_says_where_a_missing_file_belongs(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError) as caught:
        read_torch_checkpoint(tmp_path / "absent.pth")
    assert caught.value.code is ErrorCode.WEIGHTS_MISSING
