"""What folders and manifests say of films, in their own words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.joining import joined
from lungdesk.core.own_pictures import MARKED_BYTES, is_marked, named_as_own_picture

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
#: Beside a manifest: the folder from which its films are named, where that is another.
FILMS_FOLDER = "films-folder.txt"
_MANIFEST = "manifest.csv"
_EXTENSIONS = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".dcm", ".dicom"}
#: Columns that say which films belong together; groups are called by the first that has a value.
_TOGETHER = ("group_id", "patient_id", "path")
_COLUMNS = ("path", "label", "split", "patient_id", "group_id", "source")
#: Table of contents of a medium, which is a DICOM object, too (PS3.10 8.2).
_MEDIUM = "DICOMDIR"
#: Folders of drawn outlines, in small letters.
_MASKS = re.compile(r"(.*[\W_])?masks?")


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """One film as the data states it; what it does not state is empty.

    Attributes
    ----------
    label
        The class in the data's own word.
    is_joined
        Whether its group is a larger one than it states itself.
    """

    path: Path
    label: str
    split: str
    group: str
    source: str
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The films of a collection, whatever its classes mean.

    Attributes
    ----------
    mask_count
        Pictures that are passed over: outlines beside films, and what LungDesk has made of them.
    """

    films: list[LabelledFile]
    mask_count: int = 0


def labelled_files(location: Path) -> Listing:
    """List the films of a collection.

    See `lungdesk.ml.datasets.load_dataset` for what may lie there, and what is raised.
    """
    try:
        return _listed(location)
    except PermissionError as error:
        raise LungDeskError(
            f"{error.filename} may not be read by you.",
            hint="Ask its owner for the permission to read it.",
            code=ErrorCode.FILE_NOT_PERMITTED,
        ) from error


def _listed(location: Path) -> Listing:
    if not location.exists():
        raise LungDeskError(
            f"There is no folder or manifest at {location}.",
            hint="Check the path.",
            code=ErrorCode.FILE_MISSING,
        )
    manifest = _manifest(location)
    is_stated = manifest.is_file()
    found = Listing(_manifest_rows(manifest)) if is_stated else _folder_listing(location)
    if not found.films:
        raise LungDeskError(
            f"{location.name} holds no labelled films.",
            hint="Expected folders named after the classes, or a manifest.csv with path and label.",
            code=ErrorCode.DATASET_EMPTY,
        )
    return found


def films_root(location: Path) -> Path:
    """The folder from which the films of a collection are named.

    Raises
    ------
    LungDeskError
        ``FILE_MISSING`` where the one that `FILMS_FOLDER` names is not there.
    """
    manifest = _manifest(location)
    return _films_folder(manifest) if manifest.is_file() else location


def _manifest(location: Path) -> Path:
    return location / _MANIFEST if location.is_dir() else location


# --- manifests


def _manifest_rows(manifest: Path) -> list[LabelledFile]:
    folder = _films_folder(manifest)
    lines = _manifest_lines(manifest, is_own=manifest.with_name(FILMS_FOLDER).is_file())
    rows = [
        _manifest_row(folder, line, group)
        for line, group in zip(lines, _groups(lines), strict=True)
    ]
    missing = [row.path.name for row in rows if not row.path.is_file()]
    if missing:
        names = ", ".join(missing[:3])
        raise _manifest_error(manifest, f"names {len(missing)} files that are not there ({names})")
    return _each_once(manifest, rows)


def _manifest_lines(manifest: Path, *, is_own: bool) -> list[dict[str, str]]:
    """What each line says in the columns that are known; empty where it says nothing.

    Parameters
    ----------
    is_own
        Whether LungDesk has written it: names then stand there as they are, blanks, bytes and all.
    """
    try:
        content = manifest.read_bytes()
        text = content.decode("utf-8-sig", errors="surrogateescape" if is_own else "strict")
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
        columns = set(reader.fieldnames)
        rows = [{name: line.get(name) or "" for name in _COLUMNS} for line in reader]
    except UnicodeDecodeError as error:
        what = "is not text in UTF-8: spreadsheets save such as “CSV UTF-8”"
        raise _manifest_error(manifest, what) from error
    except (csv.Error, OSError) as error:
        raise _manifest_error(manifest, f"cannot be read as CSV ({error})") from error
    if not {"path", "label"} <= columns:
        raise _manifest_error(manifest, "has no columns path and label")
    return rows if is_own else [{name: row[name].strip() for name in row} for row in rows]


