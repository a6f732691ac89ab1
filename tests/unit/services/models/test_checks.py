"""Checking maps from end to end: real networks on a few drawn films."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.raster_writer import write_png
from lungdesk.ml.bundle import CARD, load_bundle, write_manifest
from lungdesk.ml.checks.random_weights import RandomPart
from lungdesk.ml.ensemble import (
    MEMBERS,
    EnsembleBundle,
    EnsembleManifest,
    Member,
    load_model,
    verify_model,
    write_ensemble,
)
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.learnt_films import write_learnt
from lungdesk.reporting.model_card import render_ensemble_card, render_model_card
from lungdesk.services.lungs.finder import LungFinder
from lungdesk.services.models import checks as model_checks
from lungdesk.services.models.checks import CheckRequest, check_model
from lungdesk.services.models.rewriting import rewritten, with_changes
from lungdesk.services.paths import AppPaths
from tests.unit.ml.test_pose import drawn_chests
from tests.unit.reporting.check_records import checks_record
from tests.unit.services.fakes import Listener
from tests.unit.services.model_copies import copy_of_model


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three films of val, two of them of one class."""
    folder = tmp_path_factory.mktemp("films")
    for number, grey in enumerate(drawn_chests(3, 5)):
        label = CHEST_LABELS.ids[number % 2]
        (folder / "val" / label).mkdir(parents=True, exist_ok=True)
        write_png(folder / "val" / label / f"{number}.png", np.kron(grey, np.ones((3, 3), "u1")))
    return folder


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory, films: Path) -> Path:
    """Two networks; the second has learnt from a film of val."""
    folder = tmp_path_factory.mktemp("models") / "both"
    for seed, name in enumerate(("one", "two"), start=1):
        member = copy_of_model(folder / MEMBERS / name, name, seed=seed)
    write_learnt(member.folder, file_digests([next(films.rglob("0.png"))]))
    member = write_manifest(member.folder, member.manifest)
    (folder / CARD).write_text("# both\n")
    manifest = EnsembleManifest(
        schema_version=4,
        id="both",
        name="Both",
        version="1",
        labels=member.manifest.labels,
        members=(Member(folder="one", weight=0.5), Member(folder="two", weight=0.5)),
        created="2026-01-01T00:00:00Z",
        metrics={},
        limits=(),
        files={},
    )
    write_ensemble(folder, manifest)
    return folder


@pytest.mark.parametrize("is_there", [True, False])
def test_what_stands_in_a_folder_is_not_replaced_by_a_model(tmp_path: Path, is_there: bool) -> None:
    bundle = copy_of_model(tmp_path / "mine", "mine")
    notes = tmp_path / "notes"
    notes.mkdir() if is_there else notes.touch()

    with pytest.raises(LungDeskError) as caught:
        rewritten(bundle, notes if is_there else notes / "out", lambda one: one, NullContext())

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert notes.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "notes"]


def test_an_ensemble_is_checked_beside_a_baseline(
    films: Path, ensemble: Path, tmp_path: Path
) -> None:
    baseline = copy_of_model(tmp_path / "frozen", "frozen", seed=3)
    before = load_model(ensemble)
    listener = Listener()
    doubts: list[str] = []
    request = CheckRequest(
        ensemble,
        films,
        LungFinder.of(AppPaths.default()),
        baseline=baseline.folder,
        out=tmp_path / "out",
        films=2,
        tell_doubt=doubts.append,
    )

    done = check_model(request, listener)

    assert doubts == ["Of 3 films Both has learnt from 1: they flatter every figure."]
    assert isinstance(done, EnsembleBundle)
    verify_model(done)
    checks = done.manifest.checks
    assert checks is not None
    assert (checks.films, checks.split, checks.model.id) == (2, "val", "both")
    assert [one.part for one in checks.randomised] == list(RandomPart)
    assert checks.baseline is not None
    assert checks.baseline.id == "frozen"
    assert checks.baseline.deletion != checks.model.deletion
    assert sum(one.films for one in checks.model.heat.values()) <= 3
    plain = [member.manifest.model_dump(mode="json") for member in done.members]
    card = render_ensemble_card(done.manifest.model_dump(mode="json"), plain)
    assert (done.folder / CARD).read_text() == card
    assert "baseline `frozen`" in card
    # The model itself stays where the result goes elsewhere, and so does all that reads.
    assert load_model(ensemble).model == before.model
    assert done.manifest.network == before.manifest.network
    assert {report.message for report in listener.reports} >= {
        "looking at heat and lungs",
        "blurring films by the maps of both",
        "blurring films by the maps of frozen",
        "weights in random order: all",
    }


