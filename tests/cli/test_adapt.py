"""What ``lungdesk adapt`` cannot work with: one sentence, what to do, and nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest

from lungdesk.services.models import adapted as adapted_model
from tests.cli.conftest import Cli
from tests.ended_command import Ended
from tests.shipped_models import SINGLE_MODEL_ID
from tests.unit.services.local_films import local_film

LABELS = ("normal", "tuberculosis")


def films(
    folder: Path,
    per_class: int = 10,
    *,
    labels: tuple[str, ...] = LABELS,
    patient: Callable[[str, int], str] = "{}{}".format,
    content: bytes = b"",
) -> Path:
    """A hospital with its list; all films show the same, which nobody comes to look at."""
    folder.mkdir()
    encoded = content or cv2.imencode(".png", local_film(1, 0.0))[1].tobytes()
    lines = ["path,label,patient_id"]
    for label in labels:
        for number in range(per_class):
            name = f"{label}-{number}.png"
            # What follows the picture in its file makes them other films than copies.
            (folder / name).write_bytes(encoded + name.encode())
            lines.append(f"{name},{label},{patient(label, number)}")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    return folder


def without_labels(folder: Path) -> Path:
    films(folder)
    (folder / "manifest.csv").unlink()
    return folder


def without_label_column(folder: Path) -> Path:
    films(folder)
    (folder / "manifest.csv").write_text("path\nnormal-0.png\n")
    return folder


def without_films(folder: Path) -> Path:
    for label in LABELS:
        (folder / label).mkdir(parents=True)
    return folder


def all_damaged(folder: Path) -> Path:
    return films(folder, content=b"no picture")


def of_one_class(folder: Path) -> Path:
    return films(folder, 20, labels=("normal",))


def five_films(folder: Path) -> Path:
    return films(folder, 5, labels=("normal",))


def five_of_each(folder: Path) -> Path:
    return films(folder, 5)


def of_one_patient(folder: Path) -> Path:
    return films(folder, patient=lambda _label, _number: "p1")


def of_unknown_classes(folder: Path) -> Path:
    return films(folder, labels=("fractures", "normal"))


def nowhere(folder: Path) -> Path:
    return folder


def refused(cli: Cli, *arguments: object) -> str:
    """Exit code 1, nothing on standard output, a sentence, a hint and a code."""
    ended: Ended = cli("adapt", *arguments, "--model", SINGLE_MODEL_ID)
    assert (ended.code, ended.out) == (1, "")
    assert "Traceback" not in ended.err
    told = " ".join(ended.err.split())
    code = re.search(r"\[(LD-[A-Z]+-\d{3})\]$", told)
    assert code is not None, told
    return f"{code[1]} {told}"


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (without_labels, "LD-DATA-001", ""),
        (without_label_column, "LD-DATA-003", "has no columns path and label"),
        (without_films, "LD-DATA-001", ""),
        (all_damaged, "LD-DATA-001", "None of the 20 films could be read"),
        (of_one_class, "LD-ADAPT-002", "Normal alone"),
        (five_films, "LD-ADAPT-002", "Normal alone"),
        (five_of_each, "LD-ADAPT-001", "10 local films, and 20 are needed"),
        (of_one_patient, "LD-ADAPT-001", "Normal: 1, Tuberculosis: 1"),
        (of_unknown_classes, "LD-DATA-002", "fractures"),
        (nowhere, "LD-FILE-001", ""),
    ],
)
def test_films_that_cannot_be_learnt_from_are_refused_in_a_sentence(
    cli: Cli, tmp_path: Path, make: Callable[[Path], Path], code: str, words: str
) -> None:
    out = tmp_path / "mine"

    told = refused(cli, make(tmp_path / "ward"), "--out", out)

    assert told.startswith(code), told
    assert words in told
    assert not out.exists()


def test_where_nothing_can_be_written_is_found_out_before_the_work(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapted_model, "save", lambda *_: pytest.fail("it was too late"))
    (tmp_path / "file").write_text("no folder")

    told = refused(cli, films(tmp_path / "ward"), "--out", tmp_path / "file" / "mine")

    assert told.startswith("LD-FILE-006")
    assert "Nothing can be written to" in told


def test_a_model_that_is_not_there_is_told(cli: Cli, tmp_path: Path) -> None:
    ended = cli("adapt", films(tmp_path / "ward"), "--model", "nobody")

    assert ended.code == 1
    assert "nobody" in ended.err
