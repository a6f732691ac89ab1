"""What is packaged, and that a Reader goes without nothing that reading needs."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lungdesk import __version__
from lungdesk.core.shipped import shipped_folder
from lungdesk.services.sample_study import sample_films

#: Runs the command line where some modules are as good as not installed.
WITHOUT = """
import json, sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        parts = name.split(".")
        if any(".".join(parts[:depth]) in ABSENT for depth in range(1, len(parts) + 1)):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

ABSENT = set(json.loads(sys.argv[1]))
sys.meta_path.insert(0, Absent())
from lungdesk.app import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture
def contents(packaging: Callable[[str], Any]) -> Any:
    return packaging("contents")


def test_the_version_is_that_of_the_package(contents: Any) -> None:
    assert contents.version() == __version__


def test_models_and_resources_are_shipped_and_nothing_about_trainings(contents: Any) -> None:
    names = {path.as_posix() for path in contents.shipped_files()}

    assert {
        "models/lungdesk-duo/members/lite0-levels/engine.bin",
        "models/lungdesk-lite0/engine.bin",
        "models/lungdesk-vgg16/manifest.json",
        "models/lungdesk-lungs/lungs.json",
        "resources/fonts/Inter-Regular.ttf",
        "resources/gate/pose.npz",
        "resources/icons/lungdesk.svg",
        "resources/translations/lungdesk_es.ts",
    } <= names
    assert not [name for name in names if name.startswith(("models/runs", "models/comparison"))]
    assert not [name for name in names if name.startswith("resources/screenshots")]


def test_every_module_is_known_by_its_name(contents: Any) -> None:
    modules = set(contents.modules())

    assert {"lungdesk", "lungdesk.gui", "lungdesk.services.training.child"} <= modules
    importlib.import_module(max(modules, key=len))


def test_tables_of_the_workspace_ship_as_files(contents: Any, repo_root: Path) -> None:
    folder = repo_root / "lungdesk" / "services" / "workspace" / "revisions"

    assert {repo_root / path for path in contents.revisions()} == set(folder.glob("*.py"))


def test_the_sample_study_is_whole(contents: Any) -> None:
    assert contents.sample_study() == tuple(path.name for path in sample_films())


@pytest.mark.parametrize(
    "words",
    [
        "report FILM --out OUT/report.pdf --dicom OUT/objects",
        "batch FILM --out OUT --report --html --xlsx --dicom",
        "lungs find FILM --masks OUT",
        "open FILM --out OUT",
        "models list",
        "doctor",
    ],
)
def test_all_but_training_is_done_without_what_only_training_needs(
    contents: Any, repo_root: Path, tmp_path: Path, words: str
) -> None:
    absent = json.dumps([*contents.TRAINING_ONLY, *contents.NEVER])
    places = {"FILM": str(sample_films()[0]), "OUT": str(tmp_path / "out")}
    for name, place in places.items():
        words = words.replace(name, place)

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, absent, *words.split()],
        cwd=repo_root,
        env={**os.environ, "LUNGDESK_HOME": str(tmp_path / "home"), "DISPLAY": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert places["OUT"] not in words or any((tmp_path / "out").iterdir())


@pytest.mark.slow
def test_what_pip_installs_carries_models_and_resources_inside(
    contents: Any, repo_root: Path, tmp_path: Path
) -> None:
    subprocess.run(
        [sys.executable, "setup.py", "-q", "build_py", "--build-lib", tmp_path],
        cwd=repo_root,
        check=True,
        capture_output=True,
    )

    shipped = shipped_folder(tmp_path / "lungdesk")
    assert shipped == tmp_path / "lungdesk" / "shipped"
    built = {p.relative_to(shipped) for p in shipped.rglob("*") if p.is_file()}
    assert built == set(contents.shipped_files())
    assert (tmp_path / "lungdesk" / "services" / "workspace" / "revisions").is_dir()
