from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.metrics.splits import grouped_split

FRACTIONS = {"train": 0.7, "val": 0.1, "test": 0.2}

group_names = st.lists(st.sampled_from("abcdefghijkl"), min_size=1, max_size=60)


@given(group_names, st.integers(0, 99), st.data())
def test_groups_stay_whole(groups: list[str], seed: int, data: st.DataObject) -> None:
    targets = data.draw(st.lists(st.integers(0, 3), min_size=len(groups), max_size=len(groups)))

    splits = grouped_split(groups, targets, FRACTIONS, seed=seed)

    pairs = set(zip(groups, splits.tolist(), strict=True))
    assert len(pairs) == len(set(groups))
    assert {split for _, split in pairs} <= set(FRACTIONS)


@given(group_names, st.integers(0, 99))
def test_the_order_of_the_cases_does_not_matter(groups: list[str], seed: int) -> None:
    targets = [ord(group) % 3 for group in groups]
    order = np.random.default_rng(seed).permutation(len(groups))

    splits = grouped_split(groups, targets, FRACTIONS, seed=seed)
    shuffled = grouped_split(
        np.array(groups)[order], np.array(targets)[order], FRACTIONS, seed=seed
    )

    np.testing.assert_array_equal(splits[order], shuffled)


@pytest.mark.parametrize("largest_group", [1, 6])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_each_class_gets_its_share_of_each_split(largest_group: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    sizes = random.integers(1, largest_group + 1, size=500)
    groups = np.repeat(np.arange(500), sizes)
    targets = np.repeat(random.choice(4, size=500, p=[0.5, 0.3, 0.15, 0.05]), sizes)

    splits = grouped_split(groups, targets, FRACTIONS, seed=seed)

    for class_index in range(4):
        of_class = splits[targets == class_index]
        for name, fraction in FRACTIONS.items():
            assert (of_class == name).sum() == pytest.approx(
                fraction * of_class.size, abs=1 + largest_group
            )


def test_small_splits_are_not_made_of_small_groups_only() -> None:
    groups = np.repeat(np.arange(200), np.where(np.arange(200) < 40, 5, 1))

    splits = grouped_split(groups, np.zeros(groups.size, int), FRACTIONS)

    sizes_in_test = np.unique(groups[splits == "test"], return_counts=True)[1]
    assert {1, 5} == set(sizes_in_test)


def test_another_seed_gives_another_split() -> None:
    groups = [f"patient {i}" for i in range(100)]
    targets = ["normal", "tuberculosis"] * 50
    first, again, other = (grouped_split(groups, targets, FRACTIONS, seed=s) for s in (1, 1, 2))

    assert (first == again).all()
    assert (first != other).any()


def test_no_cases_are_no_trouble() -> None:
    assert grouped_split([], [], FRACTIONS).size == 0


@pytest.mark.parametrize("fractions", [{}, {"a": 0.5}, {"a": 1.2, "b": -0.2}, {"a": 1.0, "b": 0.0}])
def test_fractions_must_add_up(fractions: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        grouped_split(["g"], [0], fractions)


def test_each_case_needs_a_target() -> None:
    with pytest.raises(ValueError, match="one target"):
        grouped_split(["g", "h"], [0], FRACTIONS)
