"""``lungdesk compare``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lungdesk.cli.console import output, print_json, printable, progress_context
from lungdesk.cli.options import JsonFlag, folder_for_results, named_path
from lungdesk.cli.report import report_style
from lungdesk.core.errors import ErrorCode, LungDeskError

if TYPE_CHECKING:
    from lungdesk.services.contenders import Baseline

Runs = Annotated[
    list[Path], typer.Argument(metavar="RUN", parser=named_path, help="Run folders of `train`.")
]
Out = Annotated[
    Path, typer.Option(metavar="DIR", parser=named_path, help="Folder for tables, figures, page.")
]
Baselines = Annotated[
    list[str] | None,
    typer.Option(
        "--baseline",
        metavar="FILE:NAME",
        help="Predictions of something else: a CSV of the test films, a folder of <split>.csv, or"
        " what `evaluate --out` wrote.",
    ),
]


def compare(runs: Runs, out: Out, baseline: Baselines = None, json: JsonFlag = False) -> None:
    """Compare trained models on the same films: tables, figures, paired tests, one page."""
    from lungdesk.cli import tables
    from lungdesk.services.comparison import ComparisonRequest
    from lungdesk.services.comparison import compare as run

    baselines = [_baseline(text) for text in baseline or []]
    request = ComparisonRequest(runs, out, baselines, style=report_style())
    with folder_for_results(out), progress_context() as ctx:
        result = run(request, ctx)
    if json:
        print_json(result)
        return
    tables.print_comparison(result)
    _print_pairs(result["pairs"])
    output.print(f"Page written to {printable(out / 'comparison.html')} and comparison.pdf")


def _print_pairs(pairs: list[dict[str, Any]]) -> None:
    for pair in pairs:
        names = f"{pair['first']} and {pair['second']}"
        output.print(f"{printable(names)}: {printable(pair['verdict'])}")


def _baseline(text: str) -> Baseline:
    from lungdesk.services.contenders import Baseline

    path, separator, name = text.rpartition(":")
    if not separator or not path or not name:
        raise LungDeskError(
            f"--baseline {text} is not FILE:NAME.",
            hint="Write for example --baseline 'vgg16/test.csv:VGG16 + logistic regression'.",
            code=ErrorCode.USAGE,
        )
    return Baseline(Path(path), name)
