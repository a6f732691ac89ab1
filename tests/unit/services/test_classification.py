from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
from PIL import Image

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.imaging.heat import overlaid
from lungdesk.core.jobs import Cancelled, JobContext, NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.prediction import softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.verdict import Correction, Decision, ReasonCode, Verdict
from lungdesk.formats.reader import read_radiograph
from lungdesk.services.classification import ClassificationRequest, classify
from lungdesk.services.film_rows import PictureFiles
from lungdesk.services.gate_log import GateLog
from lungdesk.services.inference import FilmReader, Reading
from tests.unit.formats.builders import gradient, write_dicom, write_picture
from tests.unit.services.fakes import MODEL, SURE, UNSURE, FakeReader, Listener, reading, refused

WORDS = ["path", "status", "code", "message", "predicted", "probabilities", "model", "timings_ms"]
OF_READ_FILMS = [*WORDS, "prediction_set", "uncertain", "verdict"]


def rows_of(
    *paths: Path,
    reader: FilmReader | None = None,
    heatmaps: Path | None = None,
    ctx: JobContext | None = None,
) -> list[dict[str, Any]]:
    request = ClassificationRequest(paths, reader or FakeReader(), heatmaps)
    return list(classify(request, ctx or NullContext()))


def test_a_film_becomes_a_row_of_plain_values(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm")

    (row,) = rows_of(path)

    assert list(row) == OF_READ_FILMS
    assert (row["path"], row["status"], row["code"], row["message"]) == (str(path), "ok", "", "")
    assert row["predicted"] == "tuberculosis"
    assert list(row["probabilities"]) == list(CHEST_LABELS.ids)
    np.testing.assert_allclose(
        list(row["probabilities"].values()), softmax(np.array(SURE, np.float32)), atol=1e-6
    )
    assert row["model"] == {"id": MODEL.id, "version": MODEL.version, "sha256": MODEL.sha256}
    assert set(row["timings_ms"]) == {"decode", "preprocess", "infer", "explain"}
    assert json.loads(json.dumps(row)) == row


def test_a_film_without_a_leading_class_is_called_uncertain(tmp_path: Path) -> None:
    reader = FakeReader(lambda film: reading(film, UNSURE))

    (row,) = rows_of(write_dicom(tmp_path / "film.dcm"), reader=reader)

    assert row["status"] == "ok"
    assert row["message"] == "uncertain: no class reaches one half"
    assert row["uncertain"] == "no class reaches one half"


def test_of_several_frames_the_row_says_which_was_read(tmp_path: Path) -> None:
    (row,) = rows_of(write_dicom(tmp_path / "film.dcm", np.stack([gradient(), gradient()])))

    assert row["message"] == "frame 1 of 2 was read"


def test_a_refused_film_has_a_reason_and_neither_finding_nor_picture(tmp_path: Path) -> None:
    maps = tmp_path / "maps"

    (row,) = rows_of(write_dicom(tmp_path / "film.dcm"), reader=FakeReader(refused), heatmaps=maps)

    assert (row["status"], row["code"]) == ("refused", "LD-GATE-006")
    assert row["message"] == "It is upside down. To read it, turn it round."
    assert (row["predicted"], row["probabilities"], row["prediction_set"]) == (None, {}, [])
    assert row["verdict"]["offered"] == "turn_round"
    assert not maps.exists()


def test_an_override_is_in_the_row_and_in_the_log(tmp_path: Path) -> None:
    path, log = write_dicom(tmp_path / "film.dcm"), GateLog(tmp_path / "gate.jsonl")
    request = ClassificationRequest([path], FakeReader(refused), None, True, log)

    (row,) = classify(request, NullContext())

    assert (row["status"], row["code"], row["predicted"]) == ("ok", "LD-GATE-006", "tuberculosis")
    assert row["message"] == "read although refused: It is upside down."
    assert row["verdict"]["overridden"] is True
    (entry,) = log.entries()
    assert (entry.action, entry.file) == ("read_anyway", str(path))
    assert entry.verdict.as_plain() == row["verdict"]


@pytest.mark.parametrize("mend", [True, False])
def test_nothing_is_read_against_the_gate_where_that_cannot_be_kept(
    tmp_path: Path, mend: bool
) -> None:
    (tmp_path / "file").touch()
    log, path = GateLog(tmp_path / "file" / "gate.jsonl"), write_dicom(tmp_path / "film.dcm")
    request = ClassificationRequest([path], FakeReader(refused), log=log)
    assert [row["status"] for row in classify(request, NullContext())] == ["refused"]

    with pytest.raises(LungDeskError) as caught:
        list(classify(replace(request, read_anyway=not mend, mend=mend), NullContext()))

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE


def test_a_correction_is_in_the_row_and_in_the_log(tmp_path: Path) -> None:
    path, log = write_dicom(tmp_path / "film.dcm"), GateLog(tmp_path / "gate.jsonl")
    maps = tmp_path / "maps"
    request = ClassificationRequest([path], FakeReader(refused), maps, log=log, mend=True)

    (row,) = classify(request, NullContext())

    assert (row["status"], row["code"], row["predicted"]) == ("ok", "", "tuberculosis")
    assert row["message"] == "read after a correction (turn_round)"
    assert row["verdict"]["applied"] == "turn_round"
    assert row["heatmap"] == str(maps / "film-tuberculosis.png")
    (entry,) = log.entries()
    assert (entry.action, entry.file) == ("corrected", str(path))
    assert entry.verdict.as_plain() == row["verdict"]


def test_a_film_that_is_refused_mended_or_not_says_both(tmp_path: Path) -> None:
    def still_refused(film: Radiograph) -> Reading:
        one = reading(film)
        verdict = Verdict(
            *(Decision.REFUSED, ReasonCode.TURNED, "It is turned to the right."),
            offered=Correction(3),
            applied=Correction(3),
        )
        return replace(one, prediction=replace(one.prediction, verdict=verdict))

    log = GateLog(tmp_path / "gate.jsonl")
    path = write_dicom(tmp_path / "film.dcm")
    request = ClassificationRequest([path], FakeReader(still_refused), log=log)

    (row,) = classify(request, NullContext())

    assert row["message"] == (
        "It is turned to the right. It had been corrected (turn_left). To read it, turn it round."
    )
    assert list(log.entries()) == []


def test_a_film_that_cannot_be_read_is_a_row_and_not_the_end(tmp_path: Path) -> None:
    missing, empty = tmp_path / "missing.dcm", tmp_path / "empty.dcm"
    empty.write_bytes(b"")
    good = write_picture(tmp_path / "good.png", gradient())

    rows = rows_of(missing, empty, good)

    assert [(row["path"], row["status"], row["code"]) for row in rows] == [
        (str(missing), "failed", "LD-FILE-001"),
        (str(empty), "failed", "LD-FILE-003"),
        (str(good), "ok", ""),
    ]
    for row in rows[:2]:
        assert list(row) == WORDS
        assert row["message"]
        assert (row["predicted"], row["probabilities"], row["model"]) == (None, {}, None)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (LungDeskError("It broke.", hint="Mend it.", code=ErrorCode.MODEL_INVALID), "LD-MODEL-004"),
        (ZeroDivisionError("division by zero"), "LD-UNEXPECTED-001"),
    ],
)
def test_a_reader_that_fails_on_one_film_reads_the_others(
    tmp_path: Path, error: Exception, code: str
) -> None:
    def fail_on_first(film: Radiograph) -> Reading:
        if film.instance.path.name == "a.dcm":
            raise error
        return reading(film)

    paths = [write_dicom(tmp_path / name) for name in ("a.dcm", "b.dcm")]

    bad, good = rows_of(*paths, reader=FakeReader(fail_on_first))

    assert (bad["status"], bad["code"]) == ("failed", code)
    assert (str(error) in bad["message"]) or bad["message"] == "It broke. Mend it."
    assert good["status"] == "ok"


