"""The films of a draft: what was chosen of a collection, and the manifest that says so."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.core.joining import joined
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.datasets import Dataset, Sample, with_splits
from lungdesk.ml.labelled_files import FILMS_FOLDER, films_root
from lungdesk.services.collection import Collection, Film, read_collection
from lungdesk.services.training.draft import DataChoice, NewSplit, TrainingDraft
from lungdesk.services.training.draft_store import DraftStore
from lungdesk.services.training.requests import run_id

_MANIFEST = "manifest.csv"
_EXTERNAL = "external"


def label_of(name: str, data: DataChoice) -> str | None:
    """Label id of a class name; empty when it is left out, None while nobody knows."""
    meant = data.label_map.get(name, name)
    if not meant:
        return ""
    index = CHEST_LABELS.match(meant)
    return None if index is None else CHEST_LABELS.ids[index]


# --- what is chosen


def select(collection: Collection, data: DataChoice) -> Dataset:
    """The films that are chosen, in their splits; classes that nobody knows yet are left out."""
    index_of: dict[str, int | None] = {}
    for name in collection.classes():
        label = label_of(name, data)
        index_of[name] = CHEST_LABELS.ids.index(label) if label else None
    out, sources = set(data.excluded), set(data.excluded_sources)
    kept = [
        film
        for film in collection.films
        if index_of[film.label] is not None and film.name not in out and film.source not in sources
    ]
    group_of = _groups(collection.films, data.joined)
    samples = [
        Sample(film.path, index_of[film.label] or 0, film.split, group_of[film.group], film.source)
        for film in kept
    ]
    if data.split is not None and (collection.has_split or _leaks(samples)):
        samples = [s if s.split == _EXTERNAL else replace(s, split="") for s in samples]
    is_split_here = not all(sample.split for sample in samples)
    split = data.split or NewSplit()
    ignored = Counter(film.label for film in collection.films if index_of[film.label] is None)
    return Dataset(
        collection.location,
        CHEST_LABELS,
        tuple(with_splits(samples, _shares(split), split.seed)),
        is_split_here,
        dict(ignored),
        collection.grouping,
    )


def _groups(films: Sequence[Film], pairs_of_films: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Group that each group of the data has become part of."""
    group_of_film = {film.name: film.group for film in films}
    pairs = [
        (group_of_film[one], group_of_film[other])
        for one, other in pairs_of_films
        if one in group_of_film and other in group_of_film
    ]
    return joined(group_of_film.values(), pairs)


def _leaks(samples: Sequence[Sample]) -> bool:
    """Whether the data itself states more than one split for a group."""
    stated = {(sample.group, sample.split) for sample in samples if sample.split}
    return len(stated) > len({group for group, _ in stated})


def _shares(split: NewSplit) -> dict[str, float]:
    return {"train": split.train / 100, "val": split.val / 100, "test": split.test / 100}


# --- what is trained on


def write_selection(draft: TrainingDraft, store: DraftStore, ctx: JobContext) -> Path:
    """Make sure that `lungdesk train` finds the films of a draft; returns what it is given.

    A choice names its films (`with_films`), so the manifest is left alone where it stands: a run
    that was trained by it finds its own films, whatever has come since.

    Raises
    ------
    LungDeskError
        ``USAGE`` without data, or when other films lie there than were listed; codes of the data
        set; those of `not_writable`.
    """
    target = store.data_location(draft)
    if target is None or draft.data.location is None:
        raise LungDeskError(
            "No films are chosen.", hint="Choose a folder, a CSV or a ZIP.", code=ErrorCode.USAGE
        )
    if not draft.data.is_as_it_lies and not (target / _MANIFEST).is_file():
        dataset = select(read_collection(draft.data.location, ctx), draft.data)
        if draft.data.films not in ("", _name_of_films(dataset)):
            raise LungDeskError(
                "Films have come or gone since they were listed.",
                hint="Look at them once more on the page Data.",
                code=ErrorCode.USAGE,
            )
        write_manifest(dataset, target)
    return target


def write_draft_selection(request: tuple[TrainingDraft, DraftStore], ctx: JobContext) -> Path:
    """`write_selection` as a job."""
    return write_selection(*request, ctx)


def with_films(draft: TrainingDraft, dataset: Dataset, store: DraftStore) -> DataChoice:
    """What is chosen, named after the films that were found: others make it another choice.

    What an older draft has trained is called after the choice alone, and is found by that as long
    as its films are the same, as far as that is known.
    """
    alone = replace(draft, data=replace(draft.data, films=""))
    if _has_trained(alone):
        target = store.data_location(alone)
        then = None if target is None else _text_in(target / _MANIFEST)
        if alone.data.is_as_it_lies or then == _manifest_text(dataset):
            return alone.data
    return replace(draft.data, films=_name_of_films(dataset))


def _has_trained(draft: TrainingDraft) -> bool:
    with suppress(LungDeskError):  # the plan is not valid
        return any(run_id(draft, each) in draft.run.ids for each in draft.backbones)
    return False


def _name_of_films(dataset: Dataset) -> str:
    text = _manifest_text(dataset).encode(errors="surrogateescape")
    return hashlib.sha256(text).hexdigest()[:12]


def _text_in(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None


def write_manifest(dataset: Dataset, folder: Path) -> None:
    """Write ``manifest.csv``, from which `load_dataset` makes the same samples.

    Films are named from the data's own folder, which stands in one place: so the choice survives
    when the data moves.
    """
    root = films_root(dataset.folder.absolute())
    _write_new(folder / FILMS_FOLDER, f"{root}\n")
    _write_new(folder / _MANIFEST, _manifest_text(dataset))


def _manifest_text(dataset: Dataset) -> str:
    root = films_root(dataset.folder.absolute())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["path", "label", "split", "group_id", "source"])
    for sample in dataset.samples:
        label = dataset.labels.ids[sample.class_index]
        path = sample.path.absolute()
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        writer.writerow([name, label, sample.split, sample.group, sample.source])
    return text.getvalue()


def _write_new(path: Path, content: str) -> None:
    """Write a file unless it stands there like that."""
    data = content.encode(errors="surrogateescape")
    if not path.is_file() or path.read_bytes() != data:
        write_text_atomically(path, content)


def obstacle(dataset: Dataset) -> str:
    """Why `lungdesk train` would refuse these films, for people; empty when it would not."""
    # It knows networks and weights, for which a window that lists films need not wait.
    from lungdesk.ml.training.plan import require_trainable  # noqa: PLC0415

    for split in ("train", "val"):
        if not any(sample.split == split for sample in dataset.samples):
            return f"There are no films in {split}."
    try:
        require_trainable(dataset)
    except LungDeskError as error:
        sentence = error.message
        for label in dataset.labels.labels:
            sentence = sentence.replace(label.id, label.name)
        return sentence
    return ""
