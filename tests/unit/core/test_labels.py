from __future__ import annotations

import csv
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.labels import CHEST_LABELS, Label, LabelSet
from tests.unit.core.imaging.films import unhurried

SPELLINGS = [
    (label.id, text)
    for label in CHEST_LABELS.labels
    for text in (label.id, label.name, *label.aliases)
]


@pytest.mark.parametrize(
    ("text", "label_id"),
    [
        ("Corona Virus Disease", "covid19"),
        ("COVID-19", "covid19"),
        ("covid19", "covid19"),
        ("Covid_19", "covid19"),
        (" COVID ", "covid19"),
        ("SARS-CoV-2", "covid19"),
        ("Bacterial Pneumonia", "bacterial_pneumonia"),
        ("PNEUMONIA-BACTERIAL", "bacterial_pneumonia"),
        ("Viral Pneumonia", "viral_pneumonia"),
        ("virus", "viral_pneumonia"),
        ("Tuberculosis", "tuberculosis"),
        ("TB", "tuberculosis"),
        ("NORMAL", "normal"),
        ("No Finding", "normal"),
    ],
)
def test_folder_names_are_matched_leniently(text: str, label_id: str) -> None:
    assert CHEST_LABELS.match(text) == CHEST_LABELS.index(label_id)


@pytest.mark.parametrize(
    "text",
    [
        "Pneumonia",
        "lung opacity",
        "covid20",
        "normal2",
        "",
        "-",
        "正常",
        "TB-",
        "TB \N{EM DASH}",
        "COVID-19 (-)",
    ],
)
def test_what_could_mean_something_else_is_not_guessed(text: str) -> None:
    assert CHEST_LABELS.match(text) is None


@unhurried
@given(st.sampled_from(SPELLINGS), st.data())
def test_case_and_separators_do_not_matter(spelling: tuple[str, str], data: st.DataObject) -> None:
    label_id, text = spelling
    separators = st.sampled_from(["", "", " ", "-", "_", ".", "  "])
    pieces = [data.draw(st.sampled_from([c.lower(), c.upper()])) for c in text]
    spaced = pieces[0] + "".join(data.draw(separators) + piece for piece in pieces[1:])

    assert CHEST_LABELS.match(spaced) == CHEST_LABELS.index(label_id)


def test_the_folders_of_the_real_collection_are_known(shared_data: Path) -> None:
    with (shared_data / "cxr" / "manifest.csv").open(encoding="utf-8") as stream:
        folders = {
            (PurePosixPath(row["path"]).parent.name, row["label"]) for row in csv.DictReader(stream)
        }

    assert len(folders) == 5
    for folder, label_id in folders:
        assert CHEST_LABELS.match(folder) == CHEST_LABELS.index(label_id)


def test_the_classes_stand_in_a_fixed_order() -> None:
    assert CHEST_LABELS.ids == (
        "normal",
        "bacterial_pneumonia",
        "viral_pneumonia",
        "covid19",
        "tuberculosis",
    )
    assert CHEST_LABELS.names[3] == "COVID-19"
    assert len(CHEST_LABELS) == 5


def test_a_set_knows_the_place_of_its_labels_only() -> None:
    assert [CHEST_LABELS.index(i) for i in CHEST_LABELS.ids] == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="not in tuple"):
        CHEST_LABELS.index("COVID-19")


@pytest.mark.parametrize("ids", [(), ("a", "b", "a")])
def test_ids_are_distinct_and_not_empty(ids: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="distinct"):
        LabelSet(tuple(Label(i, i, "") for i in ids))


def test_known_ids_become_the_known_labels() -> None:
    assert LabelSet.from_ids(CHEST_LABELS.ids) == CHEST_LABELS
    chosen = LabelSet.from_ids(("tuberculosis", "normal"))
    assert chosen.names == ("Tuberculosis", "Normal")
    assert chosen.match("TB") == 0


def test_an_unknown_id_becomes_a_label_of_its_own() -> None:
    labels = LabelSet.from_ids(("normal", "pleural_effusion"))

    assert labels.names == ("Normal", "Pleural effusion")
    assert labels.match("Pleural-Effusion") == 1


def test_what_is_written_in_capitals_stays_so() -> None:
    assert LabelSet.from_ids(("COPD", "nodule_3cm", "HIV_PCP")).names == (
        *("COPD", "Nodule 3cm"),
        "HIV PCP",
    )


@pytest.mark.parametrize(
    ("ids", "normal"),
    [
        (CHEST_LABELS.ids, 0),
        (("silicosis", "normal"), 1),
        (("sick", "Healthy"), 1),
        (("tuberculosis", "no_finding"), 1),
        (("tuberculosis", "abnormal"), None),
    ],
)
def test_the_class_that_says_there_is_nothing(ids: tuple[str, ...], normal: int | None) -> None:
    labels = LabelSet.from_ids(ids)

    assert labels.normal == normal
    assert [i for i, label in enumerate(labels.labels) if not label.is_disease] == (
        [] if normal is None else [normal]
    )


def test_labels_in_other_scripts_are_told_apart() -> None:
    labels = LabelSet.from_ids(("肺炎", "正常", "Übriges"))

    assert [labels.match(text) for text in ("肺炎", "正常", "übriges", "結核")] == [0, 1, 2, None]
