"""Use cases: what cannot be kept where it belongs, into a file elsewhere, and back from there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import FileStamp, atomic_write
from lungdesk.core.jobs import JobContext
from lungdesk.core.json_text import parsed
from lungdesk.core.study import Instance
from lungdesk.formats import failures
from lungdesk.services.annotation_codec import NewerSchemaError, decode, encode
from lungdesk.services.film_files import replaced_films
from lungdesk.services.kept_annotations import FrameRef, SaveRequest

if TYPE_CHECKING:
    from lungdesk.services.workspace.desk import WorkspaceDesk
    from lungdesk.services.workspace.requests import SetNote

_SCHEMA = "unsaved_work"
_SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class UnsavedWork:
    """What is not on the disk.

    Attributes
    ----------
    drawn
        All that is drawn on each of some frames.
    notes
        Notes on studies of the workspace.
    stray_notes
        Texts of notes on studies that the workspace does not know.
    replaced
        Films in whose place another file lies by now; what was drawn on them is not ``drawn``.
    """

    drawn: tuple[SaveRequest, ...] = ()
    notes: tuple[SetNote, ...] = ()
    stray_notes: tuple[str, ...] = ()
    replaced: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.drawn or self.notes)


@dataclass(frozen=True, slots=True)
class SaveElsewhere:
    """What is to be kept in which file."""

    path: Path
    work: UnsavedWork


class UnsavedFiles:
    """Writes and reads such files; knows studies by the content of their films."""

    def __init__(self, desk: WorkspaceDesk | None) -> None:
        self._desk = desk

    def save(self, request: SaveElsewhere, ctx: JobContext) -> None:
        """Write all of it, whole or not at all; raises LungDeskError as `atomic_write` does.

        Where the workspace does not tell the films of a study, its note comes back as a stray one.
        """
        work = request.work
        notes = [
            {"text": note.text, "films": self._films(note.study_id, ctx)} for note in work.notes
        ]
        plain = {
            _SCHEMA: _SCHEMA_VERSION,
            "drawn": [_plain(one) for one in work.drawn],
            "notes": notes,
        }
        with atomic_write(request.path) as stream:
            stream.write(_encoded(plain))

    def load(self, path: Path, ctx: JobContext) -> UnsavedWork:
        """Read such a file; what has been noted on its studies since then is kept with it.

        Raises
        ------
        LungDeskError
            ``ANNOTATIONS_DAMAGED``, ``ANNOTATIONS_TOO_NEW``, ``FILE_MISSING`` and the like; those
            of the workspace.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise failures.not_readable(path, error) from error
        try:
            plain = parsed(content)
            if plain[_SCHEMA] > _SCHEMA_VERSION:
                raise NewerSchemaError
            drawn = tuple(_drawn(entry) for entry in plain["drawn"])
            written = [(str(one["text"]), list(map(str, one["films"]))) for one in plain["notes"]]
        except NewerSchemaError:
            raise _too_new(path) from None
        except (ValueError, LookupError, TypeError):
            raise _foreign(path) from None
        notes = [(text, self._note(text, films, ctx)) for text, films in written]
        known = tuple(note for _, note in notes if note is not None)
        strays = tuple(text for text, note in notes if note is None)
        # What is drawn on a film without a UID is kept by the content of its file.
        nameless = (one.frame.instance for one in drawn if not one.frame.instance.sop_instance_uid)
        replaced = replaced_films(dict.fromkeys(nameless), ctx)
        left = tuple(one for one in drawn if one.frame.instance not in replaced)
        return UnsavedWork(left, known, strays, tuple(one.path for one in replaced))

    def _films(self, study_id: int, ctx: JobContext) -> list[str]:
        """SHA-256 of the films of a study: its number is another one in another workspace.

        Empty where the workspace cannot be read, which may be why all this is saved.
        """
        from lungdesk.services.workspace.requests import StudyQuery  # noqa: PLC0415

        if self._desk is None:
            return []
        try:
            return [film.sha256 for film in self._desk.films(StudyQuery(study_id), ctx)]
        except LungDeskError:
            return []

    def _note(self, text: str, films: list[str], ctx: JobContext) -> SetNote | None:
        from lungdesk.services.workspace.requests import FilmQuery, SetNote  # noqa: PLC0415

        for sha256 in films:
            film = self._desk.film(FilmQuery(sha256=sha256), ctx) if self._desk and sha256 else None
            if film is not None:
                return SetNote(film.study_id, _joined(film.note, text))
        return None


def _joined(kept: str, text: str) -> str:
    """Both, unless the lines of one stand in the other."""
    if _has_lines(kept, text):
        return kept
    return text if _has_lines(text, kept) else f"{kept}\n{text}"


def _has_lines(note: str, lines: str) -> bool:
    """Whether they stand in a note as they are, one after the other; none do in any."""
    return not lines or f"\n{lines}\n" in f"\n{note}\n"


def _encoded(plain: dict[str, Any]) -> bytes:
    """As people can read it; names of files may hold what is no letter."""
    text = json.dumps(plain, indent=1, ensure_ascii=False) + "\n"
    return text.encode(errors="surrogatepass")


def _plain(one: SaveRequest) -> dict[str, Any]:
    instance = one.frame.instance
    return {
        "path": str(instance.path),
        "sop_instance_uid": instance.sop_instance_uid,
        "rows": instance.rows,
        "columns": instance.columns,
        "stamp": instance.stamp,
        "frame": one.frame.frame,
        "content": json.loads(encode(one.annotations)),
    }


def _drawn(entry: dict[str, Any]) -> SaveRequest:
    decoded = decode(json.dumps(entry["content"]).encode())
    if decoded.reason:
        raise ValueError(decoded.reason)
    instance = Instance(
        Path(entry["path"]),
        int(entry["rows"]),
        int(entry["columns"]),
        sop_instance_uid=str(entry["sop_instance_uid"]),
        stamp=FileStamp(*map(int, entry["stamp"])) if entry["stamp"] else None,
    )
    return SaveRequest(FrameRef(instance, int(entry["frame"])), decoded.annotations)


def _foreign(path: Path) -> LungDeskError:
    return LungDeskError(
        f"{path.name} holds no unsaved work, or is damaged.",
        hint="Choose a file that LungDesk has saved when it was closed.",
        code=ErrorCode.ANNOTATIONS_DAMAGED,
    )


def _too_new(path: Path) -> LungDeskError:
    return LungDeskError(
        f"{path.name} was saved by a newer LungDesk.",
        hint="Update LungDesk to bring it back.",
        code=ErrorCode.ANNOTATIONS_TOO_NEW,
    )
