from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode
from lungdesk.ml.bundle import Bundle, load_bundle
from lungdesk.ml.datasets import Sample
from lungdesk.ml.evaluator import PREPARATION, FilmFailure, SplitPredictions
from lungdesk.ml.labelled_files import FILMS_FOLDER
from lungdesk.services.evaluation import EvaluationRequest
from lungdesk.services.prediction_store import (
    FilmPredictions,
    FilmSet,
    PredictionStore,
    film_stamps,
)
from lungdesk.services.prediction_table import PredictionTable
from lungdesk.services.runs.record import predictions_path, write_predictions

LATER_S = 60


@pytest.fixture
def films(tmp_path: Path) -> FilmSet:
    folder = tmp_path / "films"
    folder.mkdir()
    samples = []
    for number in range(4):
        path = folder / f"{number}.png"
        path.write_bytes(b"film")
        samples.append(Sample(path, number % 2, "test", f"patient {number}", "here"))
    return FilmSet(folder, "test", tuple(samples))


@pytest.fixture
def store(tmp_path: Path) -> PredictionStore:
    return PredictionStore(tmp_path / "kept")


def read_of(films: FilmSet, failing: tuple[int, ...] = ()) -> SplitPredictions:
    samples = tuple(s for n, s in enumerate(films.samples) if n not in failing)
    failures = tuple(
        FilmFailure(films.samples[n].path, ErrorCode.IMAGE_DAMAGED, "It is damaged.")
        for n in failing
    )
    logits = np.random.default_rng(0).normal(size=(len(samples), 5)).astype(np.float32)
    return SplitPredictions(samples, logits, failures, 1.0)


def keep(store: PredictionStore, bundle: Bundle, films: FilmSet, *failing: int) -> None:
    read = read_of(films, failing)
    said = FilmPredictions.of(read, bundle.labels, films)
    store.keep(bundle, films, said, stamps=film_stamps(films))


def test_what_was_read_is_found_to_the_last_bit(
    store: PredictionStore, shipped_bundle: Bundle, films: FilmSet
) -> None:
    assert store.find(shipped_bundle, films) is None
    keep(store, shipped_bundle, films)

    found = store.find(shipped_bundle, films)

    assert found is not None
    given = read_of(films).probabilities.astype(np.float32)
    np.testing.assert_array_equal(found.table.probabilities.astype(np.float32), given)
    assert found.table.paths == ("0.png", "1.png", "2.png", "3.png")
    assert found.failures == ()


def test_what_cannot_be_kept_is_read_again(
    tmp_path: Path, shipped_bundle: Bundle, films: FilmSet
) -> None:
    (tmp_path / "file").touch()
    store = PredictionStore(tmp_path / "file" / "kept")

    keep(store, shipped_bundle, films)

    assert store.find(shipped_bundle, films) is None


def test_films_are_named_from_the_folder_that_a_manifest_names_them_from(
    tmp_path: Path, films: FilmSet
) -> None:
    chosen = tmp_path / "draft" / "data"
    chosen.mkdir(parents=True)
    lines = [f"{sample.path.name},normal,test" for sample in films.samples]
    (chosen / "manifest.csv").write_text("\n".join(["path,label,split", *lines]))
    (chosen / FILMS_FOLDER).write_text(f"{films.data}\n")

    for data in (films.data, chosen, chosen / "manifest.csv"):
        assert FilmSet(data, "test", films.samples).root == films.data
        assert EvaluationRequest(tmp_path, data, "test").root == films.data


def test_films_that_failed_are_remembered_with_their_reason(
    store: PredictionStore, shipped_bundle: Bundle, films: FilmSet
) -> None:
    keep(store, shipped_bundle, films, 2)

    found = store.find(shipped_bundle, films)

    assert found is not None
    assert found.table.paths == ("0.png", "1.png", "3.png")
    (failure,) = found.failures
    assert (failure.path.name, failure.message) == ("2.png", "It is damaged.")


def test_order_groups_and_sources_are_those_of_the_collection_now(
    store: PredictionStore, shipped_bundle: Bundle, films: FilmSet
) -> None:
    keep(store, shipped_bundle, films)
    moved = tuple(replace(s, group="same", source="there") for s in reversed(films.samples))

    found = store.find(shipped_bundle, replace(films, samples=moved))

    assert found is not None
    assert found.table.paths == ("3.png", "2.png", "1.png", "0.png")
    assert set(found.table.groups) == {"same"}
    assert set(found.table.sources) == {"there"}
    np.testing.assert_array_equal(found.table.targets, [1, 0, 1, 0])


