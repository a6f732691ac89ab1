"""Labelled collections of films: which file, which class, which split, who belongs together."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.metrics.splits import grouped_split

SPLITS = ("train", "val", "test", "external")
#: What folders and manifests call the splits, in small letters.
SPLIT_FOLDERS = {
    "train": "train",
    "training": "train",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "test": "test",
    "testing": "test",
    "external": "external",
}
_FRACTIONS = {"train": 0.7, "val": 0.15, "test": 0.15}
#: Beside a manifest: the folder from which its films are named, where that is another.
FILMS_FOLDER = "films-folder.txt"
_EXTENSIONS = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".dcm", ".dicom"}


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled film.

    Attributes
    ----------
    group
        Films of one group (a patient, or copies of one image) never part.
    source
        The hospital or collection it comes from; empty when not known.
    """

    path: Path
    class_index: int
    split: str
    group: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Films with their label set.

    Attributes
    ----------
    is_split_here
        Whether the splits, of some films at least, were made by LungDesk, or are the data's own.
    ignored
        Class names that the user said to leave out, with their number of films.
    """

    folder: Path
    labels: LabelSet
    samples: tuple[Sample, ...]
    is_split_here: bool = False
    ignored: Mapping[str, int] = field(default_factory=dict)

    def split(self, name: str) -> tuple[Sample, ...]:
        """Films of one split; raises LungDeskError (``DATASET_SPLIT_MISSING``) without any."""
        chosen = tuple(s for s in self.samples if s.split == name)
        if not chosen:
            present = ", ".join(sorted({s.split for s in self.samples}))
            raise LungDeskError(
                f"{self.folder.name} has no split called {name}.",
                hint=f"It has: {present}.",
                code=ErrorCode.DATASET_SPLIT_MISSING,
            )
        return chosen

    def counts(self) -> dict[str, dict[str, int]]:
        """Number of films: ``{split: {label id: n}}``, every label in every split."""
        found = Counter((s.split, s.class_index) for s in self.samples)
        splits = sorted({s.split for s in self.samples}, key=_split_rank)
        return {
            split: {label: found[split, i] for i, label in enumerate(self.labels.ids)}
            for split in splits
        }

    def groups_across_splits(self) -> tuple[str, ...]:
        """Groups with films in more than one split: each is a leak."""
        seen: dict[str, str] = {}
        leaking = {s.group for s in self.samples if seen.setdefault(s.group, s.split) != s.split}
        return tuple(sorted(leaking))


def load_dataset(
    location: Path,
    *,
    labels: LabelSet = CHEST_LABELS,
    label_map: Mapping[str, str] | None = None,
    seed: int = 0,
) -> Dataset:
    """Load a labelled collection.

    Parameters
    ----------
    location
        A CSV manifest (``path,label[,split,patient_id,group_id,source]``, or with semicolons or
        tabs, and capitals in the names of columns as one likes; paths from its own
        folder, or from the one that `FILMS_FOLDER` beside it names), a folder that holds a
        ``manifest.csv``, a folder ``<split>/<class>/…`` or a folder ``<class>/…``.
    label_map
        Class names the label set does not know, to label ids; to an empty string to leave out.
    seed
        Of the split that is made for films that the data names none of: groups whole, classes
        balanced.

    Raises
    ------
    LungDeskError
        ``FILE_MISSING``, ``FILE_NOT_PERMITTED``, ``DATASET_EMPTY``, ``DATASET_MANIFEST``,
        ``DATASET_LABEL_UNKNOWN``.
    """
    return _labelled(location, labelled_files(location), labels, dict(label_map or {}), seed)


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """One film as the data states it; what it does not state is empty.

    Attributes
    ----------
    label
        The class in the data's own word.
    """

    path: Path
    label: str
    split: str
    group: str
    source: str


def labelled_files(location: Path) -> list[LabelledFile]:
    """The films of a collection, whatever its classes mean; see `load_dataset`."""
    try:
        return _listed(location)
    except PermissionError as error:
        raise LungDeskError(
            f"{error.filename} may not be read by you.",
            hint="Ask its owner for the permission to read it.",
            code=ErrorCode.FILE_NOT_PERMITTED,
        ) from error


def _listed(location: Path) -> list[LabelledFile]:
    if not location.exists():
        raise LungDeskError(
            f"There is no folder or manifest at {location}.",
            hint="Check the path.",
            code=ErrorCode.FILE_MISSING,
        )
    manifest = location / "manifest.csv" if location.is_dir() else location
    rows = _manifest_rows(manifest) if manifest.is_file() else _folder_rows(location)
    if not rows:
        raise LungDeskError(
            f"{location.name} holds no labelled films.",
            hint="Expected folders named after the classes, or a manifest.csv with path and label.",
            code=ErrorCode.DATASET_EMPTY,
        )
    return rows


def _manifest_rows(manifest: Path) -> list[LabelledFile]:
    try:
        text = manifest.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(io.StringIO(text), delimiter=_delimiter(text))
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
        columns = set(reader.fieldnames)
        lines = list(reader)
    except UnicodeDecodeError as error:
        what = "is not text in UTF-8: spreadsheets save such as “CSV UTF-8”"
        raise _manifest_error(manifest, what) from error
    except (csv.Error, OSError) as error:
        raise _manifest_error(manifest, f"cannot be read as CSV ({error})") from error
    if not {"path", "label"} <= columns:
        raise _manifest_error(manifest, "has no columns path and label")
    folder = _films_folder(manifest)
    rows = [_manifest_row(folder, line) for line in lines]
    missing = [row.path.name for row in rows if not row.path.is_file()]
    if missing:
        names = ", ".join(missing[:3])
        raise _manifest_error(manifest, f"names {len(missing)} files that are not there ({names})")
    return rows


def _delimiter(text: str) -> str:
    """What parts the columns: where decimals have a comma, a spreadsheet writes semicolons."""
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _films_folder(manifest: Path) -> Path:
    """The folder from which a manifest names its films."""
    stated = manifest.with_name(FILMS_FOLDER)
    if not stated.is_file():
        return manifest.parent
    name = stated.read_text(encoding="utf-8", errors="surrogateescape").rstrip("\n")
    folder = manifest.parent / name
    if not folder.is_dir():
        raise LungDeskError(
            f"The films of {manifest.name} were in {name}, and that folder is not there.",
            hint=f"Write into {FILMS_FOLDER} beside it where they are now.",
            code=ErrorCode.FILE_MISSING,
        )
    return folder


def _manifest_row(folder: Path, line: Mapping[str, str | None]) -> LabelledFile:
    def value(name: str) -> str:
        return (line.get(name) or "").strip()

    split = value("split").lower()
    return LabelledFile(
        path=folder / value("path"),
        label=value("label"),
        split=SPLIT_FOLDERS.get(split, split),
        group=value("group_id") or value("patient_id"),
        source=value("source"),
    )


def _manifest_error(manifest: Path, what: str) -> LungDeskError:
    return LungDeskError(
        f"The manifest {manifest.name} {what}.",
        hint="It needs the columns path,label and may have split,patient_id,group_id,source.",
        code=ErrorCode.DATASET_MANIFEST,
    )


def _folder_rows(folder: Path) -> list[LabelledFile]:
    children = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    rows: list[LabelledFile] = []
    for child in children:
        split = SPLIT_FOLDERS.get(child.name.lower())
        if split is None:
            rows += [LabelledFile(path, child.name, "", "", "") for path in _images_below(child)]
            continue
        for class_folder in sorted(p for p in child.iterdir() if p.is_dir()):
            films = _images_below(class_folder)
            rows += [LabelledFile(path, class_folder.name, split, "", "") for path in films]
    return rows


def _images_below(folder: Path) -> list[Path]:
    named_so = (p for p in folder.rglob("*") if p.suffix.lower() in _EXTENSIONS)
    return sorted(p for p in named_so if not p.is_dir())


def _labelled(
    location: Path, rows: list[LabelledFile], labels: LabelSet, label_map: dict[str, str], seed: int
) -> Dataset:
    index_of = _label_indices({row.label for row in rows}, labels, label_map)
    ignored = Counter(row.label for row in rows if index_of[row.label] is None)
    kept = [row for row in rows if index_of[row.label] is not None]
    groups = known_groups(kept)
    samples = [
        Sample(row.path, index_of[row.label] or 0, row.split, group, row.source)
        for row, group in zip(kept, groups, strict=True)
    ]
    is_split_here = not all(sample.split for sample in samples)
    return Dataset(
        location,
        labels,
        tuple(with_splits(samples, _FRACTIONS, seed)),
        is_split_here,
        dict(ignored),
    )


def _label_indices(
    names: set[str], labels: LabelSet, label_map: dict[str, str]
) -> dict[str, int | None]:
    indices: dict[str, int | None] = {}
    unknown = []
    for name in sorted(names):
        if label_map.get(name) == "":
            indices[name] = None
            continue
        indices[name] = labels.match(label_map.get(name, name))
        if indices[name] is None:
            unknown.append(name or '""')
    if unknown:
        raise LungDeskError(
            f"These classes are not known: {', '.join(unknown)}.",
            hint=(
                f"Say what each is with --map NAME=LABEL ({', '.join(labels.ids)}),"
                " or leave it out with --map NAME=."
            ),
            code=ErrorCode.DATASET_LABEL_UNKNOWN,
        )
    return indices


def known_groups(rows: Sequence[LabelledFile]) -> list[str]:
    """Group of each film; copies of one file are one group where the data names none."""
    groups = [row.group for row in rows]
    if all(groups):
        return groups
    digests = file_digests(row.path for row in rows)
    return [row.group or digest for row, digest in zip(rows, digests, strict=True)]


def file_digests(paths: Iterable[Path]) -> list[str]:
    """SHA-256 of the content of each file, in order.

    Of the path where the content cannot be read: whoever decodes that film says what is wrong.
    """
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_file_digest, paths))


def _file_digest(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        content = os.fsencode(path)
    return hashlib.sha256(content).hexdigest()


def with_splits(
    samples: Sequence[Sample], fractions: Mapping[str, float], seed: int
) -> list[Sample]:
    """The films, those dealt that have no split: what the data states stands.

    A film whose group has a split goes there.

    Parameters
    ----------
    fractions
        Share of each split, by name, of the films that are dealt; together 1.
    """
    stated = {s.group: s.split for s in samples if s.split}
    open_ = [s for s in samples if not s.split and s.group not in stated]
    names = grouped_split(
        [s.group for s in open_], np.array([s.class_index for s in open_]), fractions, seed=seed
    )
    split_of = stated | {s.group: str(name) for s, name in zip(open_, names, strict=True)}
    return [s if s.split else replace(s, split=split_of[s.group]) for s in samples]


def _split_rank(split: str) -> int:
    return SPLITS.index(split) if split in SPLITS else len(SPLITS)
