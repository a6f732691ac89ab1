from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.services.models.library import (
    DEFAULT_MODEL_ID,
    InstalledModel,
    ModelLibrary,
    verified,
)
from lungdesk.services.paths import AppPaths, shipped_models_folder
from tests.shipped_models import SHIPPED_MODEL_IDS, SINGLE_MODEL_ID


@pytest.fixture
def users_models(lungdesk_home: Path) -> Path:
    """Where this user keeps models; not there yet."""
    return lungdesk_home / "data" / "models"


@pytest.fixture
def library(lungdesk_home: Path) -> ModelLibrary:
    return ModelLibrary.of(AppPaths.default())


def add_model(folder: Path, shipped: Path, **changes: object) -> Path:
    """Install the shipped manifest, with changes, as a model; its other files are left out."""
    folder.mkdir(parents=True)
    manifest = json.loads((shipped / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | changes))
    return folder


def test_the_default_model_ships_whole(library: ModelLibrary) -> None:
    shipped = library.list()

    assert [m.folder for m in shipped] == [
        shipped_models_folder() / name for name in SHIPPED_MODEL_IDS
    ]
    for model in shipped:
        assert model.error is None
        assert verified(model) is None
    assert library.load().manifest.id == DEFAULT_MODEL_ID
    assert library.load().labels == CHEST_LABELS


def test_a_model_is_named_by_its_id_its_folder_or_the_run_that_made_it(
    library: ModelLibrary, users_models: Path, shipped_folder: Path, tmp_path: Path
) -> None:
    mine = add_model(users_models / "mine", shipped_folder)
    bundle = add_model(tmp_path / "run" / "bundle", shipped_folder)

    assert library.folder_of(SINGLE_MODEL_ID) == shipped_folder
    assert library.folder_of("mine") == mine
    assert library.folder_of(str(bundle)) == bundle
    assert library.folder_of(str(tmp_path / "run")) == bundle


def test_the_users_own_copy_wins(
    library: ModelLibrary, users_models: Path, shipped_folder: Path
) -> None:
    own = add_model(users_models / DEFAULT_MODEL_ID, shipped_folder, version="9.9.9")

    assert [m.folder for m in library.list() if m.folder.name == DEFAULT_MODEL_ID] == [own]
    assert library.load().manifest.version == "9.9.9"


def test_the_users_models_stand_before_those_that_ship(
    library: ModelLibrary, users_models: Path, shipped_folder: Path
) -> None:
    for name in ("zebra", "aardvark"):
        add_model(users_models / name, shipped_folder)
    (users_models / "no-model").mkdir()
    (users_models / "notes.txt").write_text("no model either")

    assert [m.folder.name for m in library.list()] == ["aardvark", "zebra", *SHIPPED_MODEL_IDS]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", ErrorCode.MODEL_DAMAGED),
        ("[]", ErrorCode.MODEL_DAMAGED),
        ('{"schema_version": 1}', ErrorCode.MODEL_DAMAGED),
        ('{"schema_version": 99}', ErrorCode.MODEL_TOO_NEW),
    ],
)
def test_a_damaged_model_is_listed_with_what_is_wrong(
    library: ModelLibrary, users_models: Path, content: str, code: ErrorCode
) -> None:
    (users_models / "broken").mkdir(parents=True)
    (users_models / "broken" / "manifest.json").write_text(content)

    broken, shipped, *_ = library.list()

    assert broken.bundle is None
    assert broken.error is not None
    assert broken.error.code is code
    assert "broken" in broken.error.message
    assert verified(broken) is broken.error
    assert shipped.error is None
    with pytest.raises(LungDeskError) as caught:
        library.load("broken")
    assert caught.value.code is code


@pytest.mark.parametrize("name", ["engine.xml", "engine.bin", "head.npz", "MODEL_CARD.md"])
@pytest.mark.parametrize("is_missing", [True, False])
def test_a_file_that_is_not_as_released_is_named(
    copied_bundle: Path, name: str, is_missing: bool
) -> None:
    if is_missing:
        (copied_bundle / name).unlink()
    else:
        with (copied_bundle / name).open("ab") as stream:
            stream.write(b"\n")
    (model,) = ModelLibrary((copied_bundle.parent,)).list()

    error = verified(model)

    assert error is not None
    assert error.code is ErrorCode.MODEL_DAMAGED
    assert name in error.message


def test_a_copy_is_as_good_as_the_original(copied_bundle: Path) -> None:
    (model,) = ModelLibrary((copied_bundle.parent,)).list()

    assert isinstance(model, InstalledModel)
    assert verified(model) is None


@pytest.mark.parametrize("name", ["unheard-of", "", ".", "/nowhere/at/all"])
def test_a_model_that_is_not_there_is_a_sentence(library: ModelLibrary, name: str) -> None:
    with pytest.raises(LungDeskError) as caught:
        library.folder_of(name)

    assert caught.value.code is ErrorCode.MODEL_MISSING
    assert name in caught.value.message


def test_a_model_that_is_taken_away_is_listed_no_more(
    library: ModelLibrary, users_models: Path, shipped_folder: Path
) -> None:
    mine = add_model(users_models / "mine", shipped_folder)
    assert len(library.list()) == 1 + len(SHIPPED_MODEL_IDS)

    shutil.rmtree(mine)

    assert [m.folder.name for m in library.list()] == list(SHIPPED_MODEL_IDS)
