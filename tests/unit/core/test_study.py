from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.study import Instance, PatientRef, group_into_studies
from tests.unit.core.imaging.films import unhurried

JANE = PatientRef("P1", "Doe^Jane", "19700101", "F")


def dicom(name: str, *, study: str, series: str, number: int = 0) -> Instance:
    return Instance(
        Path("/films") / name,
        100,
        80,
        modality="DX",
        study_instance_uid=study,
        series_instance_uid=series,
        instance_number=number,
        series_description=f"series {series}",
        study_description="Thorax",
        study_date="20260102",
        patient=JANE,
    )


def names(instances: tuple[Instance, ...]) -> list[str]:
    return [instance.path.name for instance in instances]


def test_instances_of_one_series_stand_in_the_order_of_their_numbers() -> None:
    films = tuple(dicom(f"{n}.dcm", study="1", series="1.1", number=n) for n in (3, 1, 10, 2))

    (study,) = group_into_studies(films)

    assert names(study.series[0].instances) == ["1.dcm", "2.dcm", "3.dcm", "10.dcm"]


def test_a_study_says_what_its_films_say() -> None:
    lateral = dicom("b.dcm", study="1.2", series="1.2.2")
    (study,) = group_into_studies((dicom("a.dcm", study="1.2", series="1.2.1"), lateral))

    assert (study.study_instance_uid, study.patient, study.study_date) == ("1.2", JANE, "20260102")
    assert study.description == "Thorax"
    assert [s.series_instance_uid for s in study.series] == ["1.2.1", "1.2.2"]
    assert study.series[1].description == "series 1.2.2"
    assert study.series[1].modality == "DX"
    assert study.series[1].instances == (lateral,)


def test_studies_stand_in_the_order_of_their_first_film() -> None:
    films = [dicom(f"{n}.dcm", study=s, series=s) for n, s in enumerate(["9", "1", "9", "5"])]

    assert [s.study_instance_uid for s in group_into_studies(tuple(films))] == ["9", "1", "5"]


def test_pictures_form_one_study_for_each_folder() -> None:
    pictures = tuple(
        Instance(Path(p), 9, 9) for p in ("/x/ward/a.png", "/x/icu/b.png", "/x/ward/c.png")
    )

    ward, icu = group_into_studies(pictures)

    assert (ward.description, icu.description) == ("ward", "icu")
    assert (ward.study_instance_uid, ward.patient) == ("", PatientRef())
    assert names(ward.series[0].instances) == ["a.png", "c.png"]


def test_pictures_keep_the_natural_order_in_which_they_were_found() -> None:
    pictures = tuple(Instance(Path(f"/x/film-{n}.png"), 9, 9) for n in (1, 2, 10))

    (study,) = group_into_studies(pictures)

    assert names(study.series[0].instances) == ["film-1.png", "film-2.png", "film-10.png"]


def test_a_study_without_a_series_uid_is_one_series() -> None:
    bare = dicom("a.dcm", study="1", series="")

    (study,) = group_into_studies((bare, replace(bare, path=Path("/other/b.dcm"))))

    assert len(study.series) == 1


@unhurried
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.integers(0, 5)), max_size=30
    )
)
def test_no_film_is_lost_or_doubled(facts: list[tuple[str, str, int]]) -> None:
    films = tuple(
        dicom(f"{n}.dcm", study=study, series=study + series, number=number)
        for n, (study, series, number) in enumerate(facts)
    )

    grouped = [
        (study.study_instance_uid, series.series_instance_uid, instance)
        for study in group_into_studies(films)
        for series in study.series
        for instance in series.instances
    ]

    assert sorted(names(tuple(i for *_, i in grouped))) == sorted(names(films))
    assert all(i.study_instance_uid == study for study, _, i in grouped)
    assert all(i.series_instance_uid == series for _, series, i in grouped)
