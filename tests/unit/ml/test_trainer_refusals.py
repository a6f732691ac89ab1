"""What cannot be trained is refused in one sentence with a code, and spoils nothing."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.radiograph import Photometric, Radiograph
from lungdesk.core.study import Instance
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.trainer import Surroundings, train
from lungdesk.ml.training.checkpoint import Checkpoint, Checkpoints
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.recipe import PRESETS, BlockSettings, Recipe
from lungdesk.ml.weights import resolve_weights
from tests.unit.ml.real_films import write_manifest
from tests.unit.ml.tiny_backbone import TINY

Rows = list[dict[str, str]]


def rows_of(folder: Path) -> Rows:
    """Two films of every class in every split; each is its own group."""
    rows = []
    for split in ("train", "val", "test"):
        for label in CHEST_LABELS.ids:
            for number in range(2):
                name = f"{split}-{label}-{number}.png"
                (folder / name).write_text(name)
                rows.append({"path": name, "label": label, "split": split, "group_id": name})
    return rows


@pytest.fixture
def request_(tmp_path: Path) -> TrainRequest:
    """A training that would go well, were it not for what a test does to it."""
    return TrainRequest(
        folder=write_manifest(tmp_path / "films.csv", rows_of(tmp_path)),
        backbone="tiny",
        bundle_folder=tmp_path / "model" / "bundle",
        checkpoint_folder=tmp_path / "model" / "checkpoint",
        cache_folder=tmp_path / "cache",
        cache_limit_bytes=10**9,
        recipe=PRESETS["quick"],
        weights="none",
    )


@pytest.fixture(autouse=True)
def _tiny_backbone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BACKBONES, "tiny", TINY)


def undecodable(path: Path) -> Radiograph:
    """Stands for damaged films, and for a decoder that must not be reached."""
    raise LungDeskError(f"{path.name} is damaged.", code=ErrorCode.IMAGE_DAMAGED)


def film(path: Path) -> Radiograph:
    pixels = np.tile(np.arange(64, dtype=np.uint8), (64, 1))
    return Radiograph(pixels, Photometric.MONOCHROME2, 8, Instance(path, 64, 64))


def refusal(
    request: TrainRequest, decode: Callable[[Path], Radiograph] = undecodable
) -> LungDeskError:
    """The error of a training that must fail, and leave an older bundle as it was."""
    older = request.bundle_folder / "older"
    older.parent.mkdir(parents=True)
    older.write_text("whole")
    with pytest.raises(LungDeskError) as caught:
        train(request, Surroundings(decode, str, lambda *_: None, NullContext()))
    assert older.read_text() == "whole"
    assert list(request.bundle_folder.parent.iterdir()) == [request.bundle_folder]
    assert caught.value.hint
    return caught.value


def test_what_was_begun_with_other_films_is_neither_gone_on_with_nor_written_over(
    request_: TrainRequest, tmp_path: Path
) -> None:
    kept = tmp_path / "kept" / "checkpoint"
    Checkpoints(kept, "of other films").save("head-0", Checkpoint({}, {"epoch": 9}))
    before = (kept / "head-0.npz").read_bytes()

    error = refusal(replace(request_, checkpoint_folder=kept), film)

    assert error.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    assert error.message == (
        f"{kept.parent} holds a training that was begun with other films or settings, or by"
        " another version of LungDesk."
    )
    assert (kept / "head-0.npz").read_bytes() == before


def lacking(split: str, label: str) -> Callable[[Rows], Rows]:
    return lambda rows: [r for r in rows if (r["split"], r["label"]) != (split, label)]


def changed(split: str, **values: str) -> Callable[[Rows], Rows]:
    """Give the first film of a split other values."""

    def change(rows: Rows) -> Rows:
        next(row for row in rows if row["split"] == split).update(values)
        return rows

    return change


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (
            lambda rows: [row for row in rows if row["label"] == "covid19"],
            ErrorCode.DATASET_CLASS_MISSING,
            "has no film of normal, bacterial_pneumonia, viral_pneumonia, tuberculosis.",
        ),
        (
            lacking("train", "tuberculosis"),
            ErrorCode.DATASET_CLASS_MISSING,
            "The train split has no film of tuberculosis.",
        ),
        (
            lacking("val", "normal"),
            ErrorCode.DATASET_CLASS_MISSING,
            "The val split has no film of normal.",
        ),
        (
            changed("test", group_id="train-normal-0.png"),
            ErrorCode.DATASET_GROUP_LEAK,
            "(the first: train-normal-0.png in train, test-normal-0.png in test)",
        ),
        (
            lambda rows: [row for row in rows if row["split"] != "val"],
            ErrorCode.DATASET_SPLIT_MISSING,
            "films.csv has no split called val.",
        ),
        (
            lambda rows: [row for row in rows if row["split"] != "train"],
            ErrorCode.DATASET_SPLIT_MISSING,
            "films.csv has no split called train.",
        ),
        (
            changed("train", label="pneumothorax"),
            ErrorCode.DATASET_LABEL_UNKNOWN,
            "These classes are not known: pneumothorax.",
        ),
        (
            changed("val", path="absent.png"),
            ErrorCode.DATASET_MANIFEST,
            "The manifest films.csv names 1 files that are not there (absent.png).",
        ),
        (lambda _: [], ErrorCode.DATASET_EMPTY, "films.csv holds no labelled films."),
    ],
)
def test_bad_data_is_refused_before_anything_is_prepared(
    request_: TrainRequest, spoil: Callable[[Rows], Rows], code: ErrorCode, words: str
) -> None:
    write_manifest(request_.folder, spoil(rows_of(request_.folder.parent)))

    error = refusal(request_)

    assert error.code is code
    assert words in error.message
    assert not request_.cache_folder.exists()


def test_copies_of_one_film_in_two_splits_are_a_leak_too(
    request_: TrainRequest, tmp_path: Path
) -> None:
    for split in ("train", "val"):
        for label in CHEST_LABELS.ids:
            place = tmp_path / "folders" / split / label
            place.mkdir(parents=True)
            is_copied = label == "covid19"
            (place / f"{split}.png").write_text("copy" if is_copied else f"{split}{label}")

    error = refusal(replace(request_, folder=tmp_path / "folders"))

    assert error.code is ErrorCode.DATASET_GROUP_LEAK
    assert error.message.startswith("1 patients or copied films stand in more than one split")


def test_a_class_folder_of_an_unknown_name_is_asked_about(
    request_: TrainRequest, tmp_path: Path
) -> None:
    place = tmp_path / "folders" / "train" / "Cardiomegaly"
    place.mkdir(parents=True)
    (place / "1.png").write_text("film")

    error = refusal(replace(request_, folder=tmp_path / "folders"))

    assert error.code is ErrorCode.DATASET_LABEL_UNKNOWN
    assert "Cardiomegaly" in error.message


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"backbone": "resnet9000"}, ErrorCode.USAGE),
        ({"weights": "/absent/mine.weights.h5"}, ErrorCode.WEIGHTS_MISSING),
        ({"weights": "imagenet"}, ErrorCode.WEIGHTS_MISSING),  # the tiny backbone has none
        ({"folder": Path("/absent/films")}, ErrorCode.FILE_MISSING),
        ({"recipe": Recipe(block=BlockSettings(cut_point="top floor"))}, ErrorCode.USAGE),
        ({"recipe": Recipe(input_size=40)}, ErrorCode.USAGE),
    ],
)
def test_what_is_not_there_is_refused(
    request_: TrainRequest, change: dict[str, str | Path | Recipe], code: ErrorCode
) -> None:
    error = refusal(replace(request_, **change))  # type: ignore[arg-type] # of the right types

    assert error.code is code


def test_a_weights_file_of_another_network_is_refused(request_: TrainRequest) -> None:
    other = resolve_weights(BACKBONES["efficientnet_lite0"], "imagenet").path
    assert other is not None

    error = refusal(replace(request_, weights=str(other)))

    assert error.code is ErrorCode.WEIGHTS_DAMAGED
    assert error.message.startswith(f"{other.name} does not hold the weights of tiny")


@pytest.mark.parametrize(
    ("damaged", "code", "words"),
    [
        ("", ErrorCode.DATASET_EMPTY, "No film in the train split could be read."),
        ("val", ErrorCode.DATASET_EMPTY, "No film in the val split could be read."),
        (
            "train-covid19",
            ErrorCode.DATASET_CLASS_MISSING,
            "No film of covid19 in the train split could be read.",
        ),
    ],
    ids=["all films", "all of val", "all of one class"],
)
def test_films_that_cannot_be_read_are_missed_where_none_is_left(
    request_: TrainRequest, damaged: str, code: ErrorCode, words: str
) -> None:
    def decode(path: Path) -> Radiograph:
        return undecodable(path) if path.name.startswith(damaged) else film(path)

    error = refusal(request_, decode)

    assert (error.code, error.message) == (code, words)
    assert error.hint.startswith(damaged)
    assert error.hint.endswith(".png is damaged.")


def test_three_films_of_a_class_are_split_or_refused_but_never_lost(
    request_: TrainRequest, tmp_path: Path
) -> None:
    # Without splits of its own, a class of three films may miss one: that is said, not passed over.
    for label in CHEST_LABELS.ids:
        place = tmp_path / "folders" / label
        place.mkdir(parents=True)
        for number in range(3 if label == "covid19" else 12):
            (place / f"{number}.png").write_text(f"{label}{number}")
    (tmp_path / "folders" / "covid19" / "2.png").write_text("covid190")  # a copy of the first

    error = refusal(replace(request_, folder=tmp_path / "folders"))

    assert error.code is ErrorCode.DATASET_CLASS_MISSING
    assert "split has no film of covid19" in error.message


def test_features_that_may_not_have_the_room_are_refused_with_both_figures(
    request_: TrainRequest,
) -> None:
    error = refusal(replace(request_, cache_limit_bytes=300), film)

    assert error.code is ErrorCode.DISK_FULL
    assert "The features of 10 films need 0.0 MB" in error.message
    assert "--cache-limit" in error.hint


def test_a_disk_that_fills_up_says_how_much_is_needed(
    request_: TrainRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lungdesk.ml.feature_cache.np.save", full)

    error = refusal(request_, film)

    assert error.code is ErrorCode.DISK_FULL
    assert error.message.startswith("The features of 10 films need ")
    assert "--resume" in error.hint
