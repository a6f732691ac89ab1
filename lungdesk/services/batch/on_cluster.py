"""Reads the files of a batch by the workers of a Dask cluster.

Files are read here, and travel with the model: workers need neither the films nor a disk that is
shared, and a row tells of the very bytes that its SHA-256 is of. What has a row already does not
travel. Chunks of files go through `lungdesk.core.workers.Workers`: outcomes come in the order of
the files, and what a killed worker was at is done by another one.
"""

from __future__ import annotations

import hashlib
import platform
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import not_writable
from lungdesk.core.jobs import JobContext
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.workers import Workers
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.ensemble import AnyBundle
from lungdesk.ml.prefetch import prefetched
from lungdesk.services.batch.files import LocalFile
from lungdesk.services.batch.reading import FilmReading, Known, Outcome, ReadingChoices, Take
from lungdesk.services.cluster.portable_model import PortableModel

#: A worker is given so many films at a time, or so many bytes of them.
_CHUNK_FILMS = 32
_CHUNK_BYTES = 16 << 20
#: Most files of a chunk, those included that need not be read.
_CHUNK_FILES = 512
#: Files that are read ahead of what the workers are given, and by how many threads.
_AHEAD, _THREADS = 8, 4


@dataclass(frozen=True, slots=True, eq=False)
class SentFile:
    """A file on its way to a worker.

    Attributes
    ----------
    name
        What messages call it.
    """

    path: Path
    name: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True, eq=False)
class _Chunk:
    """Files that follow each other, and outcomes of those that need not be read; they stay here."""

    entries: tuple[SentFile | Outcome, ...]

    def __reduce__(self) -> tuple[type[_Chunk], tuple[tuple[SentFile, ...]]]:
        return _Chunk, (tuple(one for one in self.entries if isinstance(one, SentFile)),)


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """What all chunks need."""

    model: PortableModel
    choices: ReadingChoices


class ClusterReader:
    """See `lungdesk.services.batch.reading.BatchReader`."""

    def __init__(
        self, workers: Workers, bundle: AnyBundle, model: PortableModel, choices: ReadingChoices
    ) -> None:
        self._workers = workers
        self._shared = _Shared(model, choices)
        self.model, self.labels = bundle.model, bundle.labels
        self.precision, self.lungs = model.content.precision, model.content.lungs

    def read(self, paths: Iterable[Path], known: Known, take: Take, ctx: JobContext) -> None:
        """Read files, those that are not known by the workers.

        Raises
        ------
        LungDeskError
            Those of the cluster and of the model, as a worker finds it.
        Cancelled
            Between files; what the workers are at is given up.
        """
        loaded = prefetched(partial(_loaded, known), paths, workers=_THREADS, ahead=_AHEAD)
        parts = ((self._shared, chunk) for chunk in _chunks(loaded, ctx))
        for chunk, outcomes in self._workers.each(_read_chunk, parts, ctx):
            read = deque(outcomes)
            for entry in chunk.entries:
                take(entry if isinstance(entry, Outcome) else read.popleft())


def _loaded(known: Known, path: Path) -> SentFile | Outcome:
    """The file's content, unless there is nothing to read; in a thread of the pool."""
    started, sha256 = time.perf_counter(), ""
    try:
        file = LocalFile(path)
        content = file.content()
        sha256 = hashlib.sha256(content).hexdigest()
        return known(path, sha256) or SentFile(path, file.name, sha256, content)
    except Exception as error:  # noqa: BLE001 - one film must not end the others
        return Outcome.failed(path, error, sha256, time.perf_counter() - started)


def _chunks(files: Iterable[SentFile | Outcome], ctx: JobContext) -> Iterator[_Chunk]:
    entries: list[SentFile | Outcome] = []
    films = size_bytes = 0
    for file in files:
        ctx.check()
        entries.append(file)
        if isinstance(file, SentFile):
            films += 1
            size_bytes += len(file.content)
        if films >= _CHUNK_FILMS or size_bytes >= _CHUNK_BYTES or len(entries) >= _CHUNK_FILES:
            yield _Chunk(tuple(entries))
            entries = []
            films = size_bytes = 0
    if entries:
        yield _Chunk(tuple(entries))


def _read_chunk(shared: _Shared, chunk: _Chunk, ctx: JobContext) -> list[Outcome]:
    """What a worker does: outcomes of the files that were sent, in their order."""
    if not chunk.entries:
        return []
    engine = shared.model.engine()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="lungdesk-") as folder:
        copies = [
            _Copy.of(sent, Path(folder) / str(number))
            for number, sent in enumerate(chunk.entries)
            if isinstance(sent, SentFile)
        ]
        FilmReading(engine, shared.choices, _nothing_known, outcomes.append, ctx).run(copies)
    return outcomes


def _nothing_known(_path: Path, _sha256: str) -> None:
    """What has a row is not sent."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """A film that came from elsewhere, where decoders find it: they read files."""

    path: Path
    local: Path
    digest: str

    @classmethod
    def of(cls, sent: SentFile, folder: Path) -> _Copy:
        """Write a file into a new folder (`not_writable`); messages call it by its name."""
        local = folder / sent.name
        try:
            folder.mkdir()
            local.write_bytes(sent.content)
        except OSError as error:
            raise LungDeskError(
                f"The worker on {platform.node()} cannot put a film into {folder.parent}"
                f" ({error.strerror or error}).",
                hint="Make room there, then go on with --resume.",
                code=not_writable(local, error).code,
            ) from error
        return cls(sent.path, local, sent.sha256)

    def sha256(self) -> str:
        return self.digest

    def film(self) -> Radiograph:
        film = read_radiograph(self.local)
        return replace(film, instance=replace(film.instance, path=self.path))
