"""The model that ships, and films to read with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lungdesk.ml.bundle import Bundle, load_bundle
from lungdesk.services.inference import FilmReader
from lungdesk.services.models.shelf import ModelShelf
from lungdesk.services.paths import AppPaths, shipped_models_folder
from tests.shipped_models import SINGLE_MODEL_ID


@pytest.fixture(scope="session")
def shipped_folder() -> Path:
    """Folder of the bundle that ships; a checkout without it is not complete."""
    return shipped_models_folder() / SINGLE_MODEL_ID


@pytest.fixture(scope="session")
def shipped_bundle(shipped_folder: Path) -> Bundle:
    """Manifest of the bundle that ships."""
    return load_bundle(shipped_folder)


@pytest.fixture(scope="session")
def shipped_reader(shipped_bundle: Bundle) -> FilmReader:
    """The model that ships, compiled once."""
    return FilmReader(shipped_bundle)


@pytest.fixture
def models(lungdesk_home: Path) -> Path:
    """Folder of the models of a user who has none yet."""
    return AppPaths.default().models


@pytest.fixture
def shelf(models: Path) -> ModelShelf:
    """What installs into it, and removes from it."""
    return ModelShelf(AppPaths.default())


@pytest.fixture
def copied_bundle(shipped_folder: Path, tmp_path: Path) -> Path:
    """A copy of the shipped bundle that a test may damage."""
    return Path(shutil.copytree(shipped_folder, tmp_path / "copies" / "copied"))
