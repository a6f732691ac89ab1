"""Adapting with films that the model has learnt from: they are left out, or it is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, JobContext, NullContext
from lungdesk.ml.bundle import LEARNT, NEIGHBOURS, Bundle, load_bundle, write_manifest
from lungdesk.ml.ensemble import EnsembleBundle, load_model
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.learnt_films import learnt_by, write_learnt
from lungdesk.services.adaptation import Adaptation, AdaptRequest, adapt, look
from lungdesk.services.models.adapted import SaveRequest, save
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import shipped_models_folder
from tests.unit.services.local_films import write_local_films

NOBODY = NullContext()


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12 of each class, two of a patient."""
    return write_local_films(tmp_path_factory.mktemp("hospital") / "films", per_patient=2)


def having_learnt(shipped: Bundle, folder: Path, films: Iterable[Path]) -> Bundle:
    """The model that ships, had it learnt from these films."""
    shutil.copytree(shipped.folder, folder)
    write_learnt(folder, file_digests(films))
    return write_manifest(folder, shipped.manifest)


@pytest.fixture(scope="module")
def base(shipped_bundle: Bundle, films: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Has learnt from a film of each of two patients who have two."""
    known = (films / f"{name}.png" for name in ("normal-0", "tuberculosis-3"))
    return having_learnt(shipped_bundle, tmp_path_factory.mktemp("models") / "base", known)


@pytest.fixture(scope="module")
def adaptation(base: Bundle, films: Path) -> Adaptation:
    return adapt(AdaptRequest(base.folder, films), NOBODY)


def test_patients_whom_the_model_knows_are_left_out(
    adaptation: Adaptation, base: Bundle, films: Path
) -> None:
    counts = {label: n for label, n in adaptation.adapted.films.counts.items() if n}
    assert counts == {"normal": 10, "tuberculosis": 10}
    assert adaptation.as_plain()["learnt_before"] == 4
    assert (
        "Of 24 local films 4 were left out, which would flatter every figure: LungDesk Lite0 has"
        " learnt from 2 of them, and any others are of the same patients."
    ) in adaptation.doubts

    found = look(AdaptRequest(base.folder, films), NOBODY)

    assert (found.learnt, found.shortage) == (4, None)
    assert found.counts["normal"] == found.counts["tuberculosis"] == 10


def test_the_card_says_so_and_the_new_model_has_learnt_the_same(
    adaptation: Adaptation, base: Bundle, tmp_path: Path
) -> None:
    made = load_bundle(save(SaveRequest(adaptation, "Ward", (tmp_path,)), NOBODY))

    assert "has learnt from 2 of them" in (made.folder / "MODEL_CARD.md").read_text()
    assert LEARNT in made.manifest.files
    assert learnt_by(made) == learnt_by(base)


def test_a_model_is_not_adapted_to_the_films_that_it_was_trained_on(
    shipped_bundle: Bundle, films: Path, tmp_path: Path
) -> None:
    """A hospital trains a network on its films, and adapts that with the same folder."""
    trained = having_learnt(shipped_bundle, tmp_path / "trained", films.glob("*.png"))
    request = AdaptRequest(trained.folder, films)

    with pytest.raises(LungDeskError) as caught:
        adapt(request, NOBODY)
    found = look(request, NOBODY)

    assert caught.value.code is ErrorCode.ADAPT_LEARNT
    assert "has learnt from 24 of 24 local films already" in caught.value.message
    assert found.shortage is not None
    assert found.shortage.message == caught.value.message
    assert (found.learnt, sum(found.counts.values())) == (24, 0)


def test_films_whose_points_it_keeps_are_known_of_an_older_model(
    shipped_bundle: Bundle, films: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "older"
    shutil.copytree(shipped_bundle.folder, folder)
    (first,) = file_digests([films / "normal-0.png"])
    named = dict(np.load(folder / NEIGHBOURS))
    named["ids"][7] = np.frombuffer(bytes.fromhex(first)[:16], np.uint8)
    np.savez(folder / NEIGHBOURS, **named)
    older = write_manifest(folder, shipped_bundle.manifest)

    assert LEARNT not in older.manifest.files
    assert look(AdaptRequest(older.folder, films), NOBODY).learnt == 2


def test_the_models_that_ship_name_all_films_that_they_have_learnt_from() -> None:
    found = learnt_by(load_model(shipped_models_folder() / DEFAULT_MODEL_ID))

    assert len(found.ids) == 2820
    assert found.is_whole


@pytest.mark.parametrize("step", [look, adapt])
@pytest.mark.parametrize("has_groups", [True, False])
def test_cancel_ends_the_hashing_of_many_films(
    base: Bundle,
    films: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: Callable[[AdaptRequest, JobContext], object],
    *,
    has_groups: bool,
) -> None:
    monkeypatch.setattr("lungdesk.ml.film_groups._CHUNK", 5)
    monkeypatch.setattr("lungdesk.ml.learnt_films._CHUNK", 5)
    hashed: list[Path] = []

    def hashing(paths: Iterable[Path]) -> list[str]:
        hashed.extend(given := list(paths))
        return file_digests(given)

    monkeypatch.setattr("lungdesk.ml.film_groups.file_digests", hashing)
    monkeypatch.setattr("lungdesk.ml.learnt_films.file_digests", hashing)
    folder = shutil.copytree(films, tmp_path / "films")
    if not has_groups:
        sort_by_class(folder)

    class Stop(NullContext):
        def check(self) -> None:
            if hashed:
                raise Cancelled

    with pytest.raises(Cancelled):
        step(AdaptRequest(base.folder, folder), Stop())
    assert len(hashed) == 5


def sort_by_class(folder: Path) -> None:
    """Into folders of the classes, which state no patients."""
    (folder / "manifest.csv").unlink()
    for path in folder.glob("*.png"):
        (folder / path.name.partition("-")[0]).mkdir(exist_ok=True)
        path.rename(folder / path.name.partition("-")[0] / path.name)


def test_a_model_that_names_no_films_hashes_none(
    shipped_bundle: Bundle, films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(shipped_bundle.folder, tmp_path / "model")
    (folder / NEIGHBOURS).unlink()
    write_manifest(folder, shipped_bundle.manifest)
    monkeypatch.delattr("lungdesk.ml.learnt_films.file_digests")

    assert look(AdaptRequest(folder, films), NOBODY).learnt == 0


@pytest.mark.parametrize(("drop", "is_whole"), [(False, True), (True, False)])
def test_a_model_that_does_not_name_them_is_doubted(
    shipped_bundle: Bundle, tmp_path: Path, *, drop: bool, is_whole: bool
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(shipped_bundle.folder, folder)
    if drop:
        (folder / NEIGHBOURS).unlink()

    assert learnt_by(write_manifest(folder, shipped_bundle.manifest)).is_whole is is_whole


@pytest.mark.parametrize("before", [300, 9000])
def test_what_the_network_began_with_counts(
    shipped_bundle: Bundle, tmp_path: Path, before: int
) -> None:
    """Points are kept of one training; the networks before it have learnt from others as well."""
    settings = shipped_bundle.manifest.training.settings | {"learnt_before": before}

    begun = told(shipped_bundle, tmp_path / "model", settings=settings)

    assert not learnt_by(begun).is_whole


@pytest.mark.parametrize(
    ("other", "is_whole"), [({}, True), ({"data": "ward"}, False), ({"seed": 7}, False)]
)
def test_a_member_without_points_is_known_by_those_of_the_same_training_alone(
    shipped_bundle: Bundle, tmp_path: Path, other: dict[str, object], *, is_whole: bool
) -> None:
    duo = load_model(shipped_models_folder() / DEFAULT_MODEL_ID)
    assert isinstance(duo, EnsembleBundle)
    first, second = duo.members
    assert second.neighbours() is None
    members = (first, told(second, tmp_path / "second", **other))

    assert learnt_by(replace(duo, members=members)).is_whole is is_whole


def told(bundle: Bundle, folder: Path, **training: object) -> Bundle:
    """The model, had it been trained so."""
    shutil.copytree(bundle.folder, folder)
    summary = bundle.manifest.training.model_copy(update=training)
    return write_manifest(folder, bundle.manifest.model_copy(update={"training": summary}))


def test_a_damaged_list_is_a_damaged_model(base: Bundle, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(base.folder, folder)
    (folder / LEARNT).write_text(json.dumps("no list"))

    with pytest.raises(LungDeskError) as caught:
        learnt_by(load_bundle(folder))

    assert caught.value.code is ErrorCode.MODEL_DAMAGED
