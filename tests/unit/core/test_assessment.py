from dataclasses import replace

import numpy as np

from lungdesk.core.assessment import Calibration, prediction_set
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.prediction import ModelRef, Prediction
from lungdesk.core.verdict import Decision, Verdict

NO_VIEWS = np.zeros((0, 5), np.float32)
CALIBRATION = Calibration((0.5, 0.3, 0.1, 0.7, 0.9), set_limit=0.25, coverage=0.9)


def shares(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_a_set_is_ordered_and_never_empty() -> None:
    assert prediction_set(shares(0.3, 0.4, 0.05, 0.25, 0.0), 0.25) == (1, 0, 3)
    assert prediction_set(shares(0.3, 0.4, 0.05, 0.25, 0.0), 0.8) == (1,)


def test_a_class_is_cleared_by_its_own_point() -> None:
    assessed = CALIBRATION.assess(shares(0.45, 0.05, 0.12, 0.38, 0.0), NO_VIEWS)
    assert assessed.cleared == (2,)
    assert assessed.prediction_set == (0, 3)


def test_views_disagree_when_most_name_another_class() -> None:
    leading = shares(0.9, 0.1, 0, 0, 0)
    same, other = [0.6, 0.4, 0, 0, 0], [0.4, 0.6, 0, 0, 0]
    for others, disagree in ((0, False), (2, False), (3, True), (5, True)):
        views = np.array([other] * others + [same] * (5 - others), np.float32)
        assert CALIBRATION.assess(leading, views).views_disagree is disagree


def prediction(*values: float, others: int = 0) -> Prediction:
    probabilities = shares(*values)
    views = np.tile(np.eye(5, dtype=np.float32)[1], (others, 1)) if others else NO_VIEWS
    return Prediction(
        CHEST_LABELS,
        np.log(probabilities + 1e-6),
        probabilities,
        ModelRef("a", "1", "b"),
        assessment=CALIBRATION.assess(probabilities, views),
    )


def test_a_prediction_says_why_it_is_uncertain() -> None:
    assert prediction(0.9, 0.1, 0, 0, 0).doubt == ""
    below = prediction(0.49, 0.01, 0.0, 0.5, 0.0)
    assert below.is_uncertain
    assert below.doubt == "no class reaches its operating point"
    disputed = prediction(0.9, 0.1, 0, 0, 0, others=5)
    assert disputed.doubt == "parts of the film speak for another class"
    assert disputed.operating_points == CALIBRATION.thresholds
    assert [label.id for label in below.prediction_set] == ["covid19", "normal"]


def test_a_point_that_another_class_reaches_does_not_make_the_leading_one_certain() -> None:
    other = prediction(0.45, 0.05, 0.12, 0.38, 0.0)
    assert other.assessment is not None
    assert other.assessment.cleared == (2,)
    assert other.doubt == "the most probable class does not reach its operating point"


def test_of_two_classes_that_reach_their_points_none_is_certain() -> None:
    calibration = replace(CALIBRATION, doubted_set_limit=0.1)
    both = calibration.assess(shares(0.6, 0.05, 0.15, 0.2, 0.0), NO_VIEWS)
    assert both.cleared == (0, 2)
    assert both.doubt == "more than one class reaches its operating point"
    assert both.prediction_set == (0, 3, 2)
    read = prediction(0.6, 0.05, 0.15, 0.2, 0.0)
    assert (read.is_uncertain, read.found) == (True, None)


def test_a_class_without_a_point_is_never_found() -> None:
    calibration = replace(CALIBRATION, thresholds=(None, 0.3, 0.1, 0.7, 0.9))
    sure = calibration.assess(shares(1.0, 0, 0, 0, 0), NO_VIEWS)
    assert sure.cleared == ()
    assert sure.doubt == "the most probable class has no operating point"
    beside = calibration.assess(shares(0.05, 0.9, 0.05, 0, 0), NO_VIEWS)
    assert (beside.cleared, beside.doubt) == ((1,), "")


def test_only_a_reading_without_doubt_of_a_film_that_is_not_refused_finds_a_class() -> None:
    certain = prediction(0.9, 0.1, 0, 0, 0)
    assert certain.found == 0
    for is_overridden in (False, True):
        refused = Verdict(Decision.REFUSED, is_overridden=is_overridden)
        assert replace(certain, verdict=refused).found is None


def test_a_reading_in_doubt_has_a_set_limit_of_its_own() -> None:
    calibration = replace(CALIBRATION, doubted_set_limit=0.1)
    certain = calibration.assess(shares(0.6, 0.2, 0.05, 0.15, 0.0), NO_VIEWS)
    assert (certain.doubt, certain.prediction_set) == ("", (0,))
    doubted = calibration.assess(shares(0.4, 0.2, 0.05, 0.35, 0.0), NO_VIEWS)
    assert doubted.doubt
    assert doubted.prediction_set == (0, 3, 1)
