"""Tests share compiled networks: only such as are the same to the byte, in the same arithmetic."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lungdesk.ml import openvino_runtime
from lungdesk.ml.bundle import ENGINE
from lungdesk.ml.film_pass import windowed
from tests import compiled_once
from tests.compiled_once import CompiledOnce
from tests.shipped_models import SINGLE_MODEL_ID


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """What stands for the network of a file once it is compiled."""
    monkeypatch.setattr(compiled_once, "COMPILE", lambda *_: object())
    once = CompiledOnce()

    def compile_one(path: Path, hint: str = "f32", *, is_windowed: bool = False) -> Any:
        network = openvino_runtime._core().read_model(path)
        options = {"INFERENCE_PRECISION_HINT": hint}
        return once(windowed(network) if is_windowed else network, options, None)

    return compile_one


def test_another_network_is_compiled_and_the_same_is_not(
    compiled: Callable[..., Any], repo_root: Path, tmp_path: Path
) -> None:
    engine = repo_root / "models" / SINGLE_MODEL_ID / ENGINE
    copy = shutil.copytree(engine.parent, tmp_path / "copy") / ENGINE
    plain = compiled(engine)

    assert compiled(copy) is plain
    assert compiled(engine, is_windowed=True) is compiled(copy, is_windowed=True)
    assert plain not in (compiled(engine, "bf16"), compiled(engine, is_windowed=True))
    weights = copy.with_suffix(".bin")
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    assert compiled(copy) is not plain
