"""Films with masks of their lungs: which file, which mask, from where, and what for."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.splits import grouped_split
from lungdesk.ml.evaluator import Decode, FilmFailure, decoded_view
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.preprocess import PreprocessSpec

MANIFEST = "manifest.csv"

#: Columns that may say what a film is for, the first that is there. ``cxr_split`` is where a film
#: stands in the collection of a classifier, which is to read lungs it has not been told of either.
_SPLIT_COLUMNS = ("split", "cxr_split")
#: Where there are none, patients are dealt so.
_FRACTIONS = {"TRAIN": 0.8, "VAL": 0.1, "TEST": 0.1}


class Use(IntEnum):
    """What a film is for; a patient's films are all for the highest that one of them is for."""

    TRAIN = 0
    VAL = 1
    TEST = 2


_USES = {
    "": Use.TRAIN,
    "train": Use.TRAIN,
    "val": Use.VAL,
    "test": Use.TEST,
    "external": Use.TEST,
}


@dataclass(frozen=True, slots=True)
class LungFilm:
    """A film, and the picture of the same size that is white where there is lung.

    Attributes
    ----------
    source
        The collection it comes from; empty when not known.
    group
        Patient; films of one never part.
    """

    path: Path
    mask: Path
    source: str
    group: str
    use: Use


@dataclass(frozen=True, slots=True, eq=False)
class LungFilms:
    """Films that could be read.

    Attributes
    ----------
    views, masks
        ``(N, S, S)`` uint8 each: what the network sees; 0 (none) to 255 (lung).
    """

    films: tuple[LungFilm, ...]
    views: NDArray[np.uint8]
    masks: NDArray[np.uint8]
    failures: tuple[FilmFailure, ...]

    def chosen(self, is_chosen: Sequence[bool]) -> LungFilms:
        """Some of them."""
        index = np.flatnonzero(np.asarray(is_chosen, bool))
        films = tuple(self.films[number] for number in index)
        return LungFilms(films, self.views[index], self.masks[index], ())

    def used_for(self, use: Use) -> LungFilms:
        """Those for one use."""
        return self.chosen([film.use is use for film in self.films])


def listed_lung_films(folder: Path) -> tuple[LungFilm, ...]:
    """Films that ``manifest.csv`` lists: ``image,mask[,source][,patient_id][,split|cxr_split]``.

    A split may end in ``~`` (a likeness, not the same file) and may be empty (train).

    Raises
    ------
    LungDeskError
        ``DATASET_MANIFEST``, ``DATASET_EMPTY``.
    """
    manifest = folder / MANIFEST
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            columns = tuple(reader.fieldnames or ())
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _manifest_error(folder, f"cannot be read ({error})") from error
    missing = [name for name in ("image", "mask") if name not in columns]
    if missing:
        raise _manifest_error(folder, f"has no column {missing[0]}")
    if not rows:
        raise LungDeskError(
            f"{manifest} lists no film.",
            hint="List films and masks in the columns image and mask.",
            code=ErrorCode.DATASET_EMPTY,
        )
    split_column = next((name for name in _SPLIT_COLUMNS if name in columns), "")
    films = [_film(folder, row, split_column) for row in rows]
    return _patients_whole(films if split_column else _dealt(films))


def read_lung_films(
    films: Sequence[LungFilm], spec: PreprocessSpec, decode: Decode, ctx: JobContext
) -> LungFilms:
    """Films as the network sees them, and their masks at that size.

    Raises
    ------
    LungDeskError
        ``DATASET_EMPTY`` when none can be read.
    """
    read: list[LungFilm] = []
    pairs: list[tuple[NDArray[np.uint8], NDArray[np.uint8]]] = []
    failures: list[FilmFailure] = []
    decoded = prefetched(lambda film: _pair(film, spec, decode), films)
    for number, (film, pair) in enumerate(zip(films, decoded, strict=True)):
        ctx.check()
        ctx.report(Progress(number + 1, len(films), "reading films and masks"))
        if isinstance(pair, FilmFailure):
            failures.append(pair)
        else:
            read.append(film)
            pairs.append(pair)
    if not pairs:
        raise LungDeskError(
            f"None of the {len(films)} films with masks could be read.",
            hint=failures[0].message if failures else "Check the manifest.",
            code=ErrorCode.DATASET_EMPTY,
        )
    views, masks = (np.stack(kind) for kind in zip(*pairs, strict=True))
    return LungFilms(tuple(read), views, masks, tuple(failures))


def _pair(
    film: LungFilm, spec: PreprocessSpec, decode: Decode
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]] | FilmFailure:
    view = decoded_view(film.path, spec, decode)
    if isinstance(view, FilmFailure):
        return view
    try:
        drawn = decode(film.mask)
    except LungDeskError as error:
        return FilmFailure(film.mask, error.code, error.message)
    white = (drawn.stored_values > (1 << drawn.bits_stored) // 2 - 1).astype(np.uint8) * 255
    if white.ndim != 2:
        words = f"{film.mask.name} is a mask in colour; it is to be grey."
        return FilmFailure(film.mask, ErrorCode.DATASET_MANIFEST, words)
    side = spec.input_size
    is_enlarged = min(white.shape) < side
    way = cv2.INTER_LINEAR if is_enlarged else cv2.INTER_AREA
    return view, np.asarray(cv2.resize(white, (side, side), interpolation=way), np.uint8)


def _film(folder: Path, row: Mapping[str, str | None], split_column: str) -> LungFilm:
    stated = (row.get(split_column) or "").strip().lower().removesuffix("~")
    if stated not in _USES:
        raise _manifest_error(folder, f"names the split “{stated}”, which is none")
    if not row["image"] or not row["mask"]:
        raise _manifest_error(folder, "has a row without a film or without its mask")
    return LungFilm(
        path=folder / row["image"],
        mask=folder / row["mask"],
        source=row.get("source") or "",
        group=row.get("patient_id") or row["image"],
        use=_USES[stated],
    )


def _dealt(films: Sequence[LungFilm]) -> list[LungFilm]:
    """Patients dealt to the uses, each source alike."""
    groups, sources = [f.group for f in films], [f.source for f in films]
    uses = grouped_split(groups, sources, _FRACTIONS)
    return [replace(film, use=Use[use]) for film, use in zip(films, uses, strict=True)]


def _patients_whole(films: Sequence[LungFilm]) -> tuple[LungFilm, ...]:
    highest: dict[str, Use] = {}
    for film in films:
        highest[film.group] = max(film.use, highest.get(film.group, Use.TRAIN))
    return tuple(replace(film, use=highest[film.group]) for film in films)


def _manifest_error(folder: Path, what: str) -> LungDeskError:
    return LungDeskError(
        f"{MANIFEST} of {folder} {what}.",
        hint="It is a CSV file with the columns image and mask, and may have source, patient_id"
        " and split (train, val, test).",
        code=ErrorCode.DATASET_MANIFEST,
    )