def _delimiter(text: str) -> str:
    """What parts the columns: where decimals have a comma, a spreadsheet writes semicolons."""
    heading = io.StringIO(text, newline="").readline()
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


def _groups(lines: Sequence[Mapping[str, str]]) -> list[str]:
    """Group of each line: all that share a group, a patient or the file, directly or by others.

    Several groups of a patient are called as the first of them; empty where nothing is stated.
    """
    keys = [
        [(rank, line[column]) for rank, column in enumerate(_TOGETHER) if line[column]]
        for line in lines
    ]
    least = joined(
        (key for row in keys for key in row), ((row[0], key) for row in keys for key in row[1:])
    )
    called = [least[row[0]] if row else (_TOGETHER.index("path"), "") for row in keys]
    return ["" if _TOGETHER[rank] == "path" else name for rank, name in called]


def _manifest_row(folder: Path, line: Mapping[str, str], group: str) -> LabelledFile:
    split = line["split"].lower()
    return LabelledFile(
        path=folder / line["path"],
        label=line["label"],
        split=SPLIT_FOLDERS.get(split, split),
        group=group,
        source=line["source"],
        is_joined=group != (line["group_id"] or line["patient_id"]),
    )


def _each_once(manifest: Path, rows: Sequence[LabelledFile]) -> list[LabelledFile]:
    """The rows without those that say the same of the same film again."""
    first: dict[Path, LabelledFile] = {}
    for row in rows:
        known = first.setdefault(row.path, row)
        if (known.label, known.split) != (row.label, row.split):
            name = f"{row.path.parent.name}/{row.path.name}"
            raise _manifest_error(manifest, f"gives {name} two classes, or puts it in two splits")
    return list(first.values())


def _manifest_error(manifest: Path, what: str) -> LungDeskError:
    return LungDeskError(
        f"The manifest {manifest.name} {what}.",
        hint="It needs the columns path,label and may have split,patient_id,group_id,source.",
        code=ErrorCode.DATASET_MANIFEST,
    )


# --- folders


def _folder_listing(folder: Path) -> Listing:
    rows: list[LabelledFile] = []
    mask_count = 0
    for class_folder, split in _class_folders(folder):
        films, masks = _films_below(class_folder)
        rows += [LabelledFile(path, class_folder.name, split, "", "") for path in films]
        mask_count += len(masks)
    return Listing(rows, mask_count)


def _class_folders(folder: Path) -> list[tuple[Path, str]]:
    """The folders of the classes, with their split; empty where the data names none."""
    found: list[tuple[Path, str]] = []
    for child in _folders(folder):
        split = SPLIT_FOLDERS.get(child.name.lower())
        found += [(child, "")] if split is None else [(one, split) for one in _folders(child)]
    return found


def _folders(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if not _is_hidden(p.name) and p.is_dir())


def _films_below(folder: Path) -> tuple[list[Path], list[Path]]:
    """The films of a class, and what was made of them: in folders of masks, or by LungDesk."""
    films: list[Path] = []
    masks: list[Path] = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(map(_is_hidden, parts)) or not _is_picture(path):
            continue
        is_mask = any(_MASKS.fullmatch(part.lower()) for part in parts[:-1])
        (masks if is_mask or _is_own_picture(path) else films).append(path)
    return (films, masks) if films else (masks, [])


def _is_picture(path: Path) -> bool:
    """Whether a file is called as pictures are, or is DICOM (PS3.10 7.1) under another name."""
    if path.suffix.lower() in _EXTENSIONS:
        return not path.is_dir()
    if path.name.upper() == _MEDIUM or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(132)[128:] == b"DICM"
    except OSError:
        return False


def _is_own_picture(path: Path) -> bool:
    """Whether LungDesk has made it: a heatmap, a mask of the lungs."""
    if not named_as_own_picture(path.name):
        return False
    try:
        with path.open("rb") as stream:
            return is_marked(stream.read(MARKED_BYTES))
    except OSError:
        return False


def _is_hidden(name: str) -> bool:
    """Whether a file or folder is one of some program, as also macOS adds them."""
    return name.startswith(".") or name == "__MACOSX"
