"""What is chosen of a collection, and that `lungdesk train` is given the very same films."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml import labelled_files
from lungdesk.ml.datasets import Dataset, load_dataset
from lungdesk.ml.labelled_files import FILMS_FOLDER
from lungdesk.services.collection import (
    Collection,
    OpenRequest,
    collection_root,
    guessed_label,
    open_collection,
    read_collection,
)
from lungdesk.services.training.data import (
    label_of,
    obstacle,
    select,
    with_films,
    write_selection,
)
from lungdesk.services.training.draft import (
    BackboneChoice,
    DataChoice,
    NewSplit,
    RunChoice,
    TrainingDraft,
)
from lungdesk.services.training.draft_store import DraftStore
from lungdesk.services.training.requests import run_id
from tests.unit.ml.drawn_films import DrawnCollection, drawn_film
from tests.unit.services.drafts import drawn_folder
from tests.unit.services.fakes import Listener


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Classes without a split; one film of each class has a copy."""
    made = drawn_folder(tmp_path_factory.mktemp("films"), each=10)
    for label in CHEST_LABELS.ids:
        shutil.copy(made / label / "0.png", made / label / "copy.png")
    return made


@pytest.fixture(scope="module")
def split_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A manifest with splits, groups of two films, two sources, and another hospital."""
    drawn = DrawnCollection(tmp_path_factory.mktemp("split"))
    film = drawn_film(1, 64, 64)
    for split, each in {"train": 8, "val": 4, "test": 4, "external": 2}.items():
        for label in CHEST_LABELS.ids:
            for number in range(each):
                name = f"{split}/{label}/{number}.png"
                group = f"{split}-{label}-{number // 2}"
                drawn.add(name, film, label, split, source="ab"[number // 2 % 2], group=group)
    return drawn.folder


def chosen(location: Path, **choice: object) -> Dataset:
    collection = read_collection(location, NullContext())
    return select(collection, DataChoice(location, location, **choice))  # type: ignore[arg-type]


def shares(dataset: Dataset) -> dict[str, float]:
    counts = Counter(sample.split for sample in dataset.samples)
    return {split: n / len(dataset.samples) for split, n in counts.items()}


@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"split": NewSplit(val=20, test=25, seed=4)},
        {"excluded": ("train/normal/0.png",), "excluded_sources": ("b",)},
        {"joined": (("train/normal/0.png", "test/normal/0.png"),), "split": NewSplit()},
        {"label_map": {"covid19": ""}},
    ],
    ids=["as it lies", "split", "left out", "joined", "class left out"],
)
@pytest.mark.parametrize("kind", ["folder", "split_data"])
def test_the_training_is_given_what_was_chosen(
    kind: str, choice: dict[str, object], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    location: Path = request.getfixturevalue(kind)
    data = DataChoice(location, location, **choice)  # type: ignore[arg-type]
    collection = read_collection(location, NullContext())
    draft = TrainingDraft("a", data=data)
    given = write_selection(draft, DraftStore(tmp_path), NullContext())
    label_map = data.label_map if data.is_as_it_lies else {}
    loaded = load_dataset(given, label_map=label_map)
    assert loaded.samples == select(collection, data).samples
    assert len(loaded.samples) > 40


def test_each_folder_of_films_is_walked_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[str] = []
    below = labelled_files._films_below

    def walk(class_folder: Path) -> tuple[list[Path], list[Path]]:
        walked.append(class_folder.name)
        return below(class_folder)

    monkeypatch.setattr(labelled_files, "_films_below", walk)
    read_collection(folder, NullContext())

    assert sorted(walked) == sorted(CHEST_LABELS.ids)


def test_names_of_any_bytes_and_blanks_are_found_again(tmp_path: Path) -> None:
    root = drawn_folder(tmp_path / "films", each=10).rename(tmp_path / os.fsdecode(b"films \xe9"))
    (root / "normal").rename(root / " normal ")
    (root / "covid19" / "0.png").rename(root / "covid19" / os.fsdecode(b" caf\xe9.png"))
    data = DataChoice(root, root, split=NewSplit())
    given = write_selection(TrainingDraft("a", data=data), DraftStore(tmp_path), NullContext())
    assert load_dataset(given).samples == chosen(root, split=NewSplit()).samples
    assert len(load_dataset(given).samples) == 10 * len(CHEST_LABELS)


def test_choosing_the_same_twice_writes_nothing_anew(folder: Path, tmp_path: Path) -> None:
    draft = TrainingDraft("a", data=DataChoice(folder, folder, split=NewSplit()))
    store = DraftStore(tmp_path)
    first = write_selection(draft, store, NullContext())
    before = (first / "manifest.csv").stat()
    assert write_selection(draft, store, NullContext()) == first
    assert (first / "manifest.csv").stat().st_mtime_ns == before.st_mtime_ns
    other = replace(draft, data=replace(draft.data, split=NewSplit(seed=1)))
    assert write_selection(other, store, NullContext()) != first
    assert (first / "manifest.csv").exists()


def test_films_that_come_make_another_choice_and_leave_what_was_trained_by(
    folder: Path, tmp_path: Path
) -> None:
    films, store = tmp_path / "films", DraftStore(tmp_path / "drafts")
    shutil.copytree(folder, films)

    def listed(draft: TrainingDraft) -> TrainingDraft:
        dataset = select(read_collection(films, NullContext()), draft.data)
        return replace(draft, data=with_films(draft, dataset, store))

    draft = listed(TrainingDraft("a", data=DataChoice(films, films, split=NewSplit())))
    first = write_selection(draft, store, NullContext())
    then = load_dataset(first).samples
    assert listed(draft) == draft
    (films / "normal" / "more.png").write_bytes(b"more")

    assert write_selection(draft, store, NullContext()) == first
    assert load_dataset(first).samples == then
    now = write_selection(listed(draft), store, NullContext())
    assert now != first
    assert len(load_dataset(now).samples) == len(then) + 1
    unwritten = replace(draft, data=replace(draft.data, split=NewSplit(seed=1)))
    with pytest.raises(LungDeskError, match="come or gone since they were listed"):
        write_selection(unwritten, store, NullContext())


@pytest.mark.parametrize("split", [NewSplit(), None])
def test_an_older_draft_finds_its_runs_while_its_films_are_the_same(
    folder: Path, tmp_path: Path, split: NewSplit | None
) -> None:
    store, data = DraftStore(tmp_path / "drafts"), DataChoice(folder, folder, split=split)
    vgg16 = BackboneChoice("vgg16")
    older = TrainingDraft("a", data=data, backbones=(vgg16,))
    older = replace(older, run=RunChoice(ids=(run_id(older, vgg16),)))
    collection = read_collection(folder, NullContext())
    write_selection(older, store, NullContext())

    assert with_films(older, select(collection, data), store) == data
    fewer = replace(collection, films=collection.films[:-1])
    assert bool(with_films(older, select(fewer, data), store).films) is (split is not None)
    newer = replace(older, run=RunChoice(ids=("vgg16-1f0c5a",)))
    assert with_films(newer, select(collection, data), store).films


def test_a_choice_survives_when_the_data_moves(folder: Path, tmp_path: Path) -> None:
    moved, elsewhere = tmp_path / "here", tmp_path / "there"
    shutil.copytree(folder, moved)
    draft = TrainingDraft("a", data=DataChoice(moved, moved, split=NewSplit()))
    given = write_selection(draft, DraftStore(tmp_path / "drafts"), NullContext())
    before = load_dataset(given).samples
    moved.rename(elsewhere)
    with pytest.raises(LungDeskError, match="that folder is not there") as caught:
        load_dataset(given)
    assert caught.value.code is ErrorCode.FILE_MISSING
    assert FILMS_FOLDER in caught.value.hint

    (given / FILMS_FOLDER).write_text(f"{elsewhere}\n", encoding="utf-8")

    after = load_dataset(given).samples
    assert [s.path.relative_to(elsewhere) for s in after] == [
        s.path.relative_to(moved) for s in before
    ]
    assert [(s.split, s.group) for s in after] == [(s.split, s.group) for s in before]


def test_a_split_has_its_shares_and_parts_no_group(folder: Path) -> None:
    dataset = chosen(folder, split=NewSplit(val=20, test=30))
    assert shares(dataset) == pytest.approx({"train": 0.5, "val": 0.2, "test": 0.3}, abs=0.06)
    assert dataset.groups_across_splits() == ()
    split_of = {str(s.path.relative_to(folder)): s.split for s in dataset.samples}
    for label in CHEST_LABELS.ids:
        assert split_of[f"{label}/0.png"] == split_of[f"{label}/copy.png"]
    assert chosen(folder, split=NewSplit(val=20, test=30)) == dataset
    assert chosen(folder, split=NewSplit(val=20, test=30, seed=1)).samples != dataset.samples


def test_another_hospital_is_never_learnt_from(split_data: Path) -> None:
    dataset = chosen(split_data, split=NewSplit(seed=5))
    outside = {s.path for s in dataset.samples if s.split == "external"}
    assert outside == set((split_data / "external").rglob("*.png"))
    pair = ("external/normal/0.png", "train/normal/0.png")
    joined = chosen(split_data, split=NewSplit(seed=5), joined=(pair,))
    split_of = {s.path.relative_to(split_data).as_posix(): s.split for s in joined.samples}
    assert split_of["train/normal/0.png"] == split_of["train/normal/1.png"] == "external"


def test_what_is_left_out_is_gone(split_data: Path) -> None:
    whole = chosen(split_data)
    less = chosen(split_data, excluded=("train/covid19/3.png",), excluded_sources=("b",))
    assert {s.source for s in less.samples} == {"a"}
    gone = {s.path for s in whole.samples} - {s.path for s in less.samples}
    assert split_data / "train/covid19/3.png" in gone
    assert {s.path for s in whole.samples if s.source == "b"} <= gone


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Corona Virus Disease", "covid19"),
        ("01_NORMAL_cases", "normal"),
        ("chest-tuberculosis-2019", "tuberculosis"),
        ("PNEUMONIA", None),
        ("bacterial or viral", None),
        ("notb", None),
        ("TB cases", "tuberculosis"),
        ("ViralPneumonia2", "viral_pneumonia"),
        ("COVID19films", "covid19"),
        ("Abnormal", None),
        ("abnormal_cxr", None),
        ("unhealthy", None),
        ("not normal", None),
        ("Non-COVID", None),
        ("NonCOVID", None),
        ("noncovid19", None),
        ("no_tuberculosis", None),
        ("smear-negative TB", None),
        ("post-covid", None),
    ],
)
def test_class_names_are_guessed_only_where_they_say_one_thing(
    name: str, label: str | None
) -> None:
    assert guessed_label(name) == label


def test_what_a_class_means() -> None:
    data = DataChoice(label_map={"Corona": "covid19", "junk": ""})
    assert label_of("Corona", data) == "covid19"
    assert label_of("junk", data) == ""
    assert label_of("TB", data) == "tuberculosis"
    assert label_of("Opacity", data) is None


def test_classes_that_nobody_knows_wait_outside(tmp_path: Path) -> None:
    folder = drawn_folder(tmp_path / "films", each=8, names={"covid19": "Opacity"})
    dataset = chosen(folder)
    assert dataset.counts()["train"]["covid19"] == 0
    assert dataset.ignored == {"Opacity": 8}
    assert obstacle(dataset) == "The train split has no film of COVID-19."
    assert obstacle(chosen(folder, label_map={"Opacity": "covid19"})) == ""


def test_films_in_one_part_only_stand_in_the_way(tmp_path: Path) -> None:
    DrawnCollection(tmp_path).fill({"train": 1})
    assert obstacle(chosen(tmp_path)) == "There are no films in val."


def test_a_leak_stands_in_the_way(tmp_path: Path) -> None:
    drawn = DrawnCollection(tmp_path)
    film = drawn_film(1, 64, 64)
    for split in ("train", "val", "test"):
        for label in CHEST_LABELS.ids:
            drawn.add(f"{split}/{label}.png", film, label, split, group=label)
    assert "stand in more than one split" in obstacle(chosen(tmp_path))


@pytest.mark.parametrize("wraps", [0, 1, 2])
def test_a_zip_file_is_unpacked_once_and_found_below_its_wrapping(
    folder: Path, tmp_path: Path, wraps: int
) -> None:
    packed = tmp_path / "films.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.rglob("*.png"):
            archive.write(path, Path(*["wrap"] * wraps) / path.relative_to(folder))
        archive.writestr("__MACOSX/._1.png", b"x")
        archive.writestr("readme.txt", b"x")
    listener = Listener()
    request = OpenRequest(packed, tmp_path / "unpacked")
    collection = open_collection(request, listener)
    assert collection.classes() == dict.fromkeys(sorted(CHEST_LABELS.ids), 11)
    assert any("Unpacking films.zip" in report.message for report in listener.reports)
    again = Listener()
    assert open_collection(request, again) == collection
    assert not any("Unpacking" in report.message for report in again.reports)


def test_a_split_folder_is_no_wrapping(tmp_path: Path) -> None:
    (tmp_path / "data/train/normal").mkdir(parents=True)
    assert collection_root(tmp_path) == tmp_path / "data"
    (tmp_path / "other/normal/patient").mkdir(parents=True)
    assert collection_root(tmp_path / "other") == tmp_path / "other"


def test_reading_can_be_stopped(folder: Path) -> None:
    with pytest.raises(Cancelled):
        read_collection(folder, Listener(cancels_at_check=1))


def test_a_collection_knows_its_sources(split_data: Path) -> None:
    collection: Collection = read_collection(split_data, NullContext())
    assert collection.has_split
    assert collection.knows_groups
    assert collection.sources() == {"a": 50, "b": 40}


def test_a_draft_without_films_has_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError) as caught:
        write_selection(TrainingDraft("a"), DraftStore(tmp_path), NullContext())
    assert caught.value.code is ErrorCode.USAGE


def test_of_a_split_that_is_stated_in_part_only_the_rest_is_dealt(folder: Path) -> None:
    """The window deals it as `lungdesk train` does."""
    names = sorted(path.relative_to(folder) for path in folder.rglob("*.png"))
    lines = [
        f"{name},{name.parent},{'test' if n % 10 == 0 else ''}" for n, name in enumerate(names)
    ]
    manifest = folder / "films.csv"
    manifest.write_text("\n".join(["path,label,split", *lines]) + "\n")

    data = DataChoice(manifest, manifest, split=NewSplit())
    dataset = select(read_collection(manifest, NullContext()), data)

    stated = {folder / name for name in names[::10]}
    assert stated <= {s.path for s in dataset.samples if s.split == "test"}
    assert dataset.samples == load_dataset(manifest).samples
