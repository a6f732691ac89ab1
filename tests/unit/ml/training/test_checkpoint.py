from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.training.checkpoint import Checkpoint, Checkpoints, numbered


def checkpoint() -> Checkpoint:
    state = numbered("state", [np.arange(n, dtype=np.float32) for n in range(12)])
    return Checkpoint(state | numbered("best", [np.array([7])]), {"epoch": 3})


def test_a_checkpoint_survives_the_process_bit_for_bit_and_in_order(tmp_path: Path) -> None:
    Checkpoints(tmp_path / "new", "mine").save("head-0", checkpoint())

    found = Checkpoints(tmp_path / "new", "mine").load("head-0")

    assert found is not None
    assert found.facts == {"epoch": 3}
    assert [len(array) for array in found.listed("state")] == list(range(12))
    assert found.listed("state")[11].dtype == np.float32
    assert found.listed("best")[0].tolist() == [7]


def test_another_phase_and_another_training_find_nothing(tmp_path: Path) -> None:
    Checkpoints(tmp_path, "mine").save("head-0", checkpoint())

    assert Checkpoints(tmp_path, "mine").load("block") is None
    assert Checkpoints(tmp_path, "other").load("head-0") is None


def test_what_another_training_has_begun_is_not_written_over(tmp_path: Path) -> None:
    run = tmp_path / "run"
    mine, other = (Checkpoints(run / "checkpoint", name) for name in ("mine", "other"))
    mine.require_own()
    mine.save("head-0", checkpoint())

    mine.require_own()
    with pytest.raises(LungDeskError, match="begun with other films or settings, or by") as caught:
        other.require_own()

    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    assert str(run / "checkpoint") in caught.value.hint
    Checkpoints(None, "other").require_own()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_damaged_file_is_no_checkpoint(tmp_path: Path, share: float) -> None:
    checkpoints = Checkpoints(tmp_path, "mine")
    checkpoints.save("block", checkpoint())
    path = tmp_path / "block.npz"
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])

    assert checkpoints.load("block") is None


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    nowhere = Checkpoints(None)
    nowhere.save("block", checkpoint())

    assert nowhere.load("block") is None
    assert list(tmp_path.iterdir()) == []
