"""Which films a model's maps are checked on."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.radiograph import Photometric, Radiograph
from lungdesk.core.study import Instance
from lungdesk.ml.checks.films import CheckFilms, evenly_chosen
from lungdesk.ml.datasets import Sample


def samples(counts: list[int], root: str = "/films") -> list[Sample]:
    return [
        Sample(Path(f"{root}/{index}/{number:03}.png"), index, "val", f"g{index}-{number // 2:03}")
        for index, count in enumerate(counts)
        for number in range(count)
    ]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=5), st.integers(1, 60))
def test_classes_have_equal_shares_and_no_patient_comes_twice(
    counts: list[int], count: int
) -> None:
    chosen = evenly_chosen(samples(counts), count)

    groups = [(n + 1) // 2 for n in counts]
    assert len(chosen) == min(count, sum(groups))
    assert len({one.group for one in chosen}) == len(chosen)
    taken = Counter(one.class_index for one in chosen)
    fullest = max(taken.values(), default=0)
    for index, patients in enumerate(groups):
        assert taken[index] in (patients, fullest, fullest - 1)


def test_neither_order_nor_place_of_the_films_decides() -> None:
    here, there = samples([20, 20]), samples([20, 20], "/elsewhere")
    random.Random(0).shuffle(there)

    chosen = evenly_chosen(here, 6), evenly_chosen(there, 6)

    names = [[(one.group, one.path.name) for one in films] for films in chosen]
    assert names[0] == names[1]
    # Spread over the class, not its first films.
    assert names[0][2] > ("g0-005", "")


def decode(path: Path) -> Radiograph:
    if path.name == "001.png":
        raise LungDeskError("No.", code=ErrorCode.FILE_MISSING)
    pixels = np.zeros((4, 4), np.uint8)
    return Radiograph(pixels, Photometric.MONOCHROME2, 8, Instance(path, 4, 4))


def test_a_film_that_cannot_be_read_is_left_out() -> None:
    films = CheckFilms(tuple(samples([3])), decode)

    read = list(films.each(NullContext(), "reading"))

    assert [sample.path.name for sample, _ in read] == ["000.png", "002.png"]
    assert [film.instance.path.name for _, film in read] == ["000.png", "002.png"]


def test_where_none_can_be_read_it_is_said() -> None:
    films = CheckFilms(tuple(samples([2])[1:]), decode)

    with pytest.raises(LungDeskError, match="None of the 1 films") as caught:
        list(films.each(NullContext(), "reading"))

    assert caught.value.code is ErrorCode.DATASET_EMPTY


def test_it_can_be_cancelled_between_two_films() -> None:
    class Cancelling(NullContext):
        def check(self) -> None:
            raise Cancelled

    films = CheckFilms(tuple(samples([3])), decode)

    with pytest.raises(Cancelled):
        next(films.each(Cancelling(), "reading"))
