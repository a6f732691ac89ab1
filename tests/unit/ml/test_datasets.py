from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.datasets import load_dataset


def film(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


@pytest.fixture
def kaggle(tmp_path: Path) -> Path:
    names = ("Normal", "Bacterial Pneumonia", "Viral Pneumonia", "Corona Virus Disease", "TB")
    for split, count in (("train", 4), ("val", 2), ("test", 1)):
        for name in names:
            for number in range(count):
                film(tmp_path / split / name / f"{number}.jpg", f"{split}{name}{number}")
    (tmp_path / "train" / "Normal" / "notes.txt").write_text("not a film")
    return tmp_path


def test_kaggle_layout_with_lenient_class_names(kaggle: Path) -> None:
    dataset = load_dataset(kaggle)

    assert dataset.counts()["train"] == dict.fromkeys(dataset.labels.ids, 4)
    assert len(dataset.split("val")) == 10
    assert not dataset.is_split_here


def test_one_level_of_class_folders_is_split_with_copies_together(tmp_path: Path) -> None:
    for name in ("normal", "covid19"):
        for number in range(40):
            film(tmp_path / name / f"{number}.png", f"{name}{number // 2}")  # each film twice

    dataset = load_dataset(tmp_path)

    assert dataset.is_split_here
    assert dataset.groups_across_splits() == ()
    counts = dataset.counts()
    assert set(counts) == {"train", "val", "test"}
    assert counts["train"]["covid19"] > counts["val"]["covid19"] > 0
    assert load_dataset(tmp_path) == dataset  # the same every time


def test_films_without_a_split_are_dealt_and_all_others_stay_where_the_data_puts_them(
    tmp_path: Path,
) -> None:
    for name in ("normal", "covid19"):
        for number in range(40):
            film(tmp_path / name / f"{number}.png", f"{name}{number}")
            film(tmp_path / "external" / name / f"{number}.png", f"other {name}{number}")
        film(tmp_path / name / "copy.png", f"other {name}0")  # of a film of another hospital

    dataset = load_dataset(tmp_path)

    assert dataset.is_split_here
    counts = dataset.counts()
    assert counts["external"]["normal"] == counts["external"]["covid19"] == 41
    assert set(counts) == {"train", "val", "test", "external"}
    outside = {s.path for s in dataset.samples if s.split == "external"}
    assert outside == {
        *(tmp_path / "external").rglob("*.png"),
        *tmp_path.glob("*/copy.png"),
    }
    assert dataset.groups_across_splits() == ()


def test_an_unknown_class_is_asked_about_not_dropped(kaggle: Path) -> None:
    film(kaggle / "train" / "Pneumothorax" / "1.jpg", "x")

    with pytest.raises(LungDeskError, match="Pneumothorax") as caught:
        load_dataset(kaggle)
    assert caught.value.code is ErrorCode.DATASET_LABEL_UNKNOWN

    ignoring = load_dataset(kaggle, label_map={"Pneumothorax": ""})
    assert ignoring.ignored == {"Pneumothorax": 1}
    mapped = load_dataset(kaggle, label_map={"Pneumothorax": "normal"})
    assert mapped.counts()["train"]["normal"] == 5


def test_a_manifest_gives_splits_groups_and_sources(tmp_path: Path) -> None:
    film(tmp_path / "a.png", "a")
    film(tmp_path / "b.png", "b")
    manifest = tmp_path / "films.csv"
    manifest.write_text(
        "path,label,split,patient_id,source\n"
        "a.png,COVID-19,train,p1,Hospital A\nb.png,normal,test,p1,Hospital B\n"
    )

    dataset = load_dataset(manifest)

    assert [s.source for s in dataset.samples] == ["Hospital A", "Hospital B"]
    assert dataset.groups_across_splits() == ("p1",)


@pytest.mark.parametrize(
    "text",
    [
        "path;label;source\r\na.png;normal;Hospital A, B\r\n",
        "path\tlabel\tsource\na.png\tnormal\tHospital A, B\n",
        'Path, Label,Source\na.png,normal,"Hospital A, B"\n',
    ],
)
def test_a_manifest_as_spreadsheets_write_it(tmp_path: Path, text: str) -> None:
    film(tmp_path / "a.png", "a")
    manifest = tmp_path / "films.csv"
    manifest.write_text(text, newline="")

    (sample,) = load_dataset(manifest).samples

    assert (sample.path.name, sample.source) == ("a.png", "Hospital A, B")


def test_a_film_without_a_label_is_asked_about(tmp_path: Path) -> None:
    film(tmp_path / "a.png", "a")
    (tmp_path / "films.csv").write_text("path,label\na.png,\n")

    with pytest.raises(LungDeskError, match='not known: ""') as caught:
        load_dataset(tmp_path / "films.csv")
    assert caught.value.code is ErrorCode.DATASET_LABEL_UNKNOWN


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("file,class\na.png,normal\n", "no columns path and label"),
        ("path,label\nabsent.png,normal\n", "names 1 files that are not there"),
    ],
)
def test_a_bad_manifest_is_one_sentence(tmp_path: Path, text: str, what: str) -> None:
    manifest = tmp_path / "films.csv"
    manifest.write_text(text)

    with pytest.raises(LungDeskError, match=what) as caught:
        load_dataset(manifest)
    assert caught.value.code is ErrorCode.DATASET_MANIFEST


def test_nothing_to_learn_from_is_one_sentence(tmp_path: Path, kaggle: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(LungDeskError) as caught:
        load_dataset(empty)
    assert caught.value.code is ErrorCode.DATASET_EMPTY
    with pytest.raises(LungDeskError) as caught:
        load_dataset(tmp_path / "absent")
    assert caught.value.code is ErrorCode.FILE_MISSING
    with pytest.raises(LungDeskError, match="no split called external"):
        load_dataset(kaggle).split("external")


def test_a_folder_that_bears_the_name_of_a_film_is_none(tmp_path: Path) -> None:
    film(tmp_path / "train" / "normal" / "series.dcm" / "1.dcm", "film")

    (sample,) = load_dataset(tmp_path).samples

    assert sample.path.name == "1.dcm"


def test_a_film_that_cannot_be_opened_stays_for_its_reader_to_complain_about(
    tmp_path: Path,
) -> None:
    film(tmp_path / "train" / "normal" / "1.png", "film")
    (tmp_path / "train" / "normal" / "2.png").symlink_to(tmp_path / "taken away.png")
    (tmp_path / "train" / "normal" / "3.png").symlink_to(tmp_path / "taken away too.png")

    dataset = load_dataset(tmp_path)

    assert [sample.path.name for sample in dataset.samples] == ["1.png", "2.png", "3.png"]
    assert len({sample.group for sample in dataset.samples}) == 3


def test_the_real_collection(shared_data: Path) -> None:
    dataset = load_dataset(shared_data / "cxr")

    assert dataset.counts()["train"] == {
        "normal": 696,
        "bacterial_pneumonia": 384,
        "viral_pneumonia": 383,
        "covid19": 733,
        "tuberculosis": 624,
    }
    assert len(dataset.split("external")) == 218
    assert dataset.groups_across_splits() == ()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_manifest_of_another_encoding_is_told_how_to_be_saved(
    tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "manifest.csv").write_text("path,label\nniño.png,normal\n", encoding=encoding)

    with pytest.raises(LungDeskError, match="is not text in UTF-8: spreadsheets") as caught:
        load_dataset(tmp_path)

    assert caught.value.code is ErrorCode.DATASET_MANIFEST
