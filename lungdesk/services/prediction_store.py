"""Keeps what a model said of a collection's films, so that measuring again needs no reading."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import FileStamp, write_text_atomically
from lungdesk.core.labels import LabelSet
from lungdesk.ml.datasets import Sample
from lungdesk.ml.ensemble import AnyBundle
from lungdesk.ml.evaluator import PREPARATION, FilmFailure, SplitPredictions
from lungdesk.ml.labelled_files import films_root
from lungdesk.services.paths import AppPaths
from lungdesk.services.prediction_table import PREDICTIONS, PredictionTable, path_within
from lungdesk.services.runs.record import BUNDLE_FOLDER, predictions_path

_FAILURES = "failures.csv"
_STAMPS = "films.sha256"
_FAILURE_COLUMNS = ("path", "code", "message")


@dataclass(frozen=True, slots=True)
class FilmSet:
    """Films that a model reads: a part of a collection, by name.

    Attributes
    ----------
    data
        Folder or manifest of the collection.
    split
        What the part is called.
    """

    data: Path
    split: str
    samples: tuple[Sample, ...]

    @property
    def root(self) -> Path:
        """Folder from which the films are named."""
        return films_root(self.data)


@dataclass(frozen=True, slots=True, eq=False)
class FilmPredictions:
    """What was said of the films that could be read, and why the rest could not."""

    table: PredictionTable
    failures: tuple[FilmFailure, ...] = ()

    @classmethod
    def of(cls, predictions: SplitPredictions, labels: LabelSet, films: FilmSet) -> FilmPredictions:
        """What was read just now."""
        table = PredictionTable.of(predictions, labels, films.root)
        return cls(table, predictions.failures)


class PredictionStore:
    """A folder with ``predictions.csv`` for each model, collection and part of it.

    A table is used again while its films are the same files and have the same labels. A run
    folder's own ``predictions/<split>.csv``, which does not say which files they were, counts as
    well while it is younger than they are. Only what was computed in float32 is kept here.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, paths: AppPaths) -> PredictionStore:
        """Store of this user."""
        return cls(paths.cache / "evaluations")

    def place(self, bundle: AnyBundle, films: FilmSet) -> Path:
        """Folder for the table of a model and a set of films."""
        where = str(films.data.resolve())
        digest = hashlib.sha256(where.encode(errors="surrogateescape")).hexdigest()[:12]
        model = f"{bundle.model.id}-{bundle.model.sha256[:12]}"
        return self._folder / model / f"{films.data.stem}-{digest}" / films.split

    def find(self, bundle: AnyBundle, films: FilmSet) -> FilmPredictions | None:
        """What has been read before of exactly these films; None when they must be read."""
        place = self.place(bundle, films)
        kept = None
        if _are_as_kept(place, films):
            kept = _usable(place / PREDICTIONS, bundle.labels, films, _read_failures(place, films))
        if kept is None and bundle.folder.name == BUNDLE_FOLDER:
            of_run = predictions_path(bundle.folder.parent, films.split)
            if _is_younger(of_run, films):
                kept = _usable(of_run, bundle.labels, films, ())
        return kept

    def keep(
        self, bundle: AnyBundle, films: FilmSet, read: FilmPredictions, *, stamps: str
    ) -> None:
        """Keep what has been read; where nothing can be written it is read again next time.

        ``stamps`` are those of `film_stamps` from before the reading: a film that was replaced
        meanwhile is another one.
        """
        place = self.place(bundle, films)
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(_FAILURE_COLUMNS)
        for failure in read.failures:
            writer.writerow([failure.path.as_posix(), failure.code, failure.message])
        with suppress(LungDeskError, OSError):
            # First away, last written: between the two nothing of it counts.
            (place / _STAMPS).unlink(missing_ok=True)
            write_text_atomically(place / _FAILURES, text.getvalue())
            read.table.write(place / PREDICTIONS)
            write_text_atomically(place / _STAMPS, stamps)


def film_stamps(films: FilmSet) -> str:
    """SHA-256 of names, sizes and times of the films' files, and of how they are prepared."""
    stamps = {path_within(one, films.root): _stamp(one.path) for one in films.samples}
    shown = (PREPARATION, sorted(stamps.items()))
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        return FileStamp.of(path.stat())
    except OSError:
        return ()


def _read_failures(place: Path, films: FilmSet) -> tuple[FilmFailure, ...]:
    try:
        text = (place / _FAILURES).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ()
    wanted = {sample.path for sample in films.samples}
    rows = (row for row in csv.reader(io.StringIO(text)) if len(row) == len(_FAILURE_COLUMNS))
    failures = (FilmFailure(Path(path), code, message) for path, code, message in rows)
    return tuple(failure for failure in failures if failure.path in wanted)


def _usable(
    path: Path, labels: LabelSet, films: FilmSet, failures: Sequence[FilmFailure]
) -> FilmPredictions | None:
    """A table's rows in the order of the films, with their present groups and sources."""
    try:
        table = PredictionTable.read(path)
    except (OSError, LungDeskError):
        return None
    failed = {failure.path for failure in failures}
    samples = [sample for sample in films.samples if sample.path not in failed]
    rows = {name: number for number, name in enumerate(table.paths)}
    names = [path_within(sample, films.root) for sample in samples]
    if table.labels.ids != labels.ids or rows.keys() != set(names):
        return None
    ordered = table.rows(np.array([rows[name] for name in names], np.int64))
    if [int(target) for target in ordered.targets] != [sample.class_index for sample in samples]:
        return None
    groups = tuple(sample.group for sample in samples)
    sources = tuple(sample.source for sample in samples)
    return FilmPredictions(replace(ordered, groups=groups, sources=sources), tuple(failures))


def _are_as_kept(place: Path, films: FilmSet) -> bool:
    """Whether the films are the files that a table was made of."""
    try:
        return (place / _STAMPS).read_text(encoding="ascii") == film_stamps(films)
    except (OSError, ValueError):
        return False


def _is_younger(table: Path, films: FilmSet) -> bool:
    """Whether no film was changed, or put in its place, since a table was written."""
    try:
        age = table.stat().st_mtime
        states = (sample.path.stat() for sample in films.samples)
        # A copy may keep the time of its original, but not when it came here.
        return all(max(state.st_mtime, state.st_ctime) <= age for state in states)
    except OSError:
        return False
