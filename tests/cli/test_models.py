"""Models are listed, shown and verified; one that is damaged or altered is not used."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode
from lungdesk.services import paths
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from tests.cli.conftest import Cli
from tests.unit.formats.builders import gradient, write_picture

ChangeManifest = Callable[..., None]


def test_the_model_that_ships_is_listed_for_a_program(cli: Cli) -> None:
    ended = cli("models", "list", "--json")

    row = next(row for row in ended.json if row["id"] == DEFAULT_MODEL_ID)
    assert (ended.code, row["id"], row["status"]) == (0, DEFAULT_MODEL_ID, "ok")
    assert 0.5 < row["test_macro_f1"] <= 1
    assert len(row["sha256"]) == 64


def test_the_list_for_people_has_one_line_a_model(cli: Cli) -> None:
    lines = cli("models", "list").out.splitlines()

    (line,) = (line for line in lines if DEFAULT_MODEL_ID in line)
    assert "ensemble of 2" in line
    assert max(map(len, lines)) <= 80


def test_a_model_is_shown_by_its_card_or_its_manifest(cli: Cli, repo_root: Path) -> None:
    card = cli("models", "show", DEFAULT_MODEL_ID)
    manifest = cli("models", "show", DEFAULT_MODEL_ID, "--json")

    assert (card.code, manifest.code) == (0, 0)
    assert "Not a medical device; not for diagnosis." in card.out
    assert max(map(len, card.out.splitlines())) <= 80
    stored = (repo_root / "models" / DEFAULT_MODEL_ID / "manifest.json").read_text()
    assert manifest.json == json.loads(stored)


def test_no_sentence_of_a_card_is_cut_off(cli: Cli, repo_root: Path) -> None:
    path = repo_root / "models" / DEFAULT_MODEL_ID / "MODEL_CARD.md"
    lines = path.read_text().replace("`", "").splitlines()
    sentences = [line[2:] for line in lines if line.startswith("- ")]

    shown = " ".join(cli("models", "show", DEFAULT_MODEL_ID).out.split())

    assert max(map(len, sentences)) > 80
    assert [s for s in sentences if " ".join(s.split()[-4:]) not in shown] == []


def test_a_whole_model_verifies_and_its_manifest_can_be_compared(
    cli: Cli, copied_model: Path
) -> None:
    listed, *_ = cli("models", "list", "--json").json

    by_folder, all_models = cli("models", "verify", copied_model), cli("models", "verify")

    assert (by_folder.code, all_models.code) == (0, 0)
    assert by_folder.out.startswith("copied: every file is as its manifest says\n")
    assert listed["sha256"] in all_models.out


def test_every_damaged_model_of_the_user_is_told_beside_the_good_ones(
    cli: Cli, copied_model: Path, lungdesk_home: Path
) -> None:
    models = lungdesk_home / "data" / "models"
    shutil.copytree(copied_model, models / "flipped")
    _flip_a_bit(models / "flipped" / "engine.bin")
    shutil.copytree(copied_model, models / "unreadable")
    (models / "unreadable" / "manifest.json").write_text("{")

    verified, listed = cli("models", "verify"), cli("models", "list")

    assert verified.code == 1
    assert f"{DEFAULT_MODEL_ID}: every file" in verified.out
    errors = verified.err.splitlines()
    assert [line for line in errors if "[LD-MODEL-002]" not in line] == []
    assert [line.partition(" is damaged")[0] for line in errors] == [
        "Error: The model flipped",
        "Error: The model unreadable",
    ]
    assert listed.code == 0
    assert "unreadable: The model unreadable is damaged" in listed.out


def test_a_card_that_is_missing_is_said_as_of_every_file(cli: Cli, copied_model: Path) -> None:
    (copied_model / "MODEL_CARD.md").unlink()

    ended = cli("models", "show", copied_model)

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.endswith("[LD-MODEL-002]\n")


def test_where_no_model_is_there_is_nothing_to_verify(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "_ROOT", tmp_path)

    listed, verified = cli("models", "list"), cli("models", "verify")
    reading = cli("classify", "film.dcm")

    assert (listed.code, listed.out) == (0, "No model is installed.\n")
    assert (verified.code, verified.out) == (1, "No model is installed.\n")
    assert (reading.code, reading.err.count("LD-MODEL-001")) == (1, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["models", "show"],
        ["models", "verify"],
        ["classify", "film.dcm", "--model"],
    ],
)
def test_a_model_that_is_not_there_is_one_sentence(cli: Cli, arguments: list[str]) -> None:
    ended = cli(*arguments, "nobody")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "Error: There is no model called nobody."
        " See `lungdesk models list` for the models that are installed. [LD-MODEL-001]\n"
    )


def _flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _flip_in_engine(model: Path, _change: ChangeManifest) -> None:
    _flip_a_bit(model / "engine.bin")


def _other_head(model: Path, _change: ChangeManifest) -> None:
    with np.load(model / "head.npz") as stored:
        arrays = {name: -stored[name] for name in stored.files}
    np.savez(model / "head.npz", **arrays)


def _missing_file(model: Path, _change: ChangeManifest) -> None:
    (model / "engine.xml").unlink()


def _other_digest(model: Path, change: ChangeManifest) -> None:
    files = json.loads((model / "manifest.json").read_text())["files"]
    change(files={**files, "engine.bin": "0" * 64})


def _unlisted_file(model: Path, change: ChangeManifest) -> None:
    files = json.loads((model / "manifest.json").read_text())["files"]
    change(files={name: digest for name, digest in files.items() if name != "head.npz"})


def _fewer_classes(_model: Path, change: ChangeManifest) -> None:
    change(labels=["normal", "covid19"])


def _one_class_twice(_model: Path, change: ChangeManifest) -> None:
    change(labels=["normal"] * 5)


def _unknown_field(_model: Path, change: ChangeManifest) -> None:
    change(surprise=1)


def _no_json(model: Path, _change: ChangeManifest) -> None:
    (model / "manifest.json").write_bytes(b"\xff\xfe{")


def _newer(_model: Path, change: ChangeManifest) -> None:
    change(schema_version=99)


def _other_size(model: Path, change: ChangeManifest) -> None:
    preprocess = json.loads((model / "manifest.json").read_text())["preprocess"]
    change(preprocess={**preprocess, "input_size": preprocess["input_size"] // 2})


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (_flip_in_engine, ErrorCode.MODEL_DAMAGED),
        (_other_head, ErrorCode.MODEL_DAMAGED),
        (_missing_file, ErrorCode.MODEL_DAMAGED),
        (_other_digest, ErrorCode.MODEL_DAMAGED),
        (_unlisted_file, ErrorCode.MODEL_DAMAGED),
        (_fewer_classes, ErrorCode.MODEL_DAMAGED),
        (_one_class_twice, ErrorCode.MODEL_DAMAGED),
        (_unknown_field, ErrorCode.MODEL_DAMAGED),
        (_no_json, ErrorCode.MODEL_DAMAGED),
        (_newer, ErrorCode.MODEL_TOO_NEW),
        (_other_size, ErrorCode.MODEL_INVALID),
    ],
)
def test_a_damaged_or_altered_model_reads_no_film(
    cli: Cli,
    tmp_path: Path,
    copied_model: Path,
    change_manifest: ChangeManifest,
    damage: Callable[[Path, ChangeManifest], None],
    code: ErrorCode,
) -> None:
    film = write_picture(tmp_path / "film.png", gradient(64, 64))
    damage(copied_model, change_manifest)

    ended = cli("classify", film, film, "--json", "--model", copied_model)

    assert (ended.code, ended.out) == (1, "")
    (line,) = ended.err.splitlines()
    assert line.startswith("Error: ")
    assert line.endswith(f" [{code}]")
