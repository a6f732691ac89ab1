"""A run's model and an ensemble are kept under a name, whole, and read as they should."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.verdict import NO_CORRECTION
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import Bundle
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble import EnsembleBundle, load_model, verify_model
from lungdesk.ml.ensemble_engine import EnsembleEngine, mean_map, open_engine, views_of
from lungdesk.services.models.keeping import KeepRequest
from lungdesk.services.models.library import DEFAULT_MODEL_ID, ModelLibrary
from lungdesk.services.models.shelf import ModelShelf
from lungdesk.services.paths import AppPaths
from lungdesk.services.sample_study import sample_film
from tests.unit.services.fakes import Listener
from tests.unit.services.model_copies import run_with_model
from tests.unit.services.run_folders import write_run


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("runs")
    return run_with_model(folder / "first", 2.6, 1), run_with_model(folder / "second", 2.3, 2)


def test_a_run_is_kept_under_its_name(
    shelf: ModelShelf, models: Path, runs: tuple[Path, Path]
) -> None:
    id_ = shelf.keep(KeepRequest("  Ward 7, 2nd try ", {runs[0]: 0.4}), NullContext())

    kept = load_model(models / id_)
    assert id_ == "ward-7-2nd-try" == kept.manifest.id
    assert kept.manifest.name == "Ward 7, 2nd try"
    card = (kept.folder / "MODEL_CARD.md").read_text()
    assert card.startswith("# Ward 7, 2nd try\n")
    assert "Model `ward-7-2nd-try`" in card
    for name, digest in kept.manifest.files.items():
        assert hashlib.sha256((kept.folder / name).read_bytes()).hexdigest() == digest
    assert (kept.folder / "engine.bin").read_bytes() == (
        runs[0] / "bundle" / "engine.bin"
    ).read_bytes()
    assert [p.name for p in models.iterdir()] == [id_]


def test_an_ensemble_is_kept_with_its_members_as_they_were(
    shelf: ModelShelf, models: Path, runs: tuple[Path, Path]
) -> None:
    metrics = json.loads((runs[0] / "bundle" / "manifest.json").read_text())["metrics"]
    request = KeepRequest("Both", {runs[0]: 0.7, runs[1]: 0.3}, {"test": metrics["test"]})

    id_ = shelf.keep(request, NullContext())

    kept = load_model(models / id_)
    assert isinstance(kept, EnsembleBundle)
    verify_model(kept)
    assert kept.weights == (0.7, 0.3)
    for run, member in zip(runs, kept.members, strict=True):
        for path in (run / "bundle").iterdir():
            assert (member.folder / path.name).read_bytes() == path.read_bytes()
    card = (kept.folder / "MODEL_CARD.md").read_text()
    assert "| Copy first | 0.700 | efficientnet_lite0_levels | 224 px |" in card
    assert "## Figures on test" in card
    (entry,) = [e for e in ModelLibrary.of(AppPaths.default()).list() if e.folder == kept.folder]
    assert entry.bundle is not None
    assert entry.bundle.manifest.backbone == "ensemble of 2"


def test_an_ensemble_reads_as_the_mean_of_its_members(
    shelf: ModelShelf, models: Path, runs: tuple[Path, Path]
) -> None:
    id_ = shelf.keep(KeepRequest("Both", {runs[0]: 0.7, runs[1]: 0.3}), NullContext())
    kept = load_model(models / id_)
    assert isinstance(kept, EnsembleBundle)
    film = read_radiograph(sample_film())
    apart = [Engine(member).read(film) for member in kept.members]

    engine = open_engine(kept)
    together = engine.read(film)

    assert isinstance(engine, EnsembleEngine)
    first, second = views_of(engine.members, film, NO_CORRECTION)
    assert first is second, "what both see alike is made once"
    wanted = sum(w * o.prediction.probabilities for w, o in zip(kept.weights, apart, strict=True))
    np.testing.assert_allclose(together.prediction.probabilities, wanted, atol=1e-6)
    assert together.prediction.model.id == "both"
    for index, shown in enumerate(together.saliency_maps):
        maps = [output.saliency_maps[index] for output in apart]
        np.testing.assert_allclose(shown.values, mean_map(maps, kept.weights).values, rtol=1e-4)
        assert shown.class_index == index
        assert (maps[0].values != maps[1].values).any()


@pytest.mark.parametrize("name", ["engine.bin", "head.npz", "MODEL_CARD.md", "manifest.json"])
def test_an_altered_member_is_found(
    shelf: ModelShelf, models: Path, runs: tuple[Path, Path], name: str
) -> None:
    id_ = shelf.keep(KeepRequest("Both", {runs[0]: 0.7, runs[1]: 0.3}), NullContext())
    with (models / id_ / "members" / "second" / name).open("ab") as stream:
        stream.write(b"\n")

    error = shelf.verify(id_, NullContext())

    assert error is not None
    assert error.code is ErrorCode.MODEL_DAMAGED
    assert name in error.message


@pytest.mark.parametrize(
    "members",
    [
        [{"folder": "first", "weight": 1.0}],
        [{"folder": "first", "weight": 0.5}] * 2,
        [{"folder": "first", "weight": 0.7}, {"folder": "second", "weight": 0.4}],
        [{"folder": "first", "weight": 1.5}, {"folder": "second", "weight": -0.5}],
        [{"folder": "../both/members/first", "weight": 0.5}, {"folder": "second", "weight": 0.5}],
    ],
)
def test_members_that_make_no_sense_are_refused(
    shelf: ModelShelf, models: Path, runs: tuple[Path, Path], members: list[object]
) -> None:
    id_ = shelf.keep(KeepRequest("Both", {runs[0]: 0.7, runs[1]: 0.3}), NullContext())
    path = models / id_ / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"members": members}))

    with pytest.raises(LungDeskError) as caught:
        load_model(models / id_)

    assert caught.value.code is ErrorCode.MODEL_DAMAGED


@pytest.mark.parametrize("name", ["first", "First", DEFAULT_MODEL_ID, "LungDesk Lite0"])
def test_a_name_that_is_taken_is_refused(
    shelf: ModelShelf, models: Path, runs: tuple[Path, Path], name: str
) -> None:
    shelf.keep(KeepRequest("first", {runs[0]: 1.0}), NullContext())

    with pytest.raises(LungDeskError) as caught:
        shelf.keep(KeepRequest(name, {runs[1]: 1.0}), NullContext())

    assert caught.value.code is ErrorCode.MODEL_EXISTS
    assert [p.name for p in models.iterdir()] == ["first"]


@pytest.mark.parametrize("name", ["", "   ", "…", "日本", "nul", "com1.x"])
def test_a_name_that_no_folder_can_have_is_refused(
    shelf: ModelShelf, runs: tuple[Path, Path], name: str
) -> None:
    with pytest.raises(LungDeskError) as caught:
        shelf.keep(KeepRequest(name, {runs[0]: 1.0}), NullContext())

    assert caught.value.code is ErrorCode.MODEL_NAME_INVALID


def test_a_run_without_its_model_and_a_damaged_one_leave_nothing(
    shelf: ModelShelf, models: Path, tmp_path: Path
) -> None:
    bare, broken = write_run(tmp_path / "bare"), run_with_model(tmp_path / "broken")
    (broken / "bundle" / "engine.bin").write_bytes(b"no network")

    for run, code in ((bare, ErrorCode.MODEL_MISSING), (broken, ErrorCode.MODEL_DAMAGED)):
        with pytest.raises(LungDeskError) as caught:
            shelf.keep(KeepRequest("mine", {run: 1.0}), NullContext())
        assert caught.value.code is code
    assert not models.exists()


def test_stopped_in_between_it_leaves_nothing(
    shelf: ModelShelf, models: Path, runs: tuple[Path, Path]
) -> None:
    for check in (1, 2, 3):
        with pytest.raises(Cancelled):
            shelf.keep(
                KeepRequest("both", {runs[0]: 0.5, runs[1]: 0.5}), Listener(cancels_at_check=check)
            )
        assert not models.exists() or list(models.iterdir()) == []


def test_a_single_model_is_read_by_the_engine_it_was_made_for(runs: tuple[Path, Path]) -> None:
    bundle = load_model(runs[0] / "bundle")

    assert isinstance(bundle, Bundle)
    assert isinstance(open_engine(bundle), Engine)
