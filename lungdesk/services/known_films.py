"""Films that models learnt from, where they are on this computer: found by their content."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.core.json_text import parsed
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.labelled_files import labelled_files
from lungdesk.services.paths import AppPaths
from lungdesk.services.training.draft_store import DraftStore

_log = logging.getLogger(__name__)

#: Digits of a SHA-256 that make an id, see `lungdesk.core.similar`.
_ID_DIGITS = 32
#: Files that are hashed between two looks whether anybody still waits.
_CHUNK = 64

#: Size, time of the last change in nanoseconds, id.
_Known = tuple[int, int, str]


class KnownFilms:
    """Looks through the folders of the user's trainings; what was hashed once is remembered.

    Only new and changed files are read again.
    """

    def __init__(self, drafts: DraftStore, memory: Path) -> None:
        self._drafts, self._memory = drafts, memory
        self._known: dict[str, _Known] | None = None

    @classmethod
    def of(cls, paths: AppPaths) -> KnownFilms:
        """Of the trainings of this user."""
        return cls(DraftStore.of(paths), paths.cache / "known-films.json")

    def find(self, ids: tuple[str, ...], ctx: JobContext) -> dict[str, Path]:
        """Where films are, by id; those that are not on this computer are left out."""
        if self._known is None:
            self._known = _read(self._memory)
        known = self._known
        before = dict(known)
        found: dict[str, Path] = {}
        for path in self._films(ctx):
            id_ = known.get(str(path), (0, 0, ""))[2]
            if id_ in ids:
                found.setdefault(id_, path)
        if known != before:
            with suppress(LungDeskError):  # then it is hashed again next time
                write_text_atomically(self._memory, json.dumps(known))
        return found

    def _films(self, ctx: JobContext) -> list[Path]:
        """Films of all trainings that are there, their ids known from here on."""
        choices = (draft.data.location for draft in self._drafts.drafts(None, ctx))
        films: dict[Path, None] = {}
        for location in dict.fromkeys(place for place in choices if place is not None):
            with suppress(LungDeskError):  # it has moved, or is no collection any more
                films.update(dict.fromkeys(row.path for row in labelled_files(location).films))
        paths = [path for path in films if path.is_file()]
        self._learn(paths, ctx)
        return paths

    def _learn(self, paths: Sequence[Path], ctx: JobContext) -> None:
        assert self._known is not None
        stamps = {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in paths}
        new = [path for path in paths if self._known.get(str(path), ())[:2] != stamps[path]]
        for start in range(0, len(new), _CHUNK):
            ctx.check()
            chunk = new[start : start + _CHUNK]
            for path, digest in zip(chunk, file_digests(chunk), strict=True):
                self._known[str(path)] = (*stamps[path], digest[:_ID_DIGITS])


def _read(memory: Path) -> dict[str, _Known]:
    try:
        stored = parsed(memory.read_text(encoding="utf-8"))
        return {str(path): (int(a), int(b), str(c)) for path, (a, b, c) in stored.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        _log.info("what is known of training films cannot be read: %s", error)
        return {}
