"""``lungdesk adapt`` on drawn films, as a user types it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.conftest import Program
from tests.unit.services.local_films import write_local_films


def test_a_model_is_adapted_saved_and_reads(lungdesk: Program, tmp_path: Path) -> None:
    films = write_local_films(tmp_path / "ward")

    # What reads by default changes on the way: not for the tests that come after.
    lungdesk = replace(lungdesk, home=tmp_path / "home")
    ended = lungdesk("adapt", films, "--model", "lungdesk-lite0", "--site", "Ward 7", "--json")

    assert ended.code == 0, ended.err
    result = ended.json
    assert Path(result["bundle"]).name == "lungdesk-lite0-ward-7"
    figures = {change["name"]: change for change in result["changes"]}
    assert figures["pair.tuberculosis.normal"]["after"] > 0.9
    assert result["n"] == 24

    model = ("--model", "lungdesk-lite0-ward-7")
    read = lungdesk("classify", films / "tuberculosis-3.png", *model, "--json")
    (row,) = read.rows
    assert row["status"] == "ok"
    assert row["model"]["id"] == "lungdesk-lite0-ward-7"
    assert row["predicted"] == "tuberculosis"
    assert lungdesk("models", "use", "lungdesk-lite0-ward-7").code == 0
    assert lungdesk("models", "use", "lungdesk-lite0").code == 0

    again = lungdesk("adapt", films, "--model", "lungdesk-lite0", "--site", "Ward 7")
    assert again.code == 1
    assert "LD-MODEL-005" in again.err
    assert lungdesk("models", "remove", "lungdesk-lite0-ward-7").code == 0


def test_a_folder_can_be_named_and_the_table_says_how_it_was_before(
    lungdesk: Program, tmp_path: Path
) -> None:
    films = write_local_films(tmp_path / "ward")

    ended = lungdesk("adapt", films, "--model", "lungdesk-lite0", "--out", tmp_path / "mine")

    assert ended.code == 0, ended.err
    assert "24 films (12 Normal, 12 Tuberculosis)" in ended.out
    assert "Better than before beyond chance" in ended.out
    assert "no local film of" in ended.err
    manifest = json.loads((tmp_path / "mine" / "manifest.json").read_text())
    assert manifest["adaptation"]["site"] == "ward"

    again = lungdesk("adapt", films, "--model", "lungdesk-lite0", "--out", tmp_path / "mine")
    assert again.code == 1
    assert "A model called mine is installed already" in again.err


def test_too_few_films_are_refused_in_a_sentence(lungdesk: Program, tmp_path: Path) -> None:
    films = write_local_films(tmp_path / "ward", per_class=3)

    ended = lungdesk("adapt", films, "--model", "lungdesk-lite0")

    assert ended.code == 1
    assert ended.out == ""
    assert "LD-ADAPT-001" in ended.err


_KILLED_WHILE_SAVING = """
import os, signal, sys
from lungdesk.cli.run import run
from lungdesk.services.models import adapted as adapted_model

adapted_model.verify_model = lambda _model: os.kill(os.getpid(), signal.SIGKILL)
run(sys.argv[1:], None, None)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nobody kills so there")
def test_killed_while_it_saves_there_is_no_half_a_model(lungdesk: Program, tmp_path: Path) -> None:
    films = write_local_films(tmp_path / "ward")
    lungdesk = replace(lungdesk, home=tmp_path / "home")
    asked = ("adapt", films, "--model", "lungdesk-lite0", "--site", "Ward 7")

    killed = replace(lungdesk, entry=("-c", _KILLED_WHILE_SAVING))(*asked)

    assert killed.code == -9
    (left,) = lungdesk.home.rglob("lungdesk-lite0-ward-7")
    assert left.parent.name.startswith(".incoming-")
    listed = lungdesk("models", "list", "--json")
    assert "ward-7" not in listed.out
    assert lungdesk(*asked).code == 0
    assert "lungdesk-lite0-ward-7" in lungdesk("models", "list", "--json").out
