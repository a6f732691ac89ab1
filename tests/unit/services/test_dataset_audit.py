from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.services.dataset_audit import AuditRequest, audit
from tests.unit.services.fakes import Listener


def put(folder: Path, name: str, content: str) -> Path:
    """A file that stands for a film: looking at a collection decodes none."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def write_manifest(folder: Path, *lines: str) -> Path:
    """Manifest of films that are made beside it, each different from the others."""
    text = "path,label,split,patient_id,source\n" + "\n".join(lines) + "\n"
    for line in lines:
        put(folder, line.split(",")[0], line)
    return put(folder, "manifest.csv", text)


def test_films_are_counted_by_split_and_class(tmp_path: Path) -> None:
    for split, count in (("train", 3), ("test", 2)):
        for number in range(count):
            put(tmp_path, f"{split}/NORMAL/{number}.png", f"{split} {number}")
    put(tmp_path, "train/Corona Virus Disease/c.png", "c")

    found = audit(AuditRequest(tmp_path), NullContext())

    assert found["n"] == 6
    assert list(found["splits"]) == ["train", "test"]
    assert found["splits"]["train"]["normal"] == 3
    assert found["splits"]["train"]["covid19"] == 1
    assert found["splits"]["test"] == {
        "normal": 2,
        "bacterial_pneumonia": 0,
        "viral_pneumonia": 0,
        "covid19": 0,
        "tuberculosis": 0,
    }
    assert not found["is_split_here"]
    assert json.loads(json.dumps(found)) == found


def test_copies_are_counted_and_those_in_another_split_are_named(tmp_path: Path) -> None:
    inside = [put(tmp_path, f"train/Normal/{name}.png", "same") for name in "ab"]
    outside = put(tmp_path, "test/Normal/c.png", "same")
    put(tmp_path, "train/Normal/d.png", "twins of one split")
    put(tmp_path, "train/Normal/e.png", "twins of one split")
    put(tmp_path, "train/Normal/f.png", "alone")

    found = audit(AuditRequest(tmp_path), NullContext())

    assert found["identical_files"] == 3
    (copies,) = found["identical_across_splits"]
    assert sorted(copies) == sorted(str(path) for path in (*inside, outside))
    assert any("identical copies" in sentence for sentence in found["findings"])


def test_a_patient_in_two_splits_is_a_leak(tmp_path: Path) -> None:
    write_manifest(
        tmp_path,
        "a.png,normal,train,jane,north",
        "b.png,normal,test,jane,north",
        "c.png,covid19,test,john,north",
    )

    found = audit(AuditRequest(tmp_path), NullContext())

    assert found["groups_across_splits"] == ["jane"]
    assert any("more than one split" in sentence for sentence in found["findings"])


def test_a_class_that_comes_from_one_hospital_is_found(tmp_path: Path) -> None:
    write_manifest(
        tmp_path,
        *(f"n{i}.png,normal,train,p{i},north" for i in range(3)),
        *(f"t{i}.png,tuberculosis,train,q{i},south" for i in range(3)),
    )

    found = audit(AuditRequest(tmp_path), NullContext())

    assert list(found["sources"]) == ["north", "south"]
    assert found["sources"]["south"]["tuberculosis"] == 3
    assert found["sources"]["south"]["normal"] == 0
    assert any("south" in s and "confounded" in s for s in found["findings"])
    assert not any("identical" in s or "more than one" in s for s in found["findings"])


def test_unknown_classes_need_a_meaning(tmp_path: Path) -> None:
    for label in ("Normal", "Lung Opacity", "TB"):
        put(tmp_path, f"{label}/a.png", label)

    with pytest.raises(LungDeskError) as caught:
        audit(AuditRequest(tmp_path), NullContext())
    assert caught.value.code is ErrorCode.DATASET_LABEL_UNKNOWN
    assert "Lung Opacity" in caught.value.message

    found = audit(AuditRequest(tmp_path, {"Lung Opacity": ""}), NullContext())
    assert (found["n"], found["ignored"]) == (2, {"Lung Opacity": 1})
    assert found["is_split_here"]


def test_cancelling_stops_before_the_files_are_compared(tmp_path: Path) -> None:
    put(tmp_path, "Normal/a.png", "a")
    listener = Listener(cancels_at_check=1)

    with pytest.raises(Cancelled):
        audit(AuditRequest(tmp_path), listener)

    assert len(listener.reports) == 1


def test_the_real_collection_is_as_its_manifest_says(shared_data: Path) -> None:
    folder = shared_data / "cxr"

    found = audit(AuditRequest(folder), NullContext())

    with (folder / "manifest.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for split, counts in found["splits"].items():
        for label, count in counts.items():
            assert count == sum((r["split"], r["label"]) == (split, label) for r in rows)
    assert found["n"] == len(rows)
    assert found["groups_across_splits"] == found["identical_across_splits"] == []
    assert any("Tuberculosis" in sentence for sentence in found["findings"])
