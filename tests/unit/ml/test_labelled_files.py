"""What folders and manifests say of films, in their own words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.formats.raster_writer import write_png
from lungdesk.ml.labelled_files import labelled_files


def films(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def listed(manifest: Path, columns: str, *lines: str) -> list[tuple[str, str]]:
    """Name and group of each film of a manifest; the files are made."""
    films(manifest.parent, *{line.partition(",")[0] for line in lines})
    manifest.write_text("\n".join([columns, *lines]))
    return [(row.path.name, row.group) for row in labelled_files(manifest).films]


def test_films_of_a_patient_are_one_group_though_finer_groups_are_stated(tmp_path: Path) -> None:
    rows = listed(
        tmp_path / "films.csv",
        "path,label,patient_id,group_id",
        *("a.png,normal,1,study 2", "b.png,normal,1,study 1"),  # two studies of a patient,
        *("c.png,normal,,study 2", "d.png,normal,1,"),  # and what is with either
        *("e.png,normal,2,copies", "f.png,normal,3,copies"),  # one group of two patients
        *("g.png,normal,4,1", "h.png,normal,4,"),  # a group that is called as a patient
        *("i.png,normal,5,", "j.png,normal,,"),
    )
    assert rows == [
        *((f"{name}.png", "study 1") for name in "abcd"),
        *(("e.png", "copies"), ("f.png", "copies")),
        *(("g.png", "1"), ("h.png", "1")),
        *(("i.png", "5"), ("j.png", "")),
    ]


def test_a_film_that_is_listed_twice_is_one_film(tmp_path: Path) -> None:
    rows = listed(
        tmp_path / "films.csv",
        "path,label,group_id",
        *("a.png,normal,", "a.png,normal,", "./a.png,normal,"),
        *("b.png,normal,2", "b.png,normal,1", "c.png,normal,2"),
    )
    assert rows == [("a.png", ""), ("b.png", "1"), ("c.png", "1")]


@pytest.mark.parametrize("second", ["a.png,covid19,train", "a.png,normal,test"])
def test_a_film_of_two_classes_or_splits_is_refused_by_name(tmp_path: Path, second: str) -> None:
    first = "a.png,normal,train"
    with pytest.raises(LungDeskError, match=r"/a\.png two classes, or puts it in") as caught:
        listed(tmp_path / "films.csv", "path,label,split", first, second)
    assert caught.value.code is ErrorCode.DATASET_MANIFEST


@pytest.mark.parametrize("split", ["", "train/"])
def test_what_programs_leave_in_folders_is_no_film(tmp_path: Path, split: str) -> None:
    kept = [f"{split}normal/1.png", f"{split}covid19/deeper/2.png"]
    films(
        tmp_path,
        *kept,
        *(f"{split}normal/._1.png", f"{split}normal/.cache/1.png"),
        *(f"{split}.ipynb_checkpoints/1.png", f"{split}__MACOSX/normal/1.png"),
        ".hidden/normal/1.png",
    )
    found = {row.path.relative_to(tmp_path).as_posix() for row in labelled_files(tmp_path).films}
    assert found == set(kept)
    assert labelled_files(tmp_path).mask_count == 0


def test_a_hidden_folder_may_be_chosen(tmp_path: Path) -> None:
    films(tmp_path / ".films", "normal/1.png")
    assert len(labelled_files(tmp_path / ".films").films) == 1


def test_masks_beside_films_are_passed_over_and_counted(tmp_path: Path) -> None:
    films(
        tmp_path,
        *("COVID/images/1.png", "COVID/masks/1.png", "COVID/masks/2.png"),
        *("Normal/1.png", "Normal/Lung Masks/1.png", "Normal/unmasks/2.png"),
        "Viral/masks/1.png",  # all that there is of a class are its films
    )
    found = {row.path.relative_to(tmp_path).as_posix() for row in labelled_files(tmp_path).films}
    assert found == {
        *("COVID/images/1.png", "Normal/1.png", "Normal/unmasks/2.png", "Viral/masks/1.png")
    }
    assert labelled_files(tmp_path).mask_count == 3


def test_pictures_that_were_made_of_films_are_none(tmp_path: Path) -> None:
    films(tmp_path, "normal/a.png", "normal/b-normal.png", "covid19/c-covid19.png")
    for name in ("normal/a-normal.png", "normal/a-lungs-2.png", "covid19/c-lungs.png"):
        write_png(tmp_path / name, np.zeros((8, 8), np.uint8))
    names = [row.path.name for row in labelled_files(tmp_path).films]
    assert names == ["c-covid19.png", "a.png", "b-normal.png"]
    assert labelled_files(tmp_path).mask_count == 3


def test_dicom_files_are_films_whatever_they_are_called(tmp_path: Path) -> None:
    names = ("IM-0001-0001", "1.2.840.10008.7", "masks/IM-0002", "DICOMDIR", ".hidden")
    films(tmp_path, "normal/README", "normal/sizes.csv", *(f"normal/{name}" for name in names))
    for name in names:
        (tmp_path / "normal" / name).write_bytes(bytes(128) + b"DICM")
    assert {row.path.name for row in labelled_files(tmp_path).films} == set(names[:2])
    assert labelled_files(tmp_path).mask_count == 1


def test_a_manifest_may_name_films_in_any_folder(tmp_path: Path) -> None:
    rows = listed(tmp_path / "manifest.csv", "path,label", "a/masks/1.png,normal", "a/2.png,normal")
    assert len(rows) == 2
    assert labelled_files(tmp_path).mask_count == 0
