"""What runs on other systems: each command it names is one that this checkout has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

WORKFLOWS = ("test.yml", "package.yml")
#: Made by the commands before.
_MADE = ("dist", "out")


def load(repo_root: Path, name: str) -> dict[Any, Any]:
    text = (repo_root / ".github" / "workflows" / name).read_text(encoding="utf-8")
    loaded: dict[Any, Any] = yaml.safe_load(text)
    return loaded


def commands(workflow: dict[Any, Any]) -> Iterator[str]:
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            yield from step.get("run", "").splitlines()


def test_all_workflows_are_looked_at(repo_root: Path) -> None:
    folder = repo_root / ".github" / "workflows"

    assert {path.name for path in folder.iterdir()} == set(WORKFLOWS)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_target_of_make_is_in_the_makefile(repo_root: Path, name: str) -> None:
    makefile = (repo_root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))

    wanted = {
        words[1]
        for command in commands(load(repo_root, name))
        if (words := command.split())[:1] == ["make"]
    }

    assert wanted
    assert wanted <= targets


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_file_that_is_named_is_in_the_checkout(repo_root: Path, name: str) -> None:
    named = {
        word.replace("\\", "/")
        for command in commands(load(repo_root, name))
        for word in command.split()
        if re.search(r"\.(py|txt|iss|sh)$", word)
    }

    assert named
    for path in named:
        assert path.startswith(_MADE) or (repo_root / path).is_file(), path


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_job_ends_by_itself_and_names_its_tools(repo_root: Path, name: str) -> None:
    for job in load(repo_root, name)["jobs"].values():
        assert job["timeout-minutes"] <= 120
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step)
            assert re.fullmatch(r"[\w/-]+@v\d+", step.get("uses", "actions/checkout@v4"))


def test_all_three_systems_are_tested_and_packaged(repo_root: Path) -> None:
    for name in WORKFLOWS:
        text = (repo_root / ".github" / "workflows" / name).read_text(encoding="utf-8")

        assert all(system in text for system in ("ubuntu-", "windows-", "macos-"))
