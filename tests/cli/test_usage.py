"""How a command line is understood: commands, help, spelling, exit codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from lungdesk import __version__
from lungdesk.cli.options import PrecisionName, label_map
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.engine import PrecisionChoice
from tests.cli.conftest import Cli

COMMANDS = (
    "open",
    "classify",
    "batch",
    "train",
    "evaluate",
    "compare",
    "doctor",
    "dataset",
    "models",
    "bench",
)


class _Window:
    """Stands in for the window and remembers what it was asked to show."""

    def __init__(self, code: int = 0) -> None:
        self.asked: tuple[list[Path], bool, Path | None, float | None] | None = None
        self._code = code

    def __call__(
        self, paths: Sequence[Path], is_sample: bool, out: Path | None, started_at: float | None
    ) -> int:
        self.asked = (list(paths), is_sample, out, started_at)
        return self._code


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_names_every_command_and_fits_into_80_columns(cli: Cli, word: str) -> None:
    ended = cli(word)

    assert ended.code == 0
    assert all(f"│ {name} " in ended.out for name in COMMANDS)
    assert max(map(len, ended.out.splitlines())) <= 80
    assert ended.err == ""


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["open"], ["--sample", "--out"]),
        (["classify"], ["--model", "--json", "--heatmap", "--precision", "default: float32"]),
        (["batch"], ["FOLDER", "--out", "--resume", "--workers", "--scheduler"]),
        (["train"], ["--backbone", "--out", "--weights", "--resume", "--quick"]),
        (["evaluate"], ["MODEL_OR_RUN", "FOLDER", "--split", "--out", "--json"]),
        (["compare"], ["RUN", "--out", "--baseline", "--json"]),
        (["dataset", "audit"], ["FOLDER", "--json", "--map", "--out"]),
        (["models", "list"], ["--json"]),
        (["models", "show"], ["ID", "--json"]),
        (["models", "verify"], ["ID"]),
        (["bench", "startup"], ["--json", "--runs"]),
        (["bench", "reading"], ["--json", "--backbone", "--weights", "--films", "--runs"]),
        (["bench", "batch"], ["--json", "--model", "--data", "--films", "--runs", "--precision"]),
        (["bench", "training"], ["--json", "--backbone", "--data", "--films", "--runs", "--full"]),
        (["doctor"], ["--json"]),
    ],
)
def test_each_command_has_help_with_its_options(
    cli: Cli, command: list[str], words: list[str]
) -> None:
    ended = cli(*command, "--help")

    assert ended.code == 0
    assert [word for word in words if word not in ended.out] == []
    assert "--no-" not in ended.out


def test_the_version_is_told(cli: Cli) -> None:
    assert cli("--version").out == f"LungDesk {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], ([], False, None, None)),
        (["film.dcm", "folder"], ([Path("film.dcm"), Path("folder")], False, None, None)),
        (["open", "film.dcm"], ([Path("film.dcm")], False, None, None)),
        (["--sample", "--out", "left"], ([], True, Path("left"), None)),
        (["--", "-film.dcm"], ([Path("-film.dcm")], False, None, None)),
        (["open", "a", "--started-at", "1.5"], ([Path("a")], False, None, 1.5)),
        (["--debug", "film.dcm"], ([Path("film.dcm")], False, None, None)),
    ],
)
def test_paths_alone_mean_the_window(cli: Cli, arguments: list[str], asked: object) -> None:
    window = _Window()

    assert cli(*arguments, open_window=window).code == 0
    assert window.asked == asked


def test_the_exit_code_of_the_window_is_the_exit_code(cli: Cli) -> None:
    assert cli("film.dcm", open_window=_Window(code=1)).code == 1


def test_a_misspelt_command_is_not_taken_for_a_film(cli: Cli) -> None:
    ended = cli("clasify", "film.dcm")

    assert ended.code == 2
    assert "No such command 'clasify'. Did you mean 'classify'?" in ended.err
    assert ended.out == ""


def test_a_folder_may_be_called_nearly_like_a_command(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trains").mkdir()
    window = _Window()

    assert cli("trains", open_window=window).code == 0
    assert window.asked == ([Path("trains")], False, None, None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["classify"], "Missing argument 'PATH'"),
        (["classify", "film.dcm", "--heatmaps", "x"], "No such option: --heatmaps"),
        (["classify", "film.dcm", "--precision", "half"], "'half' is not one of"),
        (["train", "folder"], "Missing option '--out'"),
        (["train", "folder", "--out", "run", "--views", "0"], "Invalid value for '--views'"),
        (["evaluate", "model"], "Missing argument 'FOLDER'"),
        (["models"], "Missing command"),
        (["models", "shew"], "No such command 'shew'"),
        (["bench", "reading", "--runs", "1"], "Invalid value for '--runs'"),
        (["--bogus"], "No such option: --bogus"),
        ([""], "An empty name is no path"),
        (["classify", "film.dcm", ""], "An empty name is no path"),
        (["batch", "", "--out", "out"], "An empty name is no path"),
        (["lungs", "find", ""], "An empty name is no path"),
        (["dataset", "audit", ""], "An empty name is no path"),
        (["batch", "films", "--out", ""], "An empty name is no path"),
        (["classify", "film.dcm", "--heatmap", ""], "An empty name is no path"),
        (["lungs", "find", "film.dcm", "--masks", ""], "An empty name is no path"),
        (["models", "calibrate", "model", "--data", ""], "An empty name is no path"),
        (["models", "import", ""], "An empty name is no path"),
        (["report", "", "--out", "report.pdf"], "An empty name is no path"),
        (["train", "films", "--out", ""], "An empty name is no path"),
        (["classify", "film.png", "--model", ""], "An empty name is no model"),
        (["lungs", "find", "film.png", "--model", ""], "An empty name is no model"),
        (["models", "show", ""], "An empty name is no model"),
        (["models", "use", ""], "An empty name is no model"),
        (["models", "verify", ""], "An empty name is no model"),
        (["evaluate", "", "films"], "An empty name is no model"),
        (["dataset", "audit", ".", "--map", "Corona"], "--map Corona is not NAME=LABEL."),
    ],
)
def test_wrong_usage_is_told_on_standard_error_with_exit_code_2(
    cli: Cli, arguments: list[str], words: str
) -> None:
    ended = cli(*arguments)

    assert ended.code == 2
    assert words in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


def test_class_names_may_hold_an_equals_sign() -> None:
    assert label_map(["a=b=covid19", "Other="]) == {"a=b": "covid19", "Other": ""}
    assert label_map(None) == {}


def test_films_without_a_label_can_be_left_out(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(b"film")
    (tmp_path / "manifest.csv").write_text("path,label,split\na.png,normal,train\nb.png,,train\n")

    with pytest.raises(LungDeskError, match='not known: ""'):
        load_dataset(tmp_path)
    dataset = load_dataset(tmp_path, label_map=label_map(["="]))
    assert [sample.path.name for sample in dataset.samples] == ["a.png"]
    assert dataset.ignored == {"": 1}


def test_a_map_of_another_form_is_wrong_usage() -> None:
    with pytest.raises(LungDeskError) as caught:
        label_map(["Corona"])
    assert caught.value.code is ErrorCode.USAGE


def test_a_class_cannot_mean_what_is_no_label(cli: Cli, tmp_path: Path) -> None:
    for name in ("Normal", "Odd"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.png").write_bytes(name.encode())

    ended = cli("dataset", "audit", tmp_path, "--map", "Odd=flu")

    said = " ".join(ended.err.split())
    assert ended.code == 2
    assert "flu is no label, so Odd cannot mean it. Labels are normal, " in said


def test_the_precisions_of_the_command_line_are_those_of_the_engine() -> None:
    assert [str(name) for name in PrecisionName] == [str(choice) for choice in PrecisionChoice]
