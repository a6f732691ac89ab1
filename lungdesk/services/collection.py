"""Collections of labelled films as they lie on the disk, before anything is chosen of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lungdesk.core.jobs import JobContext, Progress, step_by_step
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.archive_unpacking import is_archive_file, unpack_archive
from lungdesk.formats.reader import read_patient
from lungdesk.ml.film_groups import UNKNOWN, Grouping, film_groups
from lungdesk.ml.labelled_files import SPLIT_FOLDERS, LabelledFile, labelled_files

_MANIFEST = "manifest.csv"
#: Words that turn into something else what a class name says besides.
_NEGATIONS = frozenset(
    ("ab", "ex", "free", "neg", "negative", "no", "non", "not", "other", "post", "un", "without")
)


@dataclass(frozen=True, slots=True)
class Film:
    """One film of a collection.

    Attributes
    ----------
    name
        Path from the collection's folder, with ``/``.
    label
        Class in the data's own word.
    split, source
        As the data states; empty when it does not.
    group
        Patient or group; the digest of a film's content when the data names none.
    """

    name: str
    path: Path
    label: str
    split: str
    group: str
    source: str


@dataclass(frozen=True, slots=True)
class Collection:
    """All films of a collection before anything is chosen; counted once, when it is listed.

    Attributes
    ----------
    mask_count
        Pictures in folders of masks beside the films, and those that LungDesk has made of films,
        which are passed over.
    archive_count
        ZIP files in the ZIP file that it was unpacked from, which are not opened.
    grouping
        How the films' groups came about.
    has_split
        Whether the data itself says of every film which split it is in.
    knows_groups
        Whether films that are no copies of one file share a group.
    numbers
        Place of each film in ``films``, by its path.
    """

    location: Path
    films: tuple[Film, ...]
    mask_count: int = 0
    grouping: Grouping = UNKNOWN
    archive_count: int = 0
    has_split: bool = field(init=False)
    knows_groups: bool = field(init=False)
    numbers: Mapping[Path, int] = field(init=False, repr=False, compare=False)
    _classes: dict[str, int] = field(init=False, repr=False, compare=False)
    _sources: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        numbers = {film.path: number for number, film in enumerate(self.films)}
        classes = Counter(film.label for film in self.films)
        sources = Counter(film.source for film in self.films if film.source)
        for name, value in (
            ("has_split", all(film.split for film in self.films)),
            ("knows_groups", len({film.group for film in self.films}) < len(numbers)),
            ("numbers", numbers),
            ("_classes", dict(sorted(classes.items()))),
            ("_sources", dict(sources.most_common())),
        ):
            object.__setattr__(self, name, value)

    def classes(self) -> dict[str, int]:
        """Names of the classes in the data's own words, with their number of films."""
        return dict(self._classes)

    def sources(self) -> dict[str, int]:
        """Hospitals or collections with their number of films, the largest first."""
        return dict(self._sources)


def read_collection(location: Path, ctx: JobContext) -> Collection:
    """List the films of a folder or manifest.

    Raises
    ------
    LungDeskError
        Codes of `lungdesk.ml.datasets.load_dataset`, but for classes that are not known.
    """
    ctx.report(Progress(0, 0, "Listing the films"))
    listing = labelled_files(location)
    rows = listing.films
    root = location if location.is_dir() else location.parent
    tell = step_by_step(ctx, "Comparing the files", len(rows))
    groups, grouping = film_groups(rows, read_patient, tell)
    films = (
        Film(_name(row, root), row.path, row.label, row.split, group, row.source)
        for row, group in zip(rows, groups, strict=True)
    )
    return Collection(location, tuple(films), listing.mask_count, grouping)


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A folder, manifest or ZIP file, and where the latter is unpacked to."""

    source: Path
    unpack_to: Path


def open_collection(request: OpenRequest, ctx: JobContext) -> Collection:
    """Read what the user has chosen; a ZIP file is unpacked first, unless it has been.

    Raises
    ------
    LungDeskError
        As `read_collection`, and codes of archives.
    """
    source = request.source
    if not (source.is_file() and is_archive_file(source)):
        return read_collection(collection_root(source), ctx)
    unpacked = unpack_archive(source, request.unpack_to, ctx)
    collection = read_collection(collection_root(unpacked.folder), ctx)
    return replace(collection, archive_count=unpacked.archive_count)


def collection_root(location: Path) -> Path:
    """Where the collection lies: downloads often wrap it in a folder or two."""
    folder = location
    while folder.is_dir() and not (folder / _MANIFEST).is_file():
        below = [p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")]
        if len(below) != 1 or _is_meant(below[0].name):
            break
        inner = below[0]
        if not (inner / _MANIFEST).is_file() and not any(p.is_dir() for p in inner.iterdir()):
            break
        folder = inner
    return folder


def _is_meant(folder_name: str) -> bool:
    """Whether a folder is a split or a class."""
    is_split = folder_name.lower() in SPLIT_FOLDERS
    return is_split or CHEST_LABELS.match(folder_name) is not None


def _name(row: LabelledFile, root: Path) -> str:
    path = row.path
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def guessed_label(name: str) -> str | None:
    """Label id that a class name seems to mean: spelt leniently, or by whole words among others.

    None where it names several, or may name what is not one.
    """
    index = CHEST_LABELS.match(name)
    if index is not None:
        return CHEST_LABELS.ids[index]
    words = _words(name)
    if _NEGATIONS & set(words):
        return None
    hits = {
        label.id
        for label in CHEST_LABELS.labels
        for spelling in (label.id, label.name, *label.aliases)
        if f" {' '.join(_words(spelling))} " in f" {' '.join(words)} "
    }
    return hits.pop() if len(hits) == 1 else None


def _words(text: str) -> list[str]:
    """Runs of letters, parted in camel case, too; in small letters."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return re.findall(r"[^\W\d_]+", parted.casefold())