def test_rows_come_in_the_order_of_the_folder(tmp_path: Path) -> None:
    for number in (10, 2, 1):
        write_dicom(tmp_path / f"film-{number}.dcm")

    names = [Path(row["path"]).name for row in rows_of(tmp_path)]

    assert names == ["film-1.dcm", "film-2.dcm", "film-10.dcm"]


def test_a_row_is_there_as_soon_as_its_film_is_read(tmp_path: Path) -> None:
    read: list[str] = []

    def note(film: Radiograph) -> Reading:
        read.append(film.instance.path.name)
        return reading(film)

    paths = [write_dicom(tmp_path / name) for name in ("a.dcm", "b.dcm")]
    rows = classify(ClassificationRequest(paths, FakeReader(note)), NullContext())

    next(rows)

    assert read == ["a.dcm"]


def test_progress_counts_the_films(tmp_path: Path) -> None:
    paths = [write_dicom(tmp_path / name) for name in ("a.dcm", "b.dcm")]
    listener = Listener()

    rows_of(*paths, ctx=listener)

    counted = [(p.done, p.total) for p in listener.reports if p.total]
    assert counted == [(0, 2), (1, 2), (2, 2)]
    assert "a.dcm" in listener.reports[0].message


@pytest.mark.parametrize("count", [1, 3])
def test_cancelling_ends_the_job_and_is_no_failure_of_a_film(tmp_path: Path, count: int) -> None:
    paths = [write_dicom(tmp_path / f"{number}.dcm") for number in range(count)]
    listener = Listener()
    rows_of(*paths, ctx=listener)

    for check in range(1, listener.checks + 1):
        rows: list[dict[str, Any]] = []
        request = ClassificationRequest(paths, FakeReader())
        with pytest.raises(Cancelled):
            rows.extend(classify(request, Listener(cancels_at_check=check)))
        assert all(row["status"] == "ok" for row in rows)


