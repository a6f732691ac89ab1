"""The films of a draft: what was chosen of a collection, and the manifest that says so."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
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
from lungdesk.services.draft_store import DraftStore
from lungdesk.services.training_draft import DataChoice, NewSplit, TrainingDraft

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

    The same choice writes the same manifest; it is left alone where it stands.

    Raises
    ------
    LungDeskError
        ``USAGE`` without data; codes of the data set; ``FILE_NOT_WRITABLE``.
    """
    target = store.data_location(draft)
    if target is None or draft.data.location is None:
        raise LungDeskError(
            "No films are chosen.", hint="Choose a folder, a CSV or a ZIP.", code=ErrorCode.USAGE
        )
    if not draft.data.is_as_it_lies:
        dataset = select(read_collection(draft.data.location, ctx), draft.data)
        write_manifest(dataset, target)
    return target


def write_draft_selection(request: tuple[TrainingDraft, DraftStore], ctx: JobContext) -> Path:
    """`write_selection` as a job."""
    return write_selection(*request, ctx)


def write_manifest(dataset: Dataset, folder: Path) -> None:
    """Write ``manifest.csv``, from which `load_dataset` makes the same samples.

    Films are named from the data's own folder, which stands in one place: so the choice survives
    when the data moves.
    """
    root = films_root(dataset.folder.absolute())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["path", "label", "split", "group_id", "source"])
    for sample in dataset.samples:
        label = dataset.labels.ids[sample.class_index]
        path = sample.path.absolute()
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        writer.writerow([name, label, sample.split, sample.group, sample.source])
    _write_new(folder / FILMS_FOLDER, f"{root}\n")
    _write_new(folder / _MANIFEST, text.getvalue())


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
