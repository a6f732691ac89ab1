from __future__ import annotations

import math
from dataclasses import replace

import pytest

from lungdesk.core.comparison import Comparison, PairedTests
from lungdesk.core.metrics.comparison import Difference
from lungdesk.reporting.comparison_words import (
    areas_verdict,
    duration,
    findings,
    number,
    p_value,
    signed,
    verdict,
    with_interval,
)
from tests.unit.reporting.comparisons import comparison, model

NAMES = {"normal": "Normal", "covid19": "COVID-19"}


@pytest.fixture(scope="module")
def compared() -> Comparison:
    """One good model, one alike, one that guesses."""
    return comparison([model("good", 4.0), model("alike", 3.8), model("guess", 0.1)])


def _pair(compared: Comparison, p: float) -> PairedTests:
    pair = next(q for q in compared.pairs if (q.first, q.second) == ("good", "guess"))
    return replace(pair, mcnemar_p=p)


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0004, "p < 0.001"),
        (0.0041, "p = 0.004"),
        (0.049, "p = 0.049"),
        (0.31, "p = 0.31"),
        (1.0, "p = 1.00"),
        (math.nan, "p not defined"),
    ],
)
def test_p_values_in_words(p: float, words: str) -> None:
    assert p_value(p) == words


def test_a_difference_within_chance_is_not_claimed(compared: Comparison) -> None:
    assert verdict(_pair(compared, 0.31)) == "not distinguishable, p = 0.31"
    assert verdict(_pair(compared, 0.004)) == "good is right more often, p = 0.004"


def test_the_second_may_be_the_better(compared: Comparison) -> None:
    pair = _pair(compared, 0.004)
    turned = replace(pair, first=pair.second, second=pair.first,
                     mcnemar=replace(pair.mcnemar, only_first=1, only_second=9))  # fmt: skip

    assert verdict(turned) == "good is right more often, p = 0.004"


def test_areas_that_differ_are_named_with_their_class(compared: Comparison) -> None:
    pair = replace(_pair(compared, 1.0), delong_p={"normal": 0.5, "covid19": 0.01})
    alike = replace(pair, delong_p={"normal": 0.5, "covid19": math.nan})

    assert areas_verdict(pair, NAMES) == "COVID-19: good, p = 0.010"
    assert areas_verdict(alike, NAMES) == "none, least p = 0.50; COVID-19: cannot be told"
    untold = replace(pair, delong_p={"covid19": math.nan})
    assert areas_verdict(untold, NAMES) == "COVID-19: cannot be told"
    assert areas_verdict(replace(pair, delong_p={}), NAMES) == "cannot be told"


def test_findings_say_what_to_take_and_how_sure_that_is(compared: Comparison) -> None:
    text = " ".join(findings(compared))
    good = compared.models[0].metrics

    assert (
        f"good has the least loss on the val films ({number(good['val'].figures['loss'])})" in text
    )
    assert f"right in {with_interval(good['test'], 'accuracy')}." in text
    assert "Not distinguishable from it by their accuracy: alike." in text
    assert "Less often right than it: guess." in text
    assert "Of 3 pairs, 2 differ in accuracy" in text
    assert "On films of other hospitals" in text


def test_without_val_and_external_nothing_is_said_of_them() -> None:
    compared = comparison([model(name, splits=("test",)) for name in ("a", "b")])

    (text,) = findings(compared)

    assert text.startswith(
        "The two do not differ in accuracy on the test films by more than chance"
    )


def test_two_models_that_differ_are_no_pairs() -> None:
    text = " ".join(findings(comparison([model("sharp", 4.0), model("guess", 0.0)])))

    assert "The two differ in accuracy on the test films by more than chance (McNemar)." in text


def test_a_model_that_is_better_on_test_is_not_hidden() -> None:
    lucky = model("lucky", 4.0)
    unlucky = model("unlucky", 0.2)
    # The films for choosing speak for the wrong one.
    swapped = [
        replace(lucky, metrics={**lucky.metrics, "val": unlucky.metrics["val"]}),
        replace(unlucky, metrics={**unlucky.metrics, "val": lucky.metrics["val"]}),
    ]

    text = " ".join(findings(comparison(swapped)))

    assert text.startswith("unlucky has the least loss on the val films")
    assert "More often right than it: lucky." in text


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, "–"), (45.2, "45 s"), (720.0, "12 min"), (9000.0, "2.5 h")]
)
def test_durations(seconds: float | None, words: str) -> None:
    assert duration(seconds) == words


def test_signs_are_signs() -> None:
    assert signed(Difference(-0.0123, (-0.05, 0.02))) == "−0.012 (−0.050 to +0.020)"
    assert signed(Difference(-0.0123, (math.nan, math.nan))) == "−0.012"


def test_what_is_not_defined_is_a_dash() -> None:
    assert number(None) == number(math.nan) == "–"