def test_a_single_model_keeps_all_its_files_but_the_card(tmp_path: Path) -> None:
    bundle = copy_of_model(tmp_path / "mine", "mine", seed=1)

    done = rewritten(
        bundle,
        bundle.folder,
        lambda one: with_changes(one, {"checks": checks_record()}),
        NullContext(),
    )

    again = load_bundle(bundle.folder)
    assert again.model == done.model
    assert again.manifest.checks == checks_record()
    assert (bundle.folder / CARD).read_text() == render_model_card(
        again.manifest.model_dump(mode="json")
    )
    kept = {name: digest for name, digest in bundle.manifest.files.items() if name != CARD}
    assert kept.items() <= again.manifest.files.items()
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_fewer_films_than_before_are_told(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = copy_of_model(tmp_path / "mine", "mine")
    with_changes(mine, {"checks": checks_record()})
    now = checks_record().model_copy(update={"films": 3})
    monkeypatch.setattr(model_checks, "checked", lambda *_: now)
    finder, doubts = LungFinder.of(AppPaths.default()), list[str]()

    for _ in range(2):
        check_model(
            CheckRequest(mine.folder, films, finder, tell_doubt=doubts.append), NullContext()
        )

    assert doubts == ["This was found out on 3 films, and replaces what was found out on 20."]


def test_a_baseline_of_other_classes_is_refused(films: Path, tmp_path: Path) -> None:
    mine = copy_of_model(tmp_path / "mine", "mine")
    other = copy_of_model(tmp_path / "other", "other")
    labels = tuple(reversed(other.manifest.labels))
    write_manifest(other.folder, other.manifest.model_copy(update={"labels": labels}))
    finder = LungFinder.of(AppPaths.default())

    with pytest.raises(LungDeskError, match="other classes") as caught:
        check_model(CheckRequest(mine.folder, films, finder, baseline=other.folder), NullContext())

    assert caught.value.code is ErrorCode.MODEL_INVALID
    assert load_bundle(mine.folder).model == mine.model


def test_films_that_cannot_be_read_check_nothing(tmp_path: Path) -> None:
    mine = copy_of_model(tmp_path / "mine", "mine")
    broken = tmp_path / "films" / "val" / "normal"
    broken.mkdir(parents=True)
    (broken / "film.png").write_bytes(b"no film")
    finder = LungFinder.of(AppPaths.default())

    with pytest.raises(LungDeskError, match="could be read") as caught:
        check_model(CheckRequest(mine.folder, tmp_path / "films", finder), NullContext())

    assert caught.value.code is ErrorCode.DATASET_EMPTY
    assert load_bundle(mine.folder).model == mine.model


def test_a_film_alone_checks_nothing(tmp_path: Path) -> None:
    mine = copy_of_model(tmp_path / "mine", "mine")
    folder = tmp_path / "films" / "val" / "normal"
    folder.mkdir(parents=True)
    (folder / "broken.png").write_bytes(b"no film")
    write_png(folder / "film.png", drawn_chests(1, 7)[0])
    finder = LungFinder.of(AppPaths.default())

    with pytest.raises(LungDeskError, match="Only one val film can be used") as caught:
        check_model(CheckRequest(mine.folder, tmp_path / "films", finder), NullContext())

    assert caught.value.code is ErrorCode.DATASET_EMPTY
