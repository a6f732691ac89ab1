"""``lungdesk batch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lungdesk.cli import groups
from lungdesk.cli.console import output, print_json, printable, progress_context
from lungdesk.cli.options import (
    JsonFlag,
    ModelOption,
    PrecisionName,
    PrecisionOption,
    require_writable,
)


def batch(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER", readable=False, help="Folders, films, ZIP files."),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", readable=False, help="Folder for results.csv.")
    ],
    model: ModelOption = "",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what DIR holds.")] = False,
    workers: Annotated[
        int, typer.Option(min=0, help="Threads that prepare films; 0: one each processor.")
    ] = 0,
    precision: PrecisionOption = PrecisionName.FLOAT32,
    json: JsonFlag = False,
) -> None:
    """Read many films into a table; killed, it goes on with --resume."""
    from lungdesk.ml.engine import PrecisionChoice
    from lungdesk.services.active_model import active_model_id
    from lungdesk.services.batch import RESULTS, BatchRequest, read_batch
    from lungdesk.services.paths import AppPaths

    own = AppPaths.default()
    request = BatchRequest(
        paths=paths,
        bundle=groups.library().load(model or active_model_id(own)),
        out=out,
        resume=resume,
        workers=workers,
        precision=PrecisionChoice(precision),
        cache_folder=own.compiled_networks,
    )
    require_writable(out)
    with progress_context() as ctx:
        summary = read_batch(request, ctx)
    if json:
        print_json(summary)
    else:
        failed = f", {summary['failed']} could not be read" if summary["failed"] else ""
        output.print(f"{summary['ok']} of {summary['files']} files were read{failed}.")
        output.print(f"The rows are in {printable(out / RESULTS)}")
    if not summary["ok"]:
        raise typer.Exit(1)
