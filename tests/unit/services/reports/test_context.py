"""What readers have said, and what probabilities were worth, for a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.metrics.calibration import expected_calibration_error, reliability
from lungdesk.core.report import ReaderOpinion, RightShare
from lungdesk.core.verdict import Decision, Verdict
from lungdesk.formats.reader import read_radiograph
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.paths import AppPaths
from lungdesk.services.reports.context import share_interval, with_interval, with_opinions
from lungdesk.services.reports.film import FilmReportRequest, film_report
from lungdesk.services.workspace.records import FilmRecord, Read, ReaderVerdict
from tests.shipped_models import SHIPPED_MODEL_IDS
from tests.unit.formats.builders import write_dicom
from tests.unit.services.report_films import said_of

#: Ten films read with 0.75: eight of them rightly. Twenty with 0.95: all of them.
BINS = {"confidence": [0.75, 0.95], "accuracy": [0.8, 1.0], "n": [10, 20]}


@pytest.fixture
def request_(tmp_path: Path) -> FilmReportRequest:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    return FilmReportRequest(film.instance, film, said_of(film))


def record(*reads: Read, note: str = "") -> FilmRecord:
    return FilmRecord(1, 1, "/films/film.dcm", "ab", note=note, reads=reads)


@pytest.mark.parametrize(
    ("read", "opinion"),
    [
        (
            Read(ReaderVerdict.ACCEPT, reader="Öberg", ended_at="2026-11-28T17:40:00Z"),
            ReaderOpinion("Agrees with the model", "", "Öberg", "2026-11-28"),
        ),
        (
            Read(ReaderVerdict.CORRECT, "covid19", "both lungs", started_at="2026-11-27T01:00Z"),
            ReaderOpinion("Corrects it to: COVID-19", "both lungs", "", "2026-11-27"),
        ),
        (
            Read(ReaderVerdict.CORRECT, "silicosis"),
            ReaderOpinion("Corrects it to: Silicosis"),
        ),
        (
            Read(ReaderVerdict.REJECT, comment="not a film"),
            ReaderOpinion("Rejects what the model says", "not a film"),
        ),
    ],
)
def test_a_read_becomes_words(
    request_: FilmReportRequest, read: Read, opinion: ReaderOpinion
) -> None:
    assert with_opinions(request_, record(read)).opinions == (opinion,)


def test_the_day_is_that_of_this_computers_clock_as_on_the_rest_of_the_page(
    request_: FilmReportRequest, clock: Callable[[int], None]
) -> None:
    clock(9)
    late = Read(ReaderVerdict.ACCEPT, ended_at="2026-11-28T17:40:00.000+00:00")

    (opinion,) = with_opinions(request_, record(late)).opinions
    assert opinion.date == "2026-11-29"


def test_the_note_of_the_study_stands_last(request_: FilmReportRequest) -> None:
    known = with_opinions(request_, record(Read(ReaderVerdict.ACCEPT), note="ask again"))
    assert [one.comment for one in known.opinions] == ["", "ask again"]


def test_a_film_that_nobody_has_kept_has_no_readers(request_: FilmReportRequest) -> None:
    assert with_opinions(request_, None) is request_


@pytest.mark.parametrize(
    ("probability", "interval"),
    [
        (0.74, (0.490, 0.943)),
        (0.80, (0.490, 0.943)),
        (0.97, (0.839, 1.0)),
        (0.55, None),
    ],
)
def test_the_interval_is_that_of_films_read_with_the_like(
    probability: float, interval: tuple[float, float] | None
) -> None:
    found = share_interval({"test": {"reliability": BINS}}, probability)
    if interval is None:
        assert found is None
    else:
        assert found is not None
        assert (found.low, found.high) == pytest.approx(interval, abs=1e-3)
        assert not found.is_by_patient


def test_patients_count_where_their_number_is_known() -> None:
    """Twenty films of five patients tell no more than five films."""
    known = BINS | {"groups": [10, 5]}
    five = {"confidence": [0.95], "accuracy": [1.0], "n": [5], "groups": [5]}

    found = share_interval({"test": {"reliability": known}}, 0.97)

    assert found == share_interval({"test": {"reliability": five}}, 0.97)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.566, 1.0), abs=1e-3)
    assert found.is_by_patient


def test_films_that_chose_the_numbers_count_only_without_others() -> None:
    others = {"confidence": [0.75], "accuracy": [0.5], "n": [10]}
    both = {"val": {"reliability": others}, "test": {"reliability": BINS}}

    assert share_interval(both, 0.75) == share_interval({"test": {"reliability": BINS}}, 0.75)
    assert share_interval({"val": {"reliability": others}}, 0.75) is not None
    assert share_interval({"train": {"reliability": others}}, 0.75) is None
    assert share_interval({"test": {}}, 0.75) is None


def test_the_bins_are_those_of_the_calibration_error() -> None:
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet(np.ones(5), 300)
    targets = rng.integers(0, 5, 300)
    bins = reliability(targets, probabilities)
    plain = {"confidence": bins.confidence, "accuracy": bins.accuracy, "n": bins.n}
    for confidence, share, n in zip(bins.confidence, bins.accuracy, bins.n, strict=True):
        interval = share_interval({"test": {"reliability": plain}}, float(confidence))
        assert interval is not None
        assert interval.low <= share <= interval.high, n
    assert expected_calibration_error(targets, probabilities) > 0


def test_a_model_that_is_not_installed_or_not_measured_adds_nothing(
    request_: FilmReportRequest,
) -> None:
    library = ModelLibrary.of(AppPaths.default())
    # Its identifier is that of a model that ships, its hash is not.
    assert with_interval(request_, library).interval is None
    assert request_.reading is not None
    unknown = replace(request_.reading.prediction.model, id="no-such-model")
    prediction = replace(request_.reading.prediction, model=unknown)
    other = replace(request_.reading, prediction=prediction)  # type: ignore[type-var]
    assert with_interval(replace(request_, reading=other), library).interval is None


@pytest.mark.parametrize("id_", SHIPPED_MODEL_IDS)
def test_every_model_that_ships_says_how_often_it_is_right(
    request_: FilmReportRequest, id_: str
) -> None:
    library = ModelLibrary.of(AppPaths.default())
    assert request_.reading is not None
    prediction = replace(request_.reading.prediction, model=library.load(id_).model)
    said = replace(request_.reading, prediction=prediction)  # type: ignore[type-var]

    interval = with_interval(replace(request_, reading=said), library).interval

    assert interval is not None
    assert 0.8 < interval.low < interval.high <= 1

    overridden = Verdict(Decision.REFUSED, is_overridden=True)
    refused = replace(said, prediction=replace(prediction, verdict=overridden))  # type: ignore[type-var]
    assert with_interval(replace(request_, reading=refused), library).interval is None


def test_the_interval_stands_beside_the_most_probable_class(request_: FilmReportRequest) -> None:
    share = RightShare(0.6, 0.9)
    report = film_report(replace(request_, interval=share))
    assert [one.interval for one in report.readings] == [None] * 4 + [share]
