"""What can be wrong with a workspace, each as one sentence with its code."""

from __future__ import annotations

import re
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError

_FULL = "full"
#: A table or column that is not there was there once: revisions make all of them.
_DAMAGE = re.compile("malformed|not a database|corrupt|no such (table|column)")
#: What may be wrong with a workspace besides that of which SQLite complains.
A_FOLDER = "a folder lies where its file should be"
NOT_OURS = "it is no workspace of LungDesk"
NO_REVISION = "it does not say which version has made it"


def in_use() -> LungDeskError:
    """Another process writes."""
    return LungDeskError(
        "The workspace is open in another LungDesk, so nothing can be changed in it here.",
        hint="Close the other one, or wait for it, then do it again.",
        code=ErrorCode.WORKSPACE_IN_USE,
    )


def in_outdated_use() -> LungDeskError:
    """Another process writes, to tables that this one would have to change first."""
    return LungDeskError(
        "The workspace is open in another LungDesk, which is older or is bringing it up to date.",
        hint="Close the other one, or wait for it, then do it again.",
        code=ErrorCode.WORKSPACE_IN_USE,
    )


def too_new(path: Path) -> LungDeskError:
    """A later LungDesk has changed its tables."""
    return LungDeskError(
        f"The workspace {path.name} was written by a newer LungDesk.",
        hint="Update LungDesk to open it; it has been left as it is.",
        code=ErrorCode.WORKSPACE_TOO_NEW,
    )


def foreign(path: Path) -> LungDeskError:
    """Some other file."""
    return LungDeskError(
        f"{path.name} is no workspace of LungDesk.",
        hint="Choose a file that Worklist > Back up has made.",
        code=ErrorCode.WORKSPACE_FOREIGN,
    )


def read_only(place: Path) -> LungDeskError:
    """The system lets this user write neither the workspace nor what belongs beside it."""
    return LungDeskError(
        f"The workspace can be looked at here, but not changed: {place} cannot be written.",
        hint="Check its permissions, then try again.",
        code=ErrorCode.FILE_NOT_WRITABLE,
    )


def left_open(path: Path, place: Path) -> LungDeskError:
    """What a crash has left beside it must be taken in first, which takes writing."""
    return LungDeskError(
        f"The workspace {path.name} was not closed, and cannot be looked at here: {place} cannot be"
        " written.",
        hint="Let somebody who may write there open it once, or check the permissions.",
        code=ErrorCode.FILE_NOT_WRITABLE,
    )


def no_place_for_backup(path: Path) -> LungDeskError:
    """A backup that would take the place of what it is made of."""
    return LungDeskError(
        f"{path.name} belongs to the workspace itself, so a backup cannot take its place.",
        hint="Choose another name or folder for the backup.",
        code=ErrorCode.FILE_NOT_WRITABLE,
    )


def damaged(path: Path, reason: str, *, backup: Path | None = None) -> LungDeskError:
    """Not all of it can be trusted."""
    hint = f"Restore it from a backup (Worklist > Restore), or move {path} away to begin anew."
    if backup is not None:
        hint = f"Restore it by Worklist > Restore; the newest backup is {backup}."
    return LungDeskError(
        f"The workspace {path.name} is damaged ({reason.rstrip('.')}).",
        hint=hint,
        code=ErrorCode.WORKSPACE_DAMAGED,
    )


def lost(path: Path, backup: Path | None) -> LungDeskError:
    """Nothing is in its place, where something has been.

    To begin anew, all of it goes: a journal or copies would be taken for those of the new one.
    """
    folder = path.parent
    hint = (
        f"Restore it from a backup (Worklist > Restore), or move the folder {folder} away to begin"
        " anew."
    )
    if backup is not None:
        hint = (
            f"Restore it by Worklist > Restore; the newest backup is {backup}. To begin anew, move"
            f" the folder {folder} away."
        )
    return LungDeskError(
        f"The workspace {path.name} is lost: there is no such file any more, or nothing in it.",
        hint=hint,
        code=ErrorCode.WORKSPACE_DAMAGED,
    )


def missing(path: Path) -> LungDeskError:
    """There is nothing yet, and nothing can be made."""
    return LungDeskError(
        "Nothing has been kept in the workspace yet.",
        hint=f"Another LungDesk is just making {path.name}: try again in a moment.",
        code=ErrorCode.WORKSPACE_IN_USE,
    )


def of_database(path: Path, reason: str, *, backup: Path | None = None) -> LungDeskError:
    """Put what SQLite complains of into words."""
    plain = reason.lower()
    if _DAMAGE.search(plain):
        return damaged(path, reason, backup=backup)
    if _FULL in plain:
        return LungDeskError(
            f"The workspace {path.name} cannot be written: the disk is full.",
            hint=f"Make room on the disk of {path.parent}, then try again.",
            code=ErrorCode.DISK_FULL,
        )
    if "locked" in plain:
        return in_use()
    return LungDeskError(
        f"The workspace {path.name} cannot be written ({reason.rstrip('.')}).",
        hint=f"Check the space and the permissions of {path.parent}.",
        code=ErrorCode.FILE_NOT_WRITABLE,
    )
