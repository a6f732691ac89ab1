from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.verdict import Correction
from lungdesk.ml import pose
from lungdesk.ml.pose import PART, POSES, read_pose_network
from lungdesk.ml.training.pose_network import (
    faulty_films,
    train_pose_network,
    write_pose_network,
)


def drawn_chests(count: int, seed: int) -> NDArray[np.uint8]:
    """Two dark lungs beside a bright spine, a heart below, a diaphragm: ``(N, 64, 64)``."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:64, 0:64] / 63
    films = []
    for _ in range(count):
        dx, dy, size = rng.uniform(-0.03, 0.03), rng.uniform(-0.03, 0.03), rng.uniform(0.9, 1.1)
        grey = 150 - 60 * y
        for centre in (0.3, 0.7):
            inside = ((x - centre - dx) / (0.15 * size)) ** 2 + ((y - 0.42 - dy) / 0.3) ** 2 < 1
            grey = np.where(inside, 35.0, grey)
        grey = np.where((y > 0.8 + dy) | (abs(x - 0.5 - dx) < 0.05), 200.0, grey)
        heart = ((x - 0.55 - dx) / 0.16) ** 2 + ((y - 0.66 - dy) / 0.14) ** 2 < 1
        films.append(np.where(heart, 190.0, grey) + rng.normal(0, 6, grey.shape))
    return np.clip(films, 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def network() -> pose.PoseNetwork:
    return train_pose_network(drawn_chests(60, 0), epochs=8)


def test_training_learns_how_films_lie(network: pose.PoseNetwork) -> None:
    thumbnails, truth = faulty_films(
        drawn_chests(30, 1), np.random.default_rng(1), is_augmented=False
    )

    leading = network.probabilities(thumbnails).argmax(axis=1)

    assert np.mean(leading == truth) > 0.9
    assert set(truth.tolist()) == {*range(POSES), PART}


def test_the_same_films_give_the_same_network() -> None:
    films = drawn_chests(10, 2)
    one, two = (train_pose_network(films, epochs=2) for _ in range(2))
    assert np.array_equal(one.hidden, two.hidden)


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("is_inverted", [False, True])
def test_the_correction_is_what_puts_the_film_right(
    network: pose.PoseNetwork, turns: int, is_inverted: bool
) -> None:
    film = drawn_chests(1, 5)[0]
    spoilt = Correction(turns, is_inverted).applied(film)

    correction = network.pose(spoilt).correction

    assert np.array_equal(correction.applied(spoilt), film)


def test_a_file_brings_the_network_back(network: pose.PoseNetwork, tmp_path: Path) -> None:
    path = tmp_path / "pose.npz"
    write_pose_network(path, network)
    thumbnails = faulty_films(drawn_chests(3, 7), np.random.default_rng(0))[0]

    again = read_pose_network(path).probabilities(thumbnails)

    assert again == pytest.approx(network.probabilities(thumbnails), abs=0.01)


def test_the_file_that_ships_is_the_one_that_is_named() -> None:
    assert pose.pose_network().out.shape == (64, PART + 1)


@pytest.mark.parametrize("content", [b"", b"another file", None])
def test_another_file_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / "pose.npz"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(pose, "POSE_FILE", path)
    pose.pose_network.cache_clear()

    with pytest.raises(LungDeskError, match="missing or was altered") as caught:
        pose.pose_network()
    assert caught.value.code is ErrorCode.MODEL_DAMAGED
