from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.bundle import Bundle, load_bundle, write_manifest
from lungdesk.ml.datasets import Dataset, load_dataset
from lungdesk.ml.ensemble import EnsembleBundle
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.film_groups import JOINED_GROUPS
from lungdesk.ml.folds import Fold, in_fold
from lungdesk.ml.learnt_films import write_learnt
from lungdesk.ml.model_films import films_for, measuring_doubt, split_doubt
from tests.unit.ml.conftest import SmallModel


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Films that no split is known of."""
    for label in CHEST_LABELS.ids:
        for number in range(20):
            path = tmp_path / "films" / label / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{label}{number}")
    return tmp_path / "films"


def trained(bundle: Bundle, seed: int, **settings: Any) -> Bundle:
    """The model, had it been trained so."""
    before = bundle.manifest.training
    training = before.model_copy(update={"seed": seed, "settings": before.settings | settings})
    manifest = bundle.manifest.model_copy(update={"training": training})
    return Bundle(bundle.folder, manifest, bundle.model)


def test_a_model_is_measured_in_the_splits_of_its_own_training(
    collection: Path, small_model: SmallModel
) -> None:
    learnt = {s.path for s in load_dataset(collection, seed=5).split("train")}

    dataset = films_for(trained(small_model.bundle, seed=5), collection, {})

    assert {s.path for s in dataset.split("train")} == learnt
    assert {s.path for s in films_for(small_model.bundle, collection, {}).split("train")} != learnt


def test_a_model_of_a_fold_is_measured_on_what_that_fold_left_out(
    collection: Path, small_model: SmallModel
) -> None:
    fold = Fold(2, 3)
    expected = in_fold(load_dataset(collection, seed=5), fold, 5).samples

    dataset = films_for(trained(small_model.bundle, seed=5, fold=str(fold)), collection, {})

    assert dataset.samples == expected


def test_films_too_few_for_its_folds_are_measured_as_they_come(
    collection: Path, small_model: SmallModel
) -> None:
    for label in CHEST_LABELS.ids[1:]:
        for path in (collection / label).iterdir():
            path.unlink()

    dataset = films_for(trained(small_model.bundle, seed=5, fold="2 of 3"), collection, {})

    assert dataset.samples == load_dataset(collection, seed=5).samples


@pytest.mark.parametrize(
    ("is_joined", "settings", "is_doubted"),
    [(True, {}, True), (True, {JOINED_GROUPS: True}, False), (False, {}, False)],
)
def test_groups_that_were_not_joined_in_the_training_are_a_doubt(
    collection: Path,
    small_model: SmallModel,
    settings: dict[str, bool],
    *,
    is_joined: bool,
    is_doubted: bool,
) -> None:
    """A patient with several groups was dealt otherwise before."""
    lines = ["path,label,patient_id,group_id"]
    for path in sorted(collection.glob("*/*.png")):
        label, number = path.parent.name, int(path.stem)
        patient = f"{label}{number // 2}" if is_joined else f"{label}{number}"
        lines.append(f"{label}/{path.name},{label},{patient},{label}-{number}")
    (collection / "manifest.csv").write_text("\n".join(lines))
    dataset = load_dataset(collection)
    told = trained(small_model.bundle, seed=0, **settings)
    training = told.manifest.training.model_copy(
        update={"data": "films", "counts": dataset.counts()}
    )
    manifest = told.manifest.model_copy(update={"training": training})

    doubt = split_doubt(Bundle(told.folder, manifest, told.model), dataset)

    assert bool(doubt) is is_doubted
    assert not is_doubted or "groups of one patient" in doubt


def test_films_that_have_come_or_gone_since_the_training_are_a_doubt(
    collection: Path, small_model: SmallModel
) -> None:
    model = small_model.bundle
    dataset = films_for(model, collection, {})
    before = model.manifest.training.model_copy(
        update={"data": "films", "counts": dataset.counts()}
    )
    manifest = model.manifest.model_copy(update={"training": before})
    same = Bundle(model.folder, manifest, model.model)

    assert split_doubt(same, dataset) == ""
    assert split_doubt(model, dataset) == ""  # another collection

    (collection / "normal" / "0.png").unlink()

    assert "has other films" in split_doubt(same, films_for(same, collection, {}))


def of_collection(bundle: Bundle, dataset: Dataset, seed: int, **settings: Any) -> Bundle:
    """The model, had it been trained on the collection as it is."""
    one = trained(bundle, seed, **settings)
    training = one.manifest.training.model_copy(
        update={"data": dataset.folder.name, "counts": dataset.counts()}
    )
    return Bundle(one.folder, one.manifest.model_copy(update={"training": training}), bundle.model)


def test_films_that_it_has_learnt_are_counted_wherever_they_lie_now(
    collection: Path, copied_bundle: Path
) -> None:
    """One more film, and all the others are dealt otherwise than in the training."""
    then = load_dataset(collection)
    write_learnt(copied_bundle, file_digests(s.path for s in then.split("train")))
    model = write_manifest(
        copied_bundle, of_collection(load_bundle(copied_bundle), then, seed=0).manifest
    )
    as_then = films_for(model, collection, {})
    assert measuring_doubt(model, as_then, as_then.split("test"), NullContext()) == ""
    (collection / "normal" / "new.png").write_text("new")
    (collection / "normal" / "0.png").unlink()
    learnt = {sample.path for sample in then.split("train")}
    now = films_for(model, collection, {})
    known = sum(sample.path in learnt for sample in now.split("test"))
    assert known

    doubt = measuring_doubt(model, now, now.split("test"), NullContext())

    assert f"Of {len(now.split('test'))} films {model.manifest.name}" in doubt
    assert f"has learnt from {known}:" in doubt
    unknown = [sample for sample in now.split("test") if sample.path not in learnt]
    assert measuring_doubt(model, now, unknown, NullContext()) == ""


@pytest.mark.parametrize("other", [{"seed": 6}, {"seed": 5, "fold": "2 of 4"}])
def test_members_that_were_trained_in_other_splits_are_a_doubt(
    collection: Path, small_model: SmallModel, other: dict[str, Any]
) -> None:
    dataset = load_dataset(collection, seed=5)
    first = of_collection(small_model.bundle, dataset, seed=5)
    second = of_collection(small_model.bundle, dataset, **other)
    manifest: Any = first.manifest  # nothing of an ensemble's own is asked for

    def doubt(*members: Bundle) -> str:
        both = EnsembleBundle(first.folder, manifest, first.model, members)
        return measuring_doubt(both, dataset, dataset.split("test"), NullContext())

    assert doubt(first, first) == ""
    assert "trained in different splits" in doubt(first, second)
