"""Every command line in README and guide is one that LungDesk understands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from lungdesk.cli.commands import create_cli
from lungdesk.cli.run import with_command
from lungdesk.services.guide import guide_folder
from tests.conftest import REPO_ROOT

DOCUMENTS = (
    REPO_ROOT / "README.md",
    REPO_ROOT / "CONTRIBUTING.md",
    REPO_ROOT / "ARCHITECTURE.md",
    *sorted(guide_folder().glob("*.md")),
)
#: What stands for a name of the reader's own: folders, films, a model.
PLACES = ("FOLDER", "FOLDER_OR_ZIP", "FILM_OR_FOLDER", "LOCAL_FILMS", "FILM")

_LINE = re.compile(r"^(?: {4}\.venv/bin/)?lungdesk (.+)$", re.MULTILINE)
_IN_TEXT = re.compile(r"`lungdesk ([^`]+)`")


def lines() -> Iterator[str]:
    """Whole command lines, which stand on lines of their own."""
    for document in DOCUMENTS:
        for line in _LINE.findall(document.read_text(encoding="utf-8")):
            yield line.partition("  #")[0].strip()


def mentions() -> Iterator[str]:
    """Commands that are named in sentences, in messages of the program, too; perhaps in part."""
    sources = sorted((REPO_ROOT / "lungdesk").rglob("*.py"))
    for document in (*DOCUMENTS, *sources):
        yield from _IN_TEXT.findall(document.read_text(encoding="utf-8"))


def the_cli() -> Any:
    def nothing(*_: object) -> Any:
        raise AssertionError("nothing is run")

    return typer.main.get_command(create_cli(nothing, nothing))


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which all that is named is there."""
    monkeypatch.chdir(tmp_path)
    for name in (*PLACES, "runs/first", "runs/second", "runs/trials"):
        Path(name).mkdir(parents=True)
    Path("runs/trials/best-recipe.json").write_text("{}")


def understood(arguments: list[str]) -> str:
    """Name of the command that takes them all; raises what the user would be told."""
    command = the_cli()
    words = with_command(arguments, command)
    context = command.make_context("lungdesk", words)
    while hasattr(command, "commands"):
        name, command, words = command.resolve_command(context, words)
        context = command.make_context(name, list(words), parent=context)
    return str(context.command_path)


@pytest.mark.parametrize("line", sorted(set(lines())))
def test_a_command_line_is_understood(line: str, places: None) -> None:
    arguments = shlex.split(line)

    path = understood(arguments)

    assert path.split() == ["lungdesk", *arguments[: len(path.split()) - 1]]


@pytest.mark.parametrize("mention", sorted(set(mentions())))
def test_a_command_in_a_sentence_exists_with_its_options(mention: str) -> None:
    command, words = the_cli(), mention.split()
    while words and hasattr(command, "commands") and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    is_placeholder = not words or not words[0].islower() or words[0].startswith("-")
    assert is_placeholder or not hasattr(command, "commands"), f"there is no {mention}"
    known = {option for one in command.params for option in one.opts} | {"--help", "--debug"}
    assert {word for word in words if word.startswith("--")} <= known


def test_there_are_enough_of_them() -> None:
    assert len(set(lines())) >= 20
    assert len(set(mentions())) >= 10


@pytest.mark.parametrize(
    ("line", "why"), [("classify FILM --nonsense", "--nonsense"), ("train FOLDER", "--out")]
)
def test_a_wrong_line_is_not_understood(line: str, why: str, places: None) -> None:
    with pytest.raises(typer.BadParameter.__mro__[1]) as refused:
        understood(line.split())
    assert why in refused.value.format_message()  # type: ignore[attr-defined]


def test_targets_that_are_named_can_be_made() -> None:
    makefile = (REPO_ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    named = set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", text, re.MULTILINE))
    assert named
    assert named <= targets


def test_the_readme_is_short_and_begins_with_two_commands() -> None:
    text = (REPO_ROOT / "README.md").read_text(encoding="utf-8")
    first = re.findall(r"^ {4}(\S+ \S+)", text, re.MULTILINE)[:2]
    assert first == ["make run", "make test"]
    assert len(text.splitlines()) < 150
