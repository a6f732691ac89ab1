"""``lungdesk compare`` on records of runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.unit.services.run_folders import write_run


@pytest.fixture
def runs(tmp_path: Path) -> list[str]:
    return [
        str(write_run(tmp_path / n, s, i)) for i, (n, s) in enumerate({"a": 2.5, "b": 2.2}.items())
    ]


def test_runs_are_compared_with_a_baseline(cli: Cli, runs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    baseline = f"{tmp_path}/b/predictions/test.csv:a: linear"

    ended = cli("compare", *runs, "--out", str(out), "--baseline", baseline, "--json")

    assert ended.code == 1  # a colon in the name would be part of the path
    ended = cli(
        "compare", *runs, "--out", str(out), "--baseline", baseline.replace("a: ", ""), "--json"
    )
    result = json.loads(ended.out)
    assert ended.code == 0
    assert [m["name"] for m in result["models"]] == ["a", "b", "linear", "Ensemble"]
    assert json.loads((out / "comparison.json").read_text()) == result


def test_a_person_is_told_in_words(cli: Cli, runs: list[str], tmp_path: Path) -> None:
    ended = cli("compare", *runs, "--out", str(tmp_path / "out"))

    assert ended.code == 0
    assert "a and b: " in ended.out
    assert "Least loss on val: Ensemble" in ended.out
    assert f"Page written to {tmp_path / 'out' / 'comparison.html'}" in ended.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--baseline", "test.csv"], "--baseline test.csv is not FILE:NAME."),
        (["--baseline", "none.csv:linear"], "The predictions none.csv cannot be read"),
    ],
)
def test_a_baseline_that_is_none_is_a_sentence(
    cli: Cli, runs: list[str], tmp_path: Path, arguments: list[str], words: str
) -> None:
    ended = cli("compare", *runs, "--out", str(tmp_path / "out"), *arguments)

    assert ended.code in {1, 2}
    assert words in ended.err


def test_a_single_run_is_nothing_to_compare(cli: Cli, runs: list[str], tmp_path: Path) -> None:
    ended = cli("compare", runs[0], "--out", str(tmp_path / "out"))

    assert ended.code == 1
    assert ended.err.startswith("Error: These models cannot be compared: there is only one.")


def test_no_empty_folder_is_left_where_nothing_was_compared(
    cli: Cli, runs: list[str], tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    for out in (tmp_path / "new" / "out", kept):
        assert cli("compare", runs[0], "--out", str(out)).code == 1

    assert not (tmp_path / "new").exists()
    assert kept.is_dir()
