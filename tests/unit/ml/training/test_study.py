"""Studies that train nothing: what is drawn, kept, given up early, and said of it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from lungdesk.ml.training.recipe import HeadSettings, Recipe
from lungdesk.ml.training.search_space import PARAMETERS, SearchSpace, TrialKind, kind_of
from lungdesk.ml.training.study import DrawnTrial, TrialStudy
from lungdesk.ml.training.trial import TrialOutcome

SPACE = SearchSpace(("vgg16",), Recipe(heads=(HeadSettings(epochs=4),), views=2), most_cuts=2)


@pytest.fixture
def open_study(tmp_path: Path) -> Iterator[Callable[..., TrialStudy]]:
    opened: list[TrialStudy] = []

    def open_(name: str = "trials", batch_size: int = 1) -> TrialStudy:
        opened.append(TrialStudy(tmp_path / f"{name}.db", 7, batch_size))
        return opened[-1]

    yield open_
    for study in opened:
        study.close()


@pytest.fixture
def study(open_study: Callable[..., TrialStudy]) -> TrialStudy:
    return open_study()


def outcome_of(trial: DrawnTrial, losses: Sequence[float]) -> TrialOutcome:
    """Of a trial that has these val losses, epoch by epoch, unless it is given up before."""
    for epoch, limit in enumerate(trial.limits[: len(losses)], start=1):
        if min(losses[:epoch]) > limit:
            return TrialOutcome(tuple(losses[:epoch]), 1.0)
    return TrialOutcome(tuple(losses), 1.0, losses[-1], 0.5)


def ended(study: TrialStudy, losses: Sequence[float]) -> None:
    """One trial more, whatever is drawn for it."""
    trial = study.draw(SPACE)[0]
    study.add(trial, outcome_of(trial, losses))


def limits_of(study: TrialStudy, wanted: TrialKind) -> tuple[float, ...]:
    """Of the next trial that is of such a kind; others before it end with poor losses."""
    while True:
        trial = study.draw(SPACE)[0]
        if kind_of(trial.values) is wanted:
            return trial.limits
        study.add(trial, TrialOutcome((9.0,), 1.0))


def ended_of(study: TrialStudy, kind: TrialKind, losses: Sequence[float]) -> None:
    """One trial more of such a kind."""
    limits_of(study, kind)
    ended(study, losses)


def test_a_head_in_epochs_that_does_worse_than_the_median_is_pruned(study: TrialStudy) -> None:
    for number in range(5):
        ended_of(study, TrialKind.ADAMW, [1.0, 0.9, 0.8, 0.7 + number / 100, 0.6, 0.6])

    ended_of(study, TrialKind.ADAMW, [2.0, 2.0, 2.0, 2.0, 2.0, 0.1])

    row = study.rows()[-1]
    assert (row["state"], row["epochs"], row["val_loss"]) == ("pruned", 5, 2.0)
    best = study.best()
    assert best is not None
    assert best["val_loss"] == 0.6


def test_a_block_is_given_up_by_blocks_alone_and_earlier(study: TrialStudy) -> None:
    for _ in range(5):
        ended_of(study, TrialKind.ADAMW, [0.2] * 6)
    assert limits_of(study, TrialKind.BLOCK) == ()
    for loss in (0.5, 0.6, 0.7, 0.8, 0.9):
        ended_of(study, TrialKind.BLOCK, [1.0, 0.95, loss, loss])

    assert limits_of(study, TrialKind.BLOCK) == (float("inf"), float("inf"), 0.7, 0.7)


def test_an_exact_head_is_never_given_up(study: TrialStudy) -> None:
    for _ in range(6):
        ended_of(study, TrialKind.EXACT, [0.2])

    assert limits_of(study, TrialKind.EXACT) == ()


def test_what_is_drawn_follows_from_the_trials_before_its_batch(
    open_study: Callable[..., TrialStudy],
) -> None:
    losses = [[0.9 - number / 100] * 3 for number in range(15)]
    whole = open_study("whole", 3)
    batches = []
    for _ in range(5):
        batches.append(whole.draw(SPACE))
        for trial in batches[-1]:
            whole.add(trial, outcome_of(trial, losses[trial.number]))

    # Killed in the middle of a batch, after each trial.
    values = []
    for number in range(15):
        parted = open_study("parted", 3)
        left = parted.draw(SPACE)
        assert [trial.number for trial in left] == list(range(number, 3 * (number // 3 + 1)))
        values.append(left[0].values)
        parted.add(left[0], outcome_of(left[0], losses[number]))

    assert values == [trial.values for batch in batches for trial in batch]
    assert {kind_of(one) for one in values} == set(TrialKind)
    penalties = [one["penalty"] for one in values if one["penalty"] is not None]
    assert len(set(penalties)) == len(penalties)


def test_trials_are_kept_in_the_order_of_their_numbers(
    open_study: Callable[..., TrialStudy],
) -> None:
    study = open_study(batch_size=2)
    _, second = study.draw(SPACE)

    with pytest.raises(ValueError, match="expected trial 0, got 1"):
        study.add(second, TrialOutcome((0.5,), 1.0, 0.5, 0.5))


def test_a_row_says_what_was_tried_and_leaves_out_what_was_not(study: TrialStudy) -> None:
    limits_of(study, TrialKind.EXACT)
    trial = study.draw(SPACE)[0]
    study.add(trial, TrialOutcome((0.5,), 2.5, 0.4, 0.75))

    row = study.rows()[-1]
    assert {name: row[name] for name in PARAMETERS} == trial.values
    assert (row["learning_rate"], row["cut_point"]) == (None, None)
    assert 0.03 <= row["penalty"] <= 3
    known = (row["val_loss"], row["val_macro_f1"], row["epochs"], row["seconds"], row["state"])
    assert known == (0.4, 0.75, 1, 2.5, "complete")


def test_importances_are_of_what_all_trials_have(study: TrialStudy) -> None:
    ended(study, [0.5])
    assert study.importances() == {}

    for _ in range(15):
        (trial,) = study.draw(SPACE)
        loss = 0.3 if trial.values["solver"] == "exact" else 0.6
        study.add(trial, TrialOutcome((loss,), 1.0, loss, 0.5))
    shares = study.importances()
    # Neither what some have, such as penalty and learning rate, nor what had one value.
    assert set(shares) == {"cut_point", "solver", "views"}
    assert max(shares, key=lambda name: shares[name]) == "solver"
    assert sum(shares.values()) == pytest.approx(1, abs=0.01)


def test_of_exact_heads_alone_there_are_importances_too(study: TrialStudy) -> None:
    kept = 0
    while kept < 8:
        (trial,) = study.draw(SPACE)
        is_kept = kind_of(trial.values) is TrialKind.EXACT
        loss = 0.3 + 0.1 * trial.values["views"] if is_kept else None
        study.add(trial, TrialOutcome((loss or 9.0,), 1.0, loss, loss and 0.5))
        kept += is_kept

    assert "views" in study.importances()
