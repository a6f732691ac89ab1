"""Arguments and options that several commands share, and what they mean."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lungdesk.core.errors import ErrorCode, LungDeskError


class PrecisionName(StrEnum):
    """The words of `lungdesk.ml.engine.PrecisionChoice`, which takes long to import."""

    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


def named_path(text: str) -> Path:
    """What a path on the command line names; an empty one would be the folder one is in."""
    if not text:
        raise typer.BadParameter("An empty name is no path; the current folder is '.'.")
    return Path(text)


def named_model(text: str) -> str:
    """What names a model; an empty name, as of an unset variable, would be the usual one."""
    if not text:
        raise typer.BadParameter("An empty name is no model.")
    return text


JsonFlag = Annotated[bool, typer.Option("--json", help="Plain values for a program.")]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", metavar="ID", parser=named_model, help="Model id or bundle folder."),
]
ModelArgument = Annotated[
    str, typer.Argument(metavar="ID", parser=named_model, help="Model id or bundle folder.")
]
InstalledModelArgument = Annotated[
    str, typer.Argument(metavar="ID", parser=named_model, help="Id of an installed model.")
]
#: Whether paths can be read is left to what reads them: one that cannot is no wrong usage.
DatasetArgument = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", parser=named_path, help="Labelled films, or a CSV manifest."),
]
ReadAnywayFlag = Annotated[
    bool, typer.Option("--read-anyway", help="Read refused films, too; their rows say so.")
]
MendFlag = Annotated[
    bool,
    typer.Option("--mend", help="Turn or invert films as the film check offers, and read them so."),
]
PrecisionOption = Annotated[
    PrecisionName, typer.Option(help="auto takes bfloat16 where processor and model allow it.")
]
LanguageOption = Annotated[
    str, typer.Option("--language", metavar="CODE", help="Language of reports: en or es.")
]
Scheduler = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Of a Dask cluster that helps: tcp://host:8786.")
]
FilmsArgument = Annotated[
    list[Path], typer.Argument(metavar="PATH", parser=named_path, help="Films or folders.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="NAME=LABEL",
        help="What a class folder that is not known means; NAME= leaves it out.",
    ),
]


def label_map(pairs: list[str] | None) -> dict[str, str]:
    """Class names and what they mean; raises LungDeskError (``USAGE``) on another form.

    An empty name is that of films without a label.
    """
    mapped = {}
    for pair in pairs or []:
        name, separator, label = pair.rpartition("=")
        if not separator:
            raise LungDeskError(
                f"--map {pair} is not NAME=LABEL.",
                hint="Write for example --map 'Corona=covid19'.",
                code=ErrorCode.USAGE,
            )
        mapped[name] = label
    return mapped


@contextmanager
def folder_for_results(folder: Path) -> Iterator[None]:
    """`require_writable` while something works for it; no empty folder is left when that fails."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    require_writable(folder)
    try:
        yield
    except BaseException:
        for one in made:
            with suppress(OSError):  # something is in it
                one.rmdir()
        raise


def require_writable(folder: Path | None) -> None:
    """Make the folder for results now: to find out after the work would be late.

    Raises
    ------
    LungDeskError
        ``FILE_NOT_WRITABLE``.
    """
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        why = "" if os.access(folder, os.W_OK | os.X_OK) else "Permission denied"
    except OSError as error:
        why = error.strerror or str(error)
    if why:
        raise LungDeskError(
            f"Nothing can be written to {folder} ({why}).",
            hint="Choose another folder.",
            code=ErrorCode.FILE_NOT_WRITABLE,
        )
