"""Nearest films, against scikit-learn; what is kept of them, and what it takes."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from lungdesk.ml.neighbours import AXES, KnownFilm, Neighbours

SOURCES = ("", "one hospital", "another")


def features(count: int, seed: int = 0, width: int = 300) -> NDArray[np.float32]:
    """Energies along a few directions, as a network gives them."""
    rng = np.random.default_rng(seed)
    directions = np.random.default_rng(1).normal(size=(60, width))
    along = rng.normal(size=(count, 60)) * np.linspace(3, 0.3, 60)
    return np.asarray((4 + 0.1 * along @ directions) ** 2, np.float32)


def films(count: int) -> list[KnownFilm]:
    return [KnownFilm(f"{n:064x}"[::-1], n % 5, SOURCES[n % 3]) for n in range(count)]


@pytest.fixture(scope="module")
def neighbours() -> Neighbours:
    return Neighbours.of(features(400), films(400))


def test_they_are_those_of_scikit_learn(neighbours: Neighbours) -> None:
    known, asked = features(400), features(30, seed=7)
    roots = np.sqrt(known.astype(np.float64))
    standard = (roots - roots.mean(axis=0)) / roots.std(axis=0)
    _, singular, directions = np.linalg.svd(standard, full_matrices=False)
    axes = directions[:AXES] / (singular[:AXES, None] / np.sqrt(400))
    seek = NearestNeighbors(n_neighbors=20, metric="cosine", algorithm="brute")
    seek.fit(standard @ axes.T)
    other = (np.sqrt(asked.astype(np.float64)) - roots.mean(axis=0)) / roots.std(axis=0)

    distances, places = seek.kneighbors(other @ axes.T)

    for one, expected, order in zip(asked, distances, places, strict=True):
        found = neighbours.nearest(one)
        assert found.known == 400
        np.testing.assert_allclose([f.distance for f in found.nearest], expected, atol=4e-3)
        # Of films whose distances differ by less than float16 tells, either may come first.
        ids = [film.id for film in found.nearest]
        expected_ids = [films(400)[place].sha256[:32] for place in order]
        assert len(set(ids) & set(expected_ids)) >= 19
        assert ids[0] == expected_ids[0] or expected[1] - expected[0] < 4e-3


def test_a_film_that_was_learnt_from_is_its_own_neighbour(neighbours: Neighbours) -> None:
    nearest = neighbours.nearest(features(400)[123]).nearest[0]

    assert nearest.id == films(400)[123].sha256[:32]
    assert (nearest.class_index, nearest.source) == (123 % 5, SOURCES[123 % 3])
    assert nearest.distance < 2e-3


def test_shares_count_the_classes_of_the_nearest(neighbours: Neighbours) -> None:
    found = neighbours.nearest(features(1, seed=3)[0])
    classes = [film.class_index for film in found.nearest]

    assert sum(n for _, n in found.counts()) == 20
    assert all(classes.count(index) == n for index, n in found.counts())
    distances = [film.distance for film in found.nearest]
    assert distances == sorted(distances)


def test_what_is_written_is_what_is_read(neighbours: Neighbours, tmp_path: Path) -> None:
    neighbours.write(tmp_path / "neighbours.npz")
    again = Neighbours.read(tmp_path / "neighbours.npz")
    asked = features(1, seed=5)[0]

    assert again.nearest(asked) == neighbours.nearest(asked)
    assert again.source_names == tuple(sorted(SOURCES))


def test_a_large_collection_stays_under_a_megabyte_and_a_millisecond(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    wide = Neighbours.of(rng.random((500, 3300), dtype=np.float32), films(500))
    points = np.repeat(wide.points, 8, axis=0)
    many = Neighbours(
        *(wide.mean, wide.spread, wide.axes, points),
        class_index=np.repeat(wide.class_index, 8),
        source=np.repeat(wide.source, 8),
        source_names=wide.source_names,
        ids=np.repeat(wide.ids, 8, axis=0),
    )
    many.write(tmp_path / "many.npz")
    asked = rng.random(3300, dtype=np.float32)

    laps = []
    for _ in range(50):
        start = time.perf_counter()
        many.nearest(asked)
        laps.append(time.perf_counter() - start)

    assert (tmp_path / "many.npz").stat().st_size < 1_000_000
    assert min(laps) < 1e-3


@pytest.mark.parametrize("count", [0, 19])
def test_few_films_give_no_neighbours(count: int) -> None:
    with pytest.raises(ValueError, match="at least 20"):
        Neighbours.of(features(count), films(count))


def test_another_file_is_refused(neighbours: Neighbours, tmp_path: Path) -> None:
    (tmp_path / "text.npz").write_text("not ours")
    np.savez(tmp_path / "other.npz", mean=np.zeros(3))
    neighbours.write(tmp_path / "cut.npz")
    with np.load(tmp_path / "cut.npz") as stored:
        arrays = {name: stored[name] for name in stored.files}
    np.savez(tmp_path / "cut.npz", **{**arrays, "points": arrays["points"][:10]})

    for name in ("text.npz", "other.npz", "cut.npz", "missing.npz"):
        with pytest.raises(ValueError):  # noqa: PT011 - whose words are NumPy's
            Neighbours.read(tmp_path / name)
