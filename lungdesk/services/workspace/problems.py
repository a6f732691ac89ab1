"""What can be wrong with a workspace, each as one sentence with its code."""

from __future__ import annotations

from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError

_FULL = "full"


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
    if "malformed" in plain or "not a database" in plain or "corrupt" in plain:
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
