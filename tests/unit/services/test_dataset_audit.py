from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.report import ReportStyle
from lungdesk.ml.audit.findings import Severity
from lungdesk.ml.audit.quick import quick_findings
from lungdesk.ml.datasets import load_dataset
from lungdesk.services.dataset_audit import AuditRequest, audit
from tests.unit.formats.builders import gradient, write_dicom, write_picture
from tests.unit.ml.drawn_films import DrawnCollection, drawn_film
from tests.unit.ml.real_films import write_manifest
from tests.unit.services.fakes import Listener


def put(folder: Path, name: str, content: str) -> Path:
    """A file that is no film."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def kinds(report: dict[str, Any], *severities: str) -> set[str]:
    """Kinds of the findings of some severities."""
    return {issue["kind"] for issue in report["issues"] if issue["severity"] in severities}


def issue(report: dict[str, Any], kind: str) -> dict[str, Any]:
    (found,) = [issue for issue in report["issues"] if issue["kind"] == kind]
    return dict(found)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> DrawnCollection:
    """A collection without a fault, for others to be planted into copies of it."""
    collection = DrawnCollection(tmp_path_factory.mktemp("clean"))
    collection.fill({"train": 20, "val": 4, "test": 10})
    return collection


@pytest.fixture
def collection(clean: DrawnCollection, tmp_path: Path) -> DrawnCollection:
    """A copy of it that may be spoilt."""
    shutil.copytree(clean.folder, tmp_path / "films")
    return DrawnCollection(tmp_path / "films", list(clean.lines))


def test_a_lateral_film_by_its_header_stands_in_table_and_page(
    collection: DrawnCollection, tmp_path: Path
) -> None:
    pixels = drawn_film(77).astype(np.uint16)
    write_dicom(collection.folder / "lateral.dcm", pixels, ViewPosition="LL")
    lateral = collection.enter("lateral.dcm", "normal", "train")
    out = tmp_path / "out"

    found = issue(audit(AuditRequest(collection.folder, out=out), NullContext()), "not_frontal")

    assert found["severity"] == "warning"
    assert found["paths"] == [str(lateral)]
    rows = list(csv.reader((out / "findings.csv").read_text(encoding="utf-8").splitlines()))
    assert ["not_frontal", "warning", str(lateral), ""] in rows
    assert (
        "1 film is no frontal view of the chest by the header" in (out / "audit.html").read_text()
    )


def test_a_sound_collection_gives_no_warning(clean: DrawnCollection) -> None:
    listener = Listener()

    found = audit(AuditRequest(clean.folder), listener)

    assert "reading the films" in {report.message for report in listener.reports}
    assert kinds(found, "serious", "warning") == set()
    assert kinds(found, "info") == {"limit"}
    assert found["near_duplicates"] == found["unreadable"] == []
    assert found["images"]["modes"] == {"grey, 8 bit": 170}
    assert {row["control"] for row in found["shortcuts"]} == {
        "borders",
        "without_lungs",
        "file_traits",
        "thumbnail",
    }


def test_planted_copies_are_found_and_nothing_else(collection: DrawnCollection) -> None:
    original = drawn_film(1)
    compressed = cv2.imencode(".jpg", original[6:-4, 3:-8], [cv2.IMWRITE_JPEG_QUALITY, 50])[1]
    put(collection.folder, "test/cropped.jpg", "").write_bytes(compressed.tobytes())
    collection.add("train/original.png", original, "normal", "train")
    collection.enter("test/cropped.jpg", "normal", "test")
    twice = drawn_film(2)
    collection.add("train/healthy.png", twice, "normal", "train")
    collection.add("train/ill.bmp", twice, "tuberculosis", "train")
    repeated = drawn_film(3)
    collection.add("val/once.png", repeated, "covid19", "val")
    collection.add("val/again.bmp", repeated, "covid19", "val")

    found = audit(AuditRequest(collection.folder), NullContext())

    across = issue(found, "alike_across_splits")
    assert across["severity"] == "serious"
    assert across["paths"] == [str(collection.folder / "train/original.png")]
    assert across["partners"] == [str(collection.folder / "test/cropped.jpg")]
    assert "train/original.png and test/cropped.jpg" in across["sentence"]
    doubtful = issue(found, "alike_two_labels")
    assert (doubtful["severity"], Path(doubtful["paths"][0]).name) == ("serious", "healthy.png")
    assert Path(issue(found, "alike")["paths"][0]).name == "once.png"
    assert len(found["near_duplicates"]) == 3
    assert [row["likeness"] for row in found["near_duplicates"][:2]] == [1.0, 1.0]
    assert [row["crosses_splits"] for row in found["near_duplicates"]] == [False, False, True]
    assert kinds(found, "serious") == {"alike_across_splits", "alike_two_labels"}


def test_copies_that_the_data_knows_of_are_not_told(collection: DrawnCollection) -> None:
    film = drawn_film(1)
    collection.add("train/a.png", film, "normal", "train", group="jane")
    collection.add("train/b.bmp", film, "normal", "train", group="jane")

    found = audit(AuditRequest(collection.folder), NullContext())

    assert len(found["near_duplicates"]) == 1
    assert "alike" not in kinds(found, "info")


def test_a_copy_of_one_of_two_equal_films_leaks_from_both(tmp_path: Path) -> None:
    collection = DrawnCollection(tmp_path)
    for number, split in enumerate(("train", "test")):
        collection.add(f"{number}.png", drawn_film(1), "normal", split)
    collection.add("cropped.png", drawn_film(1)[5:-5, 5:-5], "normal", "val")

    found = audit(AuditRequest(tmp_path), NullContext())

    assert len(found["identical_across_splits"]) == 1
    assert sorted(Path(row["partner"]).name for row in found["near_duplicates"]) == [
        "cropped.png",
        "cropped.png",
    ]


def test_a_marker_at_the_border_is_a_shortcut(collection: DrawnCollection) -> None:
    for line in collection.lines:
        name, label = line.split(",")[:2]
        if label == "tuberculosis":
            path = str(collection.folder / name)
            film = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
            assert film is not None
            film[:12, :60] = 255
            cv2.imwrite(path, film)

    found = audit(AuditRequest(collection.folder), NullContext())

    borders = next(row for row in found["shortcuts"] if row["control"] == "borders")
    assert (borders["class_id"], borders["recall"]) == ("tuberculosis", 1.0)
    assert any("outermost 6 %" in sentence for sentence in found["findings"])


def test_a_class_of_one_source_is_found(collection: DrawnCollection) -> None:
    collection.lines = [
        line.rpartition(",")[0] + (",c" if "tuberculosis" in line else ",a")
        for line in collection.lines
    ]
    collection.write()

    found = audit(AuditRequest(collection.folder), NullContext())

    assert list(found["sources"]) == ["a", "c"]
    assert found["sources"]["c"]["tuberculosis"] == 34
    assert "source_confounded" in kinds(found, "serious")
    assert any("Tuberculosis" in s and "confounded" in s for s in found["findings"])
    assert next(a for a in found["associations"] if a["trait"] == "source")["cramers_v"] > 0.9


def test_an_unreadable_film_is_a_finding_and_not_an_error(collection: DrawnCollection) -> None:
    put(collection.folder, "train/broken.png", "no film")
    collection.enter("train/broken.png", "normal", "train")

    found = audit(AuditRequest(collection.folder), NullContext())

    (row,) = found["unreadable"]
    assert (Path(row["path"]).name, row["code"]) == ("broken.png", ErrorCode.FILE_NOT_AN_IMAGE)
    assert kinds(found, "serious", "warning") == {"unreadable"}


def test_one_class_only_is_serious_and_gives_no_controls(tmp_path: Path) -> None:
    collection = DrawnCollection(tmp_path)
    for number in range(12):
        collection.add(f"{number}.png", drawn_film(number), "normal", "train")

    found = audit(AuditRequest(tmp_path), NullContext())

    assert found["shortcuts"] == found["source_transfer"] == []
    assert kinds(found, "serious") == {"class_missing", "split_missing"}


def test_films_are_counted_by_split_and_class(tmp_path: Path) -> None:
    for split, count in (("train", 3), ("test", 2)):
        for number in range(count):
            put(tmp_path, f"{split}/NORMAL/{number}.png", f"{split} {number}")
    put(tmp_path, "train/Corona Virus Disease/c.png", "c")

    found = audit(AuditRequest(tmp_path), NullContext())

    assert found["n"] == len(found["unreadable"]) == 6
    assert list(found["splits"]) == ["train", "test"]
    assert found["splits"]["train"]["normal"] == 3
    assert found["splits"]["train"]["covid19"] == 1
    assert found["splits"]["test"] == {**dict.fromkeys(CHEST_LABELS.ids, 0), "normal": 2}
    assert not found["is_split_here"]
    assert json.loads(json.dumps(found, allow_nan=False)) == found


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
    assert any("are copies of one file" in sentence for sentence in found["findings"])


def test_a_patient_in_two_splits_is_a_leak(collection: DrawnCollection) -> None:
    collection.add("a.png", drawn_film(1), "normal", "train", group="jane")
    collection.add("b.png", drawn_film(2), "normal", "test", group="jane")

    found = audit(AuditRequest(collection.folder), NullContext())

    assert found["groups_across_splits"] == ["jane"]
    assert kinds(found, "serious") == {"group_across_splits"}


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


def test_results_are_written(collection: DrawnCollection, tmp_path: Path) -> None:
    collection.add("train/a.png", drawn_film(1), "normal", "train")
    collection.add("test/a.bmp", drawn_film(1), "normal", "test")
    out = tmp_path / "out"

    found = audit(AuditRequest(collection.folder, out=out), NullContext())

    assert json.loads((out / "audit.json").read_text()) == found
    rows = list(csv.DictReader((out / "findings.csv").read_text().splitlines()))
    first = rows[0]
    assert (first["finding"], first["severity"]) == ("alike_across_splits", "serious")
    assert first["path"] == str(collection.folder / "train/a.png")
    assert first["partner"] == str(collection.folder / "test/a.bmp")
    assert rows[-1]["finding"] == "limit"
    page = (out / "audit.html").read_text()
    assert "Audit of films" in page
    assert "show the same exposure" in page


def test_the_page_has_the_letterhead_of_the_other_reports(
    collection: DrawnCollection, tmp_path: Path
) -> None:
    collection.add("train/a.png", drawn_film(1), "normal", "train")
    logo = write_picture(tmp_path / "logo.png", gradient())
    style = ReportStyle("Klinik am See", str(logo))
    out = tmp_path / "out"

    audit(AuditRequest(collection.folder, out=out, style=style), NullContext())

    head = (out / "audit.html").read_text().partition("<h1>")[0]
    assert "Klinik am See" in head
    assert "data:image/png;base64," in head


def test_a_logo_that_is_gone_is_said_before_any_film_is_read(
    collection: DrawnCollection, tmp_path: Path
) -> None:
    listener = Listener()
    style = ReportStyle(logo=str(tmp_path / "gone.png"))

    with pytest.raises(LungDeskError, match="LD-FILE-001"):
        audit(AuditRequest(collection.folder, out=tmp_path / "out", style=style), listener)

    assert listener.checks == 0


@pytest.mark.parametrize("check", [1, 2, 150, 500, 1150])
def test_it_can_be_cancelled_at_any_time(clean: DrawnCollection, check: int) -> None:
    listener = Listener(cancels_at_check=check)

    with pytest.raises(Cancelled):
        audit(AuditRequest(clean.folder), listener)

    assert listener.checks == check


@pytest.mark.slow
def test_the_real_collection_is_as_its_manifest_says(shared_data: Path) -> None:
    folder = shared_data / "cxr"
    with (folder / "manifest.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))

    dataset = load_dataset(folder)

    for split, counts in dataset.counts().items():
        for label, count in counts.items():
            assert count == sum((r["split"], r["label"]) == (split, label) for r in rows)
    assert len(dataset.samples) == len(rows)
    assert not [f for f in quick_findings(dataset) if f.severity is Severity.SERIOUS]


def test_in_the_real_collection_the_copies_are_found_that_are_there(
    shared_data: Path, tmp_path: Path
) -> None:
    suspected = {"ieee8023", "covid_cxnet", "figure1"}
    folder = shared_data / "cxr"
    with (folder / "manifest.csv").open(encoding="utf-8") as stream:
        every = [row | {"path": str(folder / row["path"])} for row in csv.DictReader(stream)]
    rows = [r for n, r in enumerate(every) if r["source"] in suspected or n % 4 == 0]
    manifest = write_manifest(tmp_path / "films.csv", rows)

    found = audit(AuditRequest(manifest), NullContext())

    assert found["n"] == len(rows)
    assert found["groups_across_splits"] == found["identical_across_splits"] == []
    assert any("Tuberculosis" in sentence for sentence in found["findings"])
    # Seen by eye: a film of figures beside the same film from another collection.
    crossing = [r for r in found["near_duplicates"] if r["crosses_splits"]]
    assert {"covid19-0334.jpg", "covid19-0485.jpg"} in [
        {Path(r["path"]).name, Path(r["partner"]).name} for r in crossing
    ]
    sources = {r["path"]: r["source"] for r in rows}
    assert all(
        {sources[r["path"]], sources[r["partner"]]} <= suspected for r in found["near_duplicates"]
    )
    shortcuts = {r["control"]: r["balanced_accuracy"] for r in found["shortcuts"]}
    assert min(shortcuts.values()) > 0.5
    assert np.isfinite(found["seconds"])