def test_the_heatmap_of_the_finding_is_written_in_the_size_of_the_film(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm")
    heatmaps = tmp_path / "new" / "heatmaps"

    (row,) = rows_of(path, heatmaps=heatmaps)

    assert row["heatmap"] == str(heatmaps / "film-tuberculosis.png")
    film = read_radiograph(path)
    with Image.open(row["heatmap"]) as picture:
        np.testing.assert_array_equal(
            np.asarray(picture), overlaid(film, reading(film).saliency_maps, 4)
        )


def test_a_heatmap_has_a_name_that_every_disk_takes(tmp_path: Path) -> None:
    (row,) = rows_of(write_dicom(tmp_path / "scan 10:30.dcm"), heatmaps=tmp_path / "heatmaps")

    assert row["heatmap"] == str(tmp_path / "heatmaps" / "scan 10_30-tuberculosis.png")


def test_of_many_films_of_the_same_name_each_is_looked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = PictureFiles(tmp_path, [tmp_path / "film-3.png"])
    asked = Mock(wraps=os.path.realpath)
    monkeypatch.setattr(os.path, "realpath", asked)

    files = [pictures.file("film").name for _ in range(100)]

    assert files[:3] == ["film.png", "film-2.png", "film-4.png"]
    assert len(set(files)) == 100
    assert asked.call_count < 300


def test_films_of_the_same_name_keep_their_heatmaps_apart(tmp_path: Path) -> None:
    for ward, values in (("a", gradient()), ("b", gradient()[::-1]), ("c", gradient()[:, ::-1])):
        (tmp_path / ward).mkdir()
        write_dicom(tmp_path / ward / "IM0001.dcm", values)

    for _ in range(2):  # a second run writes the same files once more
        rows = rows_of(*(tmp_path / ward for ward in "abc"), heatmaps=tmp_path / "heatmaps")

        assert [Path(row["heatmap"]).name for row in rows] == [
            "IM0001-tuberculosis.png",
            "IM0001-tuberculosis-2.png",
            "IM0001-tuberculosis-3.png",
        ]
        assert len({Path(row["heatmap"]).read_bytes() for row in rows}) == 3
        assert len(list((tmp_path / "heatmaps").iterdir())) == 3


def test_no_heatmap_takes_the_place_of_a_film(tmp_path: Path) -> None:
    for name in ("x.png", "x-tuberculosis.png"):
        write_picture(tmp_path / name, gradient())
    films = {path: path.read_bytes() for path in tmp_path.iterdir()}

    rows = rows_of(tmp_path, heatmaps=tmp_path / "sub" / "..")

    assert sorted(Path(row["heatmap"]).name for row in rows) == [
        "x-tuberculosis-2.png",
        "x-tuberculosis-tuberculosis.png",
    ]
    assert {path: path.read_bytes() for path in films} == films


@pytest.mark.parametrize("place", [".", "maps"])
def test_heatmaps_among_the_films_are_not_read_another_time(tmp_path: Path, place: str) -> None:
    for name in ("x.png", "y.png"):
        write_picture(tmp_path / name, gradient())
    first = rows_of(tmp_path, heatmaps=tmp_path / place)
    written = sorted(tmp_path.rglob("*.png"))

    again = rows_of(tmp_path, heatmaps=tmp_path / place)

    assert [row["path"] for row in again] == [row["path"] for row in first]
    assert sorted(tmp_path.rglob("*.png")) == written
    maps = [Path(row["heatmap"]) for row in first]
    assert len(rows_of(*maps)) == 2  # who names them means them


def test_a_heatmap_that_cannot_be_written_is_told_and_costs_no_reading(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, and no folder")
    reader = FakeReader(lambda film: reading(film, UNSURE))

    (row,) = rows_of(write_dicom(tmp_path / "film.dcm"), reader=reader, heatmaps=tmp_path / "taken")

    assert (row["status"], row["code"], row["heatmap"]) == ("ok", "LD-FILE-006", None)
    assert len(row["probabilities"]) == len(CHEST_LABELS)
    doubt, _, picture = row["message"].partition("; ")
    assert doubt == "uncertain: no class reaches one half"
    assert picture.startswith("it has no picture: ")
    assert str(tmp_path / "taken") in picture


def test_the_shipped_model_reads_the_sample_chest(
    shipped_reader: FilmReader, sample_films: Path
) -> None:
    (row,) = rows_of(sample_films / "RG1_UNCR.dcm", reader=shipped_reader)

    assert row["status"] == "ok"
    assert sum(row["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert row["predicted"] == max(row["probabilities"], key=row["probabilities"].__getitem__)
    assert row["model"]["sha256"] == shipped_reader.model.sha256
