"""Use cases: what cannot be kept where it belongs, into a file elsewhere, and back from there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
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
from lungdesk.services.key_images import MarkRequest

if TYPE_CHECKING:
    from lungdesk.services.workspace.desk import WorkspaceDesk
    from lungdesk.services.workspace.records import FilmRecord, Read
    from lungdesk.services.workspace.requests import AddRead, SetNote

_SCHEMA = "unsaved_work"
#: 2 has marks of key images and verdicts, too.
_SCHEMA_VERSION = 2


@dataclass(frozen=True, slots=True)
class UnsavedWork:
    """What is not on the disk.

    Attributes
    ----------
    drawn
        All that is drawn on each of some frames.
    notes, verdicts
        Notes on studies of the workspace, and what readers said of its films.
    marks
        Frames that are to be key images, or to be none any more.
    stray_notes, stray_verdicts
        Texts of notes on studies, and verdicts on films, that the workspace does not know.
    overruled_verdicts
        Verdicts on films of which the same reader has said something else since.
    replaced
        Films in whose place another file lies by now: nothing of theirs is ``drawn`` or marked.
    """

    drawn: tuple[SaveRequest, ...] = ()
    notes: tuple[SetNote, ...] = ()
    stray_notes: tuple[str, ...] = ()
    replaced: tuple[Path, ...] = ()
    marks: tuple[MarkRequest, ...] = ()
    verdicts: tuple[AddRead, ...] = ()
    stray_verdicts: tuple[Read, ...] = ()
    overruled_verdicts: tuple[Read, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.drawn or self.notes or self.marks or self.verdicts)


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

        Where the workspace does not tell the films of a study, what was said of it comes back as a
        stray note or verdict.
        """
        work = request.work
        notes = [
            {"text": note.text, "films": self._films(note.study_id, ctx)} for note in work.notes
        ]
        plain = {
            _SCHEMA: _SCHEMA_VERSION,
            "drawn": [
                _plain_frame(one.frame) | {"content": json.loads(encode(one.annotations))}
                for one in work.drawn
            ],
            "notes": notes,
            "marks": [_plain_frame(one.frame) | {"is_key": one.is_key} for one in work.marks],
            "verdicts": [
                asdict(one.read) | {"film": self._film(one.film_id, ctx)} for one in work.verdicts
            ],
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
            marks = tuple(_mark(entry) for entry in plain.get("marks", ()))
            written = [(str(one["text"]), list(map(str, one["films"]))) for one in plain["notes"]]
            said = [(str(one["film"]), _read(one)) for one in plain.get("verdicts", ())]
        except NewerSchemaError:
            raise _too_new(path) from None
        except (ValueError, LookupError, TypeError, OverflowError):  # an endless number of rows
            raise _foreign(path) from None
        notes = [(text, self._note(text, films, ctx)) for text, films in written]
        known = tuple(note for _, note in notes if note is not None)
        strays = tuple(text for text, note in notes if note is None)
        judged = self._judged(said, ctx)
        # What is made of a film without a UID is kept by the content of its file.
        frames = [*(one.frame for one in drawn), *(one.frame for one in marks)]
        nameless = (one.instance for one in frames if not one.instance.sop_instance_uid)
        replaced = replaced_films(dict.fromkeys(nameless), ctx)
        return replace(
            judged,
            drawn=tuple(one for one in drawn if one.frame.instance not in replaced),
            notes=known,
            stray_notes=strays,
            replaced=tuple(one.path for one in replaced),
            marks=tuple(one for one in marks if one.frame.instance not in replaced),
        )

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

    def _film(self, film_id: int, ctx: JobContext) -> str:
        """SHA-256 of a film; empty as `_films`."""
        from lungdesk.services.workspace.requests import FilmQuery  # noqa: PLC0415

        try:
            film = self._desk.film(FilmQuery(film_id=film_id), ctx) if self._desk else None
        except LungDeskError:
            return ""
        return "" if film is None else film.sha256

    def _known(self, sha256: str, ctx: JobContext) -> FilmRecord | None:
        from lungdesk.services.workspace.requests import FilmQuery  # noqa: PLC0415

        return self._desk.film(FilmQuery(sha256=sha256), ctx) if self._desk and sha256 else None

    def _note(self, text: str, films: list[str], ctx: JobContext) -> SetNote | None:
        from lungdesk.services.workspace.requests import SetNote  # noqa: PLC0415

        for sha256 in films:
            film = self._known(sha256, ctx)
            if film is not None:
                return SetNote(film.study_id, joined(film.note, text))
        return None

    def _judged(self, said: list[tuple[str, Read]], ctx: JobContext) -> UnsavedWork:
        """The verdicts, but for those that are kept by now."""
        from lungdesk.services.workspace.requests import AddRead  # noqa: PLC0415

        known, strays, overruled = [], [], []
        for sha256, read in said:
            film = self._known(sha256, ctx)
            if film is None:
                strays.append(read)
            elif any(replace(kept, ended_at=read.ended_at) == read for kept in film.reads):
                continue
            elif any(_overrules(kept, read) for kept in film.reads):
                overruled.append(read)
            else:
                known.append(AddRead(film.film_id, read))
        return UnsavedWork(
            verdicts=tuple(known),
            stray_verdicts=tuple(strays),
            overruled_verdicts=tuple(overruled),
        )


def _overrules(kept: Read, read: Read) -> bool:
    """Whether a reader has given a verdict after another one that was not kept."""
    if kept.is_blinded or kept.reader != read.reader:
        return False
    return kept.ended_at > (read.ended_at or read.started_at)


def joined(kept: str, text: str) -> str:
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


def _plain_frame(frame: FrameRef) -> dict[str, Any]:
    instance = frame.instance
    return {
        "path": str(instance.path),
        "sop_instance_uid": instance.sop_instance_uid,
        "rows": instance.rows,
        "columns": instance.columns,
        "stamp": instance.stamp,
        "frame": frame.frame,
    }


def _drawn(entry: dict[str, Any]) -> SaveRequest:
    decoded = decode(json.dumps(entry["content"]).encode())
    if decoded.reason:
        raise ValueError(decoded.reason)
    return SaveRequest(_frame(entry), decoded.annotations)


def _mark(entry: dict[str, Any]) -> MarkRequest:
    return MarkRequest(_frame(entry), bool(entry["is_key"]))


def _read(entry: dict[str, Any]) -> Read:
    from lungdesk.services.workspace.records import Read, ReaderVerdict  # noqa: PLC0415

    label, comment, reader, started_at, ended_at = (
        str(entry[name]) for name in ("label", "comment", "reader", "started_at", "ended_at")
    )
    return Read(ReaderVerdict(entry["verdict"]), label, comment, reader, started_at, ended_at)


def _frame(entry: dict[str, Any]) -> FrameRef:
    instance = Instance(
        Path(entry["path"]),
        int(entry["rows"]),
        int(entry["columns"]),
        sop_instance_uid=str(entry["sop_instance_uid"]),
        stamp=FileStamp(*map(int, entry["stamp"])) if entry["stamp"] else None,
    )
    return FrameRef(instance, int(entry["frame"]))


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
