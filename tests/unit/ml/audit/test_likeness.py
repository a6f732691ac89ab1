from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.audit.films import THUMBNAIL, grey_square
from lungdesk.ml.audit.likeness import (
    PROMISING,
    SAME_EXPOSURE,
    candidate_pairs,
    coarse_likeness,
    fine_likeness,
)
from tests.unit.ml.drawn_films import Film, drawn_film


def compressed(film: Film) -> Film:
    _, data = cv2.imencode(".jpg", film, [cv2.IMWRITE_JPEG_QUALITY, 40])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def written_on(film: Film) -> Film:
    copy = film.copy()
    cv2.putText(copy, "day 4", (60, 220), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0,), 3)
    cv2.arrowedLine(copy, (20, 40), (70, 60), (255,), 4)
    return copy


def equalised(film: Film) -> Film:
    return np.asarray(cv2.createCLAHE(2.0, (8, 8)).apply(film), np.uint8)


CHANGES: dict[str, Callable[[Film], Film]] = {
    "compressed": compressed,
    "smaller": lambda film: np.asarray(cv2.resize(film, (120, 130)), np.uint8),
    "cropped": lambda film: film[8:-5, 3:-9],
    "brighter": lambda film: np.asarray(255 * (film / 255) ** 0.7, np.uint8),
    "equalised": equalised,
    "written on": written_on,
}


def square(film: Film, side: int) -> Film:
    return np.asarray(cv2.resize(film, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def compared(one: Film, other: Film) -> tuple[float, float]:
    coarse, affine = coarse_likeness(square(one, THUMBNAIL), square(other, THUMBNAIL))
    if affine is None:
        return coarse, 0.0
    side = min(*one.shape, *other.shape)
    start = affine.copy()
    start[:, 2] *= side / THUMBNAIL
    return coarse, fine_likeness(square(one, side), square(other, side), start)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_the_same_exposure(change: str) -> None:
    film = drawn_film(1)

    coarse, fine = compared(film, CHANGES[change](film))

    assert coarse >= PROMISING
    assert fine >= SAME_EXPOSURE


def test_other_films_are_not() -> None:
    films = [drawn_film(seed) for seed in range(8)]

    scores = [compared(one, other)[1] for one, other in combinations(films, 2)]

    assert max(scores) < SAME_EXPOSURE - 0.2


@given(st.integers(0, 2**32 - 1), st.floats(0.3, 1.0), st.integers(0, 60))
def test_contrast_and_brightness_do_not_matter(seed: int, gain: float, offset: int) -> None:
    film = square(drawn_film(seed), THUMBNAIL)
    changed = np.asarray(np.clip(film * gain * 0.7 + offset, 0, 255), np.uint8)

    score, affine = coarse_likeness(film, changed)

    assert affine is not None
    assert score > 0.85


@pytest.mark.parametrize("other", [np.zeros((64, 64), np.uint8), np.full((64, 64), 255, np.uint8)])
def test_a_blank_film_is_like_no_other(other: Film) -> None:
    film = square(drawn_film(1), THUMBNAIL)

    for one, two in ((film, other), (other, film), (other, other)):
        assert coarse_likeness(one, two)[0] == 0.0


@pytest.mark.parametrize("change", CHANGES)
def test_the_search_proposes_the_copy_among_many(change: str) -> None:
    films = [drawn_film(seed) for seed in range(60)]
    films.append(CHANGES[change](films[7]))

    pairs = list(candidate_pairs(np.stack([square(film, THUMBNAIL) for film in films])))

    assert (7, 60) in pairs
    assert len(set(pairs)) == len(pairs) <= 8 * 61
    assert all(one < other for one, other in pairs)


def test_nothing_is_proposed_for_one_film() -> None:
    assert list(candidate_pairs(np.zeros((0, 64, 64), np.uint8))) == []
    assert list(candidate_pairs(square(drawn_film(1), 64)[None])) == []


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    thumbnails = np.stack([square(drawn_film(seed), THUMBNAIL) for seed in range(30)])
    whole = set(candidate_pairs(thumbnails))
    asked: list[bool] = []

    monkeypatch.setattr("lungdesk.ml.audit.likeness._PAIRS_AT_ONCE", 7 * 30)

    assert set(candidate_pairs(thumbnails, lambda: asked.append(True))) == whole
    assert len(asked) == 5  # so often it could have been ended


def test_real_films_are_told_from_their_neighbours(shared_data: Path) -> None:
    """Tuberculosis films of one collection are most alike of all; none is another's copy."""
    paths = sorted((shared_data / "cxr" / "val" / "Tuberculosis").glob("*.jpg"))[:16]
    films = [grey_square(read_radiograph(path), 256) for path in paths]
    thumbnails = np.stack([square(film, THUMBNAIL) for film in films])

    scores = [compared(films[one], films[other])[1] for one, other in candidate_pairs(thumbnails)]
    copies = [compared(film, compressed(film[6:-9, 4:-10]))[1] for film in films[:4]]

    assert max(scores) < SAME_EXPOSURE <= min(copies)
