import numpy as np

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.calibration_choice import JudgedFilms, chosen_on, set_figures, set_limits
from lungdesk.ml.calibration_record import CalibrationRecord


def judged(of_truth: np.ndarray) -> JudgedFilms:
    """Films of class 1 of patients of their own; what is left over is class 0's."""
    probabilities = np.zeros((len(of_truth), 5))
    probabilities[:, 1], probabilities[:, 0] = of_truth, 1 - of_truth
    targets = np.ones(len(of_truth), np.int64)
    return JudgedFilms(probabilities, targets, np.arange(len(of_truth)).astype(str))


def test_readings_in_doubt_get_a_limit_that_holds_for_them() -> None:
    of_truth = np.concatenate([np.linspace(0.8, 0.99, 200), np.linspace(0.1, 0.6, 20)])
    is_doubted = of_truth < 0.7
    films = judged(of_truth)
    one = chosen_on(films, CHEST_LABELS, 0.9)["set_limit"]
    limits = set_limits(films, is_doubted)
    assert (of_truth[is_doubted] >= one).mean() < 0.2
    assert (of_truth[is_doubted] >= limits["doubted_set_limit"]).mean() >= 0.9
    assert limits["set_limit"] > one


def test_where_readings_in_doubt_are_too_few_one_limit_holds_for_all() -> None:
    of_truth = np.linspace(0.2, 0.99, 100)
    films = judged(of_truth)
    assert set_limits(films, np.arange(100) < 8) == {}
    assert set_limits(films, np.arange(100) >= 8) == {}
    assert set_limits(films, np.arange(100) < 9).keys() == {"set_limit", "doubted_set_limit"}


def test_what_is_chosen_counts_patients_and_names_no_class_without_films() -> None:
    films = judged(np.linspace(0.2, 0.99, 30))
    shared = JudgedFilms(films.probabilities, films.targets, np.repeat(["a", "b", "c"], 10))
    chosen = chosen_on(shared, CHEST_LABELS, 0.9)
    assert (chosen["films"], chosen["groups"]) == (30, 3)
    assert list(chosen["thresholds"]) == [CHEST_LABELS.ids[1]]
    record = CalibrationRecord(network="", data="", split="val", **chosen)
    points = record.calibration(CHEST_LABELS.ids).thresholds
    assert [point is None for point in points] == [True, False, True, True, True]


def test_no_operating_point_lies_below_zero() -> None:
    chosen = chosen_on(judged(np.zeros(30)), CHEST_LABELS, 0.9)
    assert chosen["thresholds"] == {CHEST_LABELS.ids[1]: 0.0}


def test_figures_of_sets_tell_those_in_doubt_apart() -> None:
    holds = np.array([True, True, False, True])
    figures = set_figures(holds, np.array([1, 1, 2, 3]), is_doubted=np.arange(4) >= 2)
    assert figures == {
        "coverage": 0.75,
        "mean_set_size": 1.75,
        "coverage_doubted": 0.5,
        "mean_set_size_doubted": 2.5,
    }
    none = set_figures(holds, np.ones(4, np.int64), is_doubted=np.zeros(4, bool))
    assert none["coverage_doubted"] is None
