from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.audit.films import Film
from lungdesk.ml.audit.findings import FindingKind, Severity
from lungdesk.ml.audit.shortcut_words import control_findings, transfer_findings
from lungdesk.ml.audit.shortcuts import (
    ControlResult,
    SourceResult,
    control_features,
    leave_one_source_out,
    run_controls,
)
from lungdesk.ml.datasets import Dataset, Sample
from tests.unit.services.fakes import Listener


def collection(
    count: int,
    *,
    marked: tuple[slice, ...] | None = None,
    splits: str = "train test",
    seed: int = 0,
) -> tuple[Dataset, list[Film]]:
    """Noise of two classes; the ``marked`` part of thumbnails is brighter in class 1."""
    random = np.random.default_rng(seed)
    samples, films = [], []
    for number in range(count):
        index = number % 2
        thumbnail = random.integers(0, 200, (64, 64))
        if marked is not None and index:
            thumbnail[marked] += 50
        split = splits.split()[number // 2 % len(splits.split())]
        samples.append(
            Sample(Path(f"{number}.png"), index, split, str(number), "ab"[number % 4 // 2])
        )
        picture = thumbnail.astype(np.uint8)
        film = Film(number, picture, str(number), 300, 300, "grey, 8 bit", 9, None, 0.0, 0.0)
        films.append(film)
    return Dataset(Path("films"), CHEST_LABELS, tuple(samples)), films


def results(dataset: Dataset, films: list[Film]) -> dict[str, ControlResult]:
    return {r.control: r for r in run_controls(dataset, films, NullContext())}


def test_what_is_at_the_border_is_seen_by_those_that_see_the_border() -> None:
    found = results(*collection(160, marked=(slice(0, 4),)))

    assert set(found) == {"borders", "without_lungs", "file_traits", "thumbnail"}
    assert found["borders"].balanced_accuracy > 0.9
    assert found["without_lungs"].balanced_accuracy > 0.8
    assert found["file_traits"].balanced_accuracy == pytest.approx(0.5)
    assert found["borders"].measured_on == "test"
    assert (found["borders"].n, found["borders"].chance) == (80, 0.5)
    assert found["borders"].majority == 0.5
    findings = {f.sentence[:60]: f for f in control_findings(CHEST_LABELS, list(found.values()))}
    borders = findings["A small model that sees only the outermost 6 % of each film "]
    assert borders.severity is Severity.SERIOUS


def test_what_is_in_the_lungs_is_seen_by_the_thumbnail_alone() -> None:
    found = results(*collection(160, marked=(slice(20, 44), slice(20, 44))))

    assert found["thumbnail"].balanced_accuracy > 0.95
    assert found["borders"].interval[0] < 0.62
    assert found["borders"].balanced_accuracy < 0.75
    features = control_features(collection(4)[1])
    assert features["borders"].shape == (4, 32 * 32 - 28 * 28)
    assert features["without_lungs"].shape == (4, 32 * 32 - 24 * 24)


@pytest.mark.parametrize("splits", ["train test", "train", "train val"])
def test_noise_gives_no_finding(splits: str) -> None:
    found = results(*collection(160, splits=splits))

    expected = {"train test": "test", "train": "cross-validation", "train val": "val"}[splits]
    assert {r.measured_on for r in found.values()} == {expected}
    assert control_findings(CHEST_LABELS, list(found.values())) == ()


def test_traits_are_seen_by_the_traits_alone() -> None:
    dataset, films = collection(160)
    square = [
        replace(film, columns=300 + 90 * (film.number % 2) * (1 if film.number % 8 < 4 else -1))
        for film in films
    ]

    found = results(dataset, square)

    assert found["file_traits"].balanced_accuracy > 0.75
    (finding,) = control_findings(CHEST_LABELS, list(found.values()))
    assert "no film at all" in finding.sentence


def test_external_films_are_never_used() -> None:
    dataset, films = collection(160, marked=(slice(0, 4),), splits="train external")

    found = results(dataset, films)

    assert {r.measured_on for r in found.values()} == {"cross-validation"}
    assert {r.n for r in found.values()} == {80}


@pytest.mark.parametrize("count", [0, 12])
def test_too_few_films_give_no_figure(count: int) -> None:
    assert run_controls(*collection(count), NullContext()) == []


def test_one_class_gives_no_figure() -> None:
    dataset, films = collection(100)
    single = [film for film in films if film.number % 2]

    assert run_controls(dataset, single, NullContext()) == []
    assert leave_one_source_out(dataset, single, np.zeros((50, 3)), NullContext()) == []


def test_a_model_that_learnt_the_sources_fails_in_another() -> None:
    dataset, films = collection(400, splits="train")
    sources = np.array([s.source == "b" for s in dataset.samples])
    classes = np.array([s.class_index for s in dataset.samples])
    inverted = np.where(sources, 1 - classes, classes)[:, None] + np.zeros((1, 2))

    there = leave_one_source_out(dataset, films, inverted.astype(np.float64), NullContext())
    same = leave_one_source_out(dataset, films, classes[:, None] * 1.0, NullContext())

    assert [(r.source, r.n, r.balanced_accuracy, r.chance) for r in there] == [
        ("a", 200, 0.0, 0.5),
        ("b", 200, 0.0, 0.5),
    ]
    assert [r.balanced_accuracy for r in same] == [1.0, 1.0]


def test_a_poor_transfer_is_told() -> None:
    known = ControlResult(
        "thumbnail", "test", 100, 0.9, 0.9, (0.85, 0.95), 0.2, 0.3, "normal", 0.9, 0.1
    )
    good, poor = SourceResult("north", 50, 0.85, 0.5), SourceResult("south", 40, 0.49, 0.5)

    (finding,) = transfer_findings([known], [good, poor])

    assert (finding.kind, finding.severity) == (FindingKind.SOURCE_TRANSFER, Severity.WARNING)
    assert "south 49 % (chance 50 %, 40 films)" in finding.sentence
    assert transfer_findings([known], [good]) == ()
    assert transfer_findings([], [poor]) == transfer_findings([known], []) == ()


def test_one_class_that_is_given_away_is_enough() -> None:
    result = ControlResult(
        "borders", "test", 50, 0.36, 0.36, (0.25, 0.45), 0.2, 0.2, "tuberculosis", 0.9, 0.04
    )

    (finding,) = control_findings(CHEST_LABELS, [result])

    assert finding.severity is Severity.SERIOUS
    assert "finds 90 % of the Tuberculosis films and takes 4 % of the others" in finding.sentence
    assert control_findings(CHEST_LABELS, [replace(result, recall=0.5)]) == ()


def test_the_controls_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        run_controls(*collection(100), Listener(cancels_at_check=1))