def test_other_films_labels_or_content_are_read_again(
    store: PredictionStore, shipped_bundle: Bundle, films: FilmSet
) -> None:
    keep(store, shipped_bundle, films)
    first, *rest = films.samples
    relabelled = replace(films, samples=(replace(first, class_index=3), *rest))
    fewer = replace(films, samples=tuple(rest))
    of_other_split = replace(films, split="val")

    for other in (relabelled, fewer, of_other_split):
        assert store.find(shipped_bundle, other) is None
    now = first.path.stat().st_mtime
    os.utime(first.path, (now + LATER_S, now + LATER_S))
    assert store.find(shipped_bundle, films) is None


def test_older_films_of_the_same_names_are_other_films(
    store: PredictionStore, shipped_bundle: Bundle, films: FilmSet
) -> None:
    """As an archive unpacks them, or a copy that keeps their times."""
    keep(store, shipped_bundle, films)
    assert store.find(shipped_bundle, films) is not None

    put_older(films.samples[0].path)

    assert store.find(shipped_bundle, films) is None


def test_films_that_are_prepared_otherwise_now_are_read_again(
    store: PredictionStore,
    shipped_bundle: Bundle,
    films: FilmSet,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep(store, shipped_bundle, films)

    monkeypatch.setattr("lungdesk.services.prediction_store.PREPARATION", PREPARATION + 1)

    assert store.find(shipped_bundle, films) is None


def test_a_table_that_does_not_say_of_which_files_it_is_does_not_count(
    store: PredictionStore, shipped_bundle: Bundle, films: FilmSet
) -> None:
    keep(store, shipped_bundle, films)
    (store.place(shipped_bundle, films) / "films.sha256").unlink()

    assert store.find(shipped_bundle, films) is None


def test_a_film_that_was_replaced_while_the_films_were_read_is_read_again(
    store: PredictionStore, shipped_bundle: Bundle, films: FilmSet
) -> None:
    stamps = film_stamps(films)
    put_older(films.samples[0].path)
    said = FilmPredictions.of(read_of(films), shipped_bundle.labels, films)

    store.keep(shipped_bundle, films, said, stamps=stamps)

    assert store.find(shipped_bundle, films) is None


def test_a_table_that_was_not_written_to_its_end_does_not_count(
    store: PredictionStore,
    shipped_bundle: Bundle,
    films: FilmSet,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep(store, shipped_bundle, films)
    place = store.place(shipped_bundle, films)

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(PredictionTable, "write", fail)
    keep(store, shipped_bundle, films, 2)

    assert (place / "predictions.csv").exists()
    assert store.find(shipped_bundle, films) is None


def test_a_film_that_was_gone_does_not_keep_the_others_from_being_kept_until_it_comes_back(
    store: PredictionStore, shipped_bundle: Bundle, films: FilmSet
) -> None:
    path = films.samples[0].path
    path.rename(path.with_suffix(".away"))

    keep(store, shipped_bundle, films)

    assert store.find(shipped_bundle, films) is not None
    path.with_suffix(".away").rename(path)
    assert store.find(shipped_bundle, films) is None


def put_older(path: Path) -> None:
    """Another film in a film's place, of the same size and older than it."""
    other = path.with_suffix(".other")
    other.write_bytes(b"else")
    before = path.stat().st_mtime - LATER_S
    os.utime(other, (before, before))
    other.replace(path)


def test_another_model_or_folder_has_a_place_of_its_own(
    store: PredictionStore, shipped_bundle: Bundle, films: FilmSet, tmp_path: Path
) -> None:
    other_model = replace(shipped_bundle, model=replace(shipped_bundle.model, sha256="f" * 64))
    other_data = replace(films, data=tmp_path)

    places = {
        store.place(bundle, one)
        for bundle in (shipped_bundle, other_model)
        for one in (films, other_data)
    }

    assert len(places) == 4


def test_a_damaged_table_is_read_again(
    store: PredictionStore, shipped_bundle: Bundle, films: FilmSet
) -> None:
    keep(store, shipped_bundle, films)
    (store.place(shipped_bundle, films) / "predictions.csv").write_text("path,label\n")

    assert store.find(shipped_bundle, films) is None


def test_what_a_run_wrote_of_its_own_model_counts(
    store: PredictionStore, shipped_folder: Path, films: FilmSet, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    shutil.copytree(shipped_folder, run / "bundle")
    bundle = load_bundle(run / "bundle")
    write_predictions(run, "test", read_of(films), bundle.labels, films.root)

    found = store.find(bundle, films)

    assert found is not None
    assert len(found.table) == 4

    table = predictions_path(run, "test").stat()
    while films.samples[0].path.stat().st_ctime <= table.st_mtime:  # the clock has coarse steps
        put_older(films.samples[0].path)

    assert store.find(bundle, films) is None
