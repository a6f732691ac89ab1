"""Which films hang beside which."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.hanging import (
    LAYOUTS,
    SINGLE,
    Layout,
    filling,
    interval_words,
    is_same_patient,
    layout_named,
    priors,
)
from lungdesk.core.study import Instance, PatientRef


def film(uid: str, day: str, patient_id: str = "4711", birth: str = "", **more: str) -> Instance:
    instance = Instance(Path(f"{uid}.dcm"), 10, 10, study_instance_uid=uid, study_date=day)
    return replace(instance, patient=PatientRef(patient_id, birth_date=birth), **more)  # type: ignore[arg-type]


NOW = film("now", "20240131", body_part="CHEST", view_position="PA")


def test_priors_are_earlier_films_of_the_same_patient_in_another_study() -> None:
    then, older = film("then", "20230630"), film("older", "20210101")
    others = (
        film("later", "20240201"),
        film("same day", "20240131"),
        film("now", "20230101"),  # the same study, dated otherwise
        film("other", "20230101", patient_id="4712"),
        film("undated", ""),
        film("nobody", "20230101", patient_id=""),
    )
    assert priors(NOW, (older, *others, then, NOW)) == (then, older)


def test_a_film_of_the_same_view_comes_before_a_later_one_of_another() -> None:
    lateral = film("lateral", "20231201", body_part="CHEST", view_position="LL")
    knee = film("knee", "20231224", body_part="KNEE", view_position="AP")
    frontal = film("frontal", "20220101", body_part="CHEST", view_position="PA")
    unsaid = film("unsaid", "20210101")
    assert priors(NOW, (lateral, knee, unsaid, frontal)) == (frontal, unsaid, lateral, knee)


def test_without_an_identifier_nothing_is_a_prior() -> None:
    nobody = film("x", "20240131", patient_id="")
    assert priors(nobody, (film("y", "20200101", patient_id=""),)) == ()
    assert is_same_patient(nobody, NOW) is None


def test_birth_dates_that_differ_are_two_patients() -> None:
    """Two hospitals may give the same number to two people."""
    one = film("a", "20240131", birth="19700102")
    assert is_same_patient(one, film("b", "20230131", birth="19551224")) is False
    assert is_same_patient(one, film("b", "20230131")) is True


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        ("20240130", "20240131", "1 day"),
        ("20240101", "20240131", "30 days"),
        ("20231216", "20240131", "46 days"),
        ("20231130", "20240131", "2 months"),
        ("20230630", "20240131", "7 months"),
        ("20210731", "20240131", "2.5 years"),
        ("", "20240131", ""),
        ("2023", "20240131", ""),
        ("20231399", "20240131", ""),
    ],
)
def test_intervals_in_words(earlier: str, later: str, words: str) -> None:
    assert interval_words(earlier, later) == words


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(1, 20_000))
def test_intervals_name_about_as_much_time(start: date, days: int) -> None:
    end = start + timedelta(days)
    words = interval_words(f"{start:%Y%m%d}", f"{end:%Y%m%d}")
    number, unit = words.split()
    told = float(number) * {"day": 1, "days": 1, "months": 30.44, "years": 365.25}[unit]
    assert told == pytest.approx(days, rel=0.26)


@given(st.sampled_from(LAYOUTS), st.integers(0, 3))
def test_the_active_place_is_always_in_sight(layout: Layout, active: int) -> None:
    shown = layout.places(active)
    assert active in shown
    assert len(set(shown)) == len(shown) == layout.count


def test_layouts_are_found_by_their_name() -> None:
    assert [layout_named(layout.name) for layout in LAYOUTS] == list(LAYOUTS)
    assert [layout.name for layout in LAYOUTS] == ["1", "1x2", "2x1", "2x2"]
    assert layout_named("7x9") is SINGLE


def test_places_without_a_film_are_filled() -> None:
    assert filling((0, 1, 3), (1, 2)) == (0, 3)
