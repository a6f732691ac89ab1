"""Models are installed, handed on, removed, put back and chosen from the command line."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from lungdesk.services.models.library import DEFAULT_MODEL_ID
from tests.cli.conftest import Cli
from tests.shipped_models import SHIPPED_MODEL_IDS
from tests.unit.formats.builders import gradient, write_picture
from tests.unit.services.model_copies import copy_of_model

#: Which of the models that ship reads.
BY_DEFAULT = {id_: id_ == DEFAULT_MODEL_ID for id_ in SHIPPED_MODEL_IDS}


@pytest.fixture
def mine(lungdesk_home: Path) -> Path:
    """A model of the user's own."""
    return copy_of_model(lungdesk_home / "data" / "models" / "mine", "mine", 3).folder


def installed(cli: Cli) -> dict[str, bool]:
    """Ids, and whether each reads."""
    return {row["id"]: row["is_active"] for row in cli("models", "list", "--json").json}


@pytest.mark.parametrize("word", ["add", "import"])
def test_a_model_goes_out_and_comes_in_as_one_file(
    cli: Cli, mine: Path, tmp_path: Path, word: str
) -> None:
    out = cli("models", "export", "mine", "--out", tmp_path / "mine.lungdesk")
    shutil.rmtree(mine)

    back = cli("models", word, tmp_path / "mine.lungdesk")

    assert (out.code, back.code) == (0, 0)
    assert out.out == f"Written to {tmp_path / 'mine.lungdesk'}\n"
    assert back.out == "mine is installed; `lungdesk models use mine` reads.\n"
    assert "mine/manifest.json" in zipfile.ZipFile(tmp_path / "mine.lungdesk").namelist()
    assert cli("models", "verify", "mine").code == 0


def test_without_a_name_the_file_is_called_after_the_model(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert cli("models", "export", DEFAULT_MODEL_ID).code == 0

    assert [path.name for path in tmp_path.glob("*.lungdesk")] == [f"{DEFAULT_MODEL_ID}.lungdesk"]


@pytest.mark.parametrize("place", ["", ".", "..", "new"])
def test_a_folder_gets_the_file_called_after_the_model(
    cli: Cli, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    named = place or tmp_path

    ended = cli("models", "export", "mine", "--out", named)

    expected = Path("new.lungdesk") if place == "new" else named / Path("mine.lungdesk")
    assert (ended.code, ended.out) == (0, f"Written to {expected}\n")
    assert expected.is_file()


@pytest.mark.parametrize("command", ["use", "remove"])
def test_what_takes_an_id_alone_says_so(cli: Cli, command: str) -> None:
    said = " ".join(cli("models", command, "--help").out.split())

    assert "Id of an installed model." in said
    assert "bundle folder" not in said


def test_a_chosen_model_that_cannot_read_is_told(cli: Cli, mine: Path) -> None:
    cli("models", "use", "mine")
    (mine / "manifest.json").write_text("{")

    damaged = cli("models", "list")
    shutil.rmtree(mine)
    gone = cli("models", "list")

    words = "mine is to read the films and cannot: choose another by `lungdesk models use ID`.\n"
    assert (damaged.code, damaged.err) == (0, words)
    assert "The model mine is damaged" in damaged.out
    assert gone.err == words


def test_the_folder_that_takes_no_file_is_named(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"{DEFAULT_MODEL_ID}.lungdesk").mkdir()  # root may write anywhere

    ended = cli("models", "export", DEFAULT_MODEL_ID)

    said = "".join(ended.err.split())
    assert ended.code == 1
    assert f"thepermissionsof{tmp_path}." in said


def test_the_chosen_model_reads_from_then_on(cli: Cli, mine: Path, tmp_path: Path) -> None:
    film = write_picture(tmp_path / "film.png", gradient(64, 64))

    used = cli("models", "use", "mine")

    assert (used.code, used.out) == (0, "mine reads from now on.\n")
    assert installed(cli) == {"mine": True} | dict.fromkeys(SHIPPED_MODEL_IDS, False)
    assert cli("models", "list").err == "mine reads the films.\n"
    assert cli("classify", film, "--json").json["model"]["id"] == "mine"
    named = cli("classify", film, "--json", "--model", DEFAULT_MODEL_ID)
    assert named.json["model"]["id"] == DEFAULT_MODEL_ID


def test_choosing_a_model_leaves_the_other_settings(
    cli: Cli, mine: Path, lungdesk_home: Path
) -> None:
    path = lungdesk_home / "config" / "settings.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"schema_version": 1, "heatmap_opacity": 0.7}))

    cli("models", "use", "mine")

    stored = json.loads(path.read_text())
    assert (stored["model_id"], stored["heatmap_opacity"]) == ("mine", 0.7)


def test_a_damaged_or_unknown_model_is_not_chosen(cli: Cli, mine: Path) -> None:
    (mine / "engine.bin").write_bytes(b"other")

    damaged, unknown = cli("models", "use", "mine"), cli("models", "use", "nobody")

    assert (damaged.code, unknown.code) == (1, 1)
    assert "[LD-MODEL-002]" in damaged.err
    assert "[LD-MODEL-001]" in unknown.err
    assert installed(cli)[DEFAULT_MODEL_ID]


def test_the_model_that_reads_is_removed_and_put_back(cli: Cli, mine: Path) -> None:
    cli("models", "use", "mine")

    removed = cli("models", "remove", "mine")

    assert removed.code == 0
    assert removed.err == f"It read the films; {DEFAULT_MODEL_ID} reads them now.\n"
    assert installed(cli) == BY_DEFAULT
    restored = cli("models", "restore")
    assert (restored.code, restored.out) == (0, "mine is installed again.\n")
    assert installed(cli) == {"mine": False} | BY_DEFAULT
    again = cli("models", "restore")
    assert (again.code, again.err.count("No removed model is left.")) == (1, 1)


def test_the_model_that_ships_stays(cli: Cli) -> None:
    ended = cli("models", "remove", DEFAULT_MODEL_ID)

    assert (ended.code, ended.out) == (1, "")
    assert "[LD-MODEL-007]" in ended.err
    assert installed(cli) == BY_DEFAULT


def test_a_manifest_nested_too_deeply_is_no_model(cli: Cli, mine: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "deep.lungdesk", "w") as packed:
        packed.writestr("deep/manifest.json", "[" * 100_000)
    (mine / "manifest.json").write_text("[" * 100_000)

    listed, added = cli("models", "list"), cli("models", "add", tmp_path / "deep.lungdesk")

    assert listed.code == 0
    assert "mine: The model mine is damaged" in listed.out
    assert (added.code, added.err.count("[LD-MODEL-008]")) == (1, 1)


def test_another_file_is_one_sentence(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "notes.lungdesk").write_text("no model")

    ended = cli("models", "add", tmp_path / "notes.lungdesk")

    assert (ended.code, ended.out) == (1, "")
    (line,) = ended.err.splitlines()
    assert line.startswith("Error: notes.lungdesk is not installed: it holds no model")
    assert line.endswith("[LD-MODEL-008]")
