from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2_contingency, norm
from scipy.stats.contingency import association

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.audit.association import (
    association_findings,
    associations,
    cramers_v,
    standard_score,
)
from lungdesk.ml.audit.films import Film
from lungdesk.ml.audit.findings import FindingKind, Severity
from lungdesk.ml.datasets import Dataset, Sample


@given(
    arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=st.integers(1, 500))
)
def test_cramers_v_is_scipys_less_what_chance_gives(table: np.ndarray) -> None:
    n = table.sum()
    rows, columns = table.shape
    phi2 = association(table, method="cramer") ** 2 * (min(rows, columns) - 1)
    less = max(0.0, phi2 - (rows - 1) * (columns - 1) / (n - 1))
    kept = [size - (size - 1) ** 2 / (n - 1) for size in (rows, columns)]

    assert cramers_v(table) == pytest.approx(np.sqrt(less / (min(kept) - 1)), abs=1e-6)


@given(
    arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=st.integers(5, 60))
)
def test_the_standard_score_is_that_of_chi_squared(table: np.ndarray) -> None:
    p = chi2_contingency(table, correction=False).pvalue

    # The approximation is for p-values that decide something.
    ours, exact = np.clip([standard_score(table), norm.isf(p)], 0.0, 3.5)
    assert ours == pytest.approx(exact, abs=0.2)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([[50, 0], [0, 50]], 1.0),
        ([[25, 25], [25, 25]], 0.0),
        ([[5, 0], [0, 0]], 0.0),
        ([[40, 0, 0], [0, 40, 0], [0, 0, 40]], 1.0),
    ],
)
def test_cramers_v_at_its_ends(table: list[list[int]], expected: float) -> None:
    assert cramers_v(np.array(table)) == pytest.approx(expected, abs=1e-9)


def made(traits: list[dict[str, Any]]) -> tuple[Dataset, list[Film]]:
    samples, films = [], []
    for number, given_traits in enumerate(traits):
        traits_of_film = {"class_index": number % 2, "source": "a", **given_traits}
        index, source = traits_of_film.pop("class_index"), traits_of_film.pop("source")
        samples.append(Sample(Path(f"{number}.png"), index, "train", str(number), source))
        defaults: dict[str, Any] = {
            "rows": 300,
            "columns": 300,
            "mode": "grey, 8 bit",
            "file_bytes": 30_000,
            "jpeg_quality": None,
            "mean": 100.0,
            "border_mean": 50.0,
        }
        thumbnail = np.zeros((64, 64), np.uint8)
        films.append(Film(number, thumbnail, str(number), **(defaults | traits_of_film)))
    return Dataset(Path("films"), CHEST_LABELS, tuple(samples)), films


def found(traits: list[dict[str, Any]]) -> dict[str, Any]:
    dataset, films = made(traits)
    related = associations(dataset, films)
    findings = association_findings(dataset, related)
    return {"related": {a.trait: a for a in related}, "findings": findings}


def test_a_source_that_gives_the_class_away_is_serious() -> None:
    result = found([{"source": "ab"[n % 2]} for n in range(60)])

    assert result["related"]["source"].cramers_v == pytest.approx(1.0, abs=0.01)
    assert result["related"]["source"].guessed == 1.0
    serious = [f for f in result["findings"] if f.kind is FindingKind.SOURCE_CONFOUNDED]
    assert any("right for 100 % of the training films" in f.sentence for f in serious)
    assert any("Normal and Bacterial pneumonia" in f.sentence for f in serious)
    assert {f.severity for f in serious} == {Severity.SERIOUS}


def test_an_aspect_in_the_middle_of_the_others_is_found() -> None:
    random = np.random.default_rng(0)
    wide = [{"columns": 300 if n % 2 else int(random.choice([230, 400]))} for n in range(80)]

    result = found(wide)

    (finding,) = [f for f in result["findings"] if "and aspect ratio go" in f.sentence]
    assert finding.severity is Severity.SERIOUS
    assert "a width of 1 times the height" in finding.sentence
    assert "100 % of the Bacterial pneumonia films and 0 % of the others" in finding.sentence


def test_quality_of_some_files_only_is_found() -> None:
    result = found([{"jpeg_quality": 90 if n % 2 else None} for n in range(60)])

    assert result["related"]["jpeg_quality"].cramers_v > 0.9
    assert any("JPEG quality" in f.sentence for f in result["findings"])


def test_brightness_may_be_the_disease_and_only_warns() -> None:
    result = found([{"mean": 150.0 + n / 100 if n % 2 else 90.0 + n / 100} for n in range(60)])

    (finding,) = [f for f in result["findings"] if " brightness " in f.sentence]
    assert finding.severity is Severity.WARNING
    assert "disease" in finding.reason


def test_unrelated_traits_give_no_finding() -> None:
    random = np.random.default_rng(1)
    unrelated = [
        {
            "source": "abc"[random.integers(3)],
            "columns": int(random.integers(250, 400)),
            "jpeg_quality": int(random.choice([80, 90])),
            "mean": random.normal(100, 10),
            "border_mean": random.normal(50, 10),
            "file_bytes": int(random.integers(20_000, 40_000)),
        }
        for _ in range(100)
    ]

    assert found(unrelated)["findings"] == ()


def test_without_training_films_there_is_nothing_to_relate() -> None:
    assert found([])["related"] == {}
