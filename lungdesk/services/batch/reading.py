"""Reads files with a model, in their order: decoded ahead by threads, several in the network.

Films are prepared by threads, as everywhere else here: preparing one takes a fraction of what the
network takes, so processes would have little to gain, and films to hand over.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.core.labels import LabelSet
from lungdesk.core.prediction import ModelRef, Prediction
from lungdesk.core.study import Instance
from lungdesk.ml.ensemble_engine import AnyEngine, sight_digest
from lungdesk.ml.film_pass import FilmPass
from lungdesk.ml.gate import FilmLook, Handling
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.stream import PreparedFilm, prepared_film, stream_films
from lungdesk.services.batch.files import FilmFile, LocalFile
from lungdesk.services.batch.keeper import KeptRow
from lungdesk.services.batch.row import BatchRow
from lungdesk.services.film_files import require_film
from lungdesk.services.job_runner import unexpected

#: Films, at least, that are prepared before the model wants them: it takes several at once.
_AHEAD = 32
#: Files without a reading that may wait for one before them that is in the network.
_WAITING = 64


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What has become of one file.

    Attributes
    ----------
    kept
        Its row; None when a row of its content is there already.
    is_read_now
        Whether it was read, or refused, just now; False for what was known.
    """

    path: Path
    sha256: str
    kept: KeptRow | None = None
    is_read_now: bool = False

    @classmethod
    def failed(
        cls, path: Path, error: Exception, sha256: str = "", seconds: float = 0.0
    ) -> Outcome:
        """Of a file that cannot be read, for whatever reason."""
        said = error if isinstance(error, LungDeskError) else unexpected(error)
        row = BatchRow.failed(path, said, sha256, seconds)
        return cls(path, sha256, KeptRow(row), is_read_now=True)


#: ``known(path, sha256)``: of a content that need not be read; asked from several threads.
Known = Callable[[Path, str], Outcome | None]
#: ``take(outcome)``, in the order of the files.
Take = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """How films are read.

    Attributes
    ----------
    threads
        That prepare films; 0 for one each processor.
    read_anyway
        Read films that the gate refuses, too.
    mend
        Read films that the gate offers to mend so.
    """

    threads: int = 0
    read_anyway: bool = False
    mend: bool = False


class BatchReader(Protocol):
    """Whatever reads the files of a batch."""

    @property
    def model(self) -> ModelRef:
        """What reads."""

    @property
    def labels(self) -> LabelSet:
        """Classes that it tells apart."""

    @property
    def precision(self) -> str:
        """Its arithmetic."""

    @property
    def lungs(self) -> str:
        """Digest of the network whose lungs its film check judges; empty for none."""

    def read(self, paths: Iterable[Path], known: Known, take: Take, ctx: JobContext) -> None:
        """Read files; what goes wrong with one of them is its outcome.

        Raises
        ------
        Cancelled
            Between films.
        """


class ReaderHere:
    """Reads in this process."""

    def __init__(self, engine: AnyEngine, choices: ReadingChoices) -> None:
        self._engine, self._choices = engine, choices
        self.model, self.labels = engine.bundle.model, engine.labels
        self.precision = str(engine.precision)
        self.lungs = sight_digest(engine)

    def read(self, paths: Iterable[Path], known: Known, take: Take, ctx: JobContext) -> None:
        """See `BatchReader`."""
        FilmReading(self._engine, self._choices, known, take, ctx).run(map(LocalFile, paths))


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """A film that the model is to read, and what its row says besides."""

    path: Path
    started: float
    sha256: str
    instance: Instance
    film: PreparedFilm


class FilmReading:
    """One run through files."""

    def __init__(
        self, engine: AnyEngine, choices: ReadingChoices, known: Known, take: Take, ctx: JobContext
    ) -> None:
        self._engine = engine
        self._handling = Handling(is_overridden=choices.read_anyway, is_mended=choices.mend)
        self._threads = choices.threads or processors()
        self._known, self._take, self._ctx = known, take, ctx
        self._waiting: deque[_Prepared | Outcome] = deque()
        self._has_more = True

    def run(self, files: Iterable[FilmFile]) -> None:
        """Read all; raises `Cancelled` between films."""
        ahead = max(_AHEAD, 4 * self._threads)
        prepared = prefetched(self._prepared, files, workers=self._threads, ahead=ahead)
        with closing(prepared):
            while self._has_more:
                stream_films(self._engine, self._stretch(prepared), self._keep)

    def _stretch(self, prepared: Iterator[_Prepared | Outcome]) -> Iterator[PreparedFilm]:
        """What the model is to read, until too much waits behind what it reads already."""
        for one in prepared:
            self._ctx.check()
            self._waiting.append(one)
            if isinstance(one, _Prepared):
                yield one.film
                continue
            self._pass_on()
            if len(self._waiting) >= _WAITING:
                return
        self._has_more = False

    def _prepared(self, file: FilmFile) -> _Prepared | Outcome:
        """Hash, decode and reduce a file; in a thread of the pool."""
        started, sha256 = time.perf_counter(), ""
        try:
            sha256 = file.sha256()
            found = self._known(file.path, sha256)
            if found is not None:
                return found
            film = file.film()
            require_film(film.instance)
            prepared = prepared_film(film, self._engine, self._handling)
            return _Prepared(file.path, started, sha256, film.instance, prepared)
        except Exception as error:  # noqa: BLE001 - one film must not end the others
            return Outcome.failed(file.path, error, sha256, time.perf_counter() - started)

    def _keep(self, look: FilmLook, passes: tuple[FilmPass, ...]) -> None:
        one = self._waiting.popleft()
        assert isinstance(one, _Prepared)
        judgement = self._engine.judgement
        prediction = judgement.prediction(passes[0], judgement.verdict(look, passes[-1]))
        self._take(Outcome(one.path, one.sha256, _row(one, prediction), is_read_now=True))
        self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting and isinstance(one := self._waiting[0], Outcome):
            self._waiting.popleft()
            self._take(one)


def _row(one: _Prepared, prediction: Prediction) -> KeptRow:
    row = BatchRow.read(
        one.path,
        one.instance,
        prediction,
        sha256=one.sha256,
        seconds=time.perf_counter() - one.started,
    )
    return KeptRow(row, one.instance, prediction)


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
