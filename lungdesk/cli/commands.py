"""The commands of ``lungdesk``: each parses, calls one service, prints what it returns.

Nothing heavy is imported before a command runs, so that ``--help`` is instant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from lungdesk import __version__
from lungdesk.cli import groups
from lungdesk.cli.adaptation import adapt
from lungdesk.cli.batch import batch
from lungdesk.cli.bench import MeasureViewer, bench_commands
from lungdesk.cli.comparison import compare
from lungdesk.cli.console import (
    output,
    print_json,
    print_json_line,
    print_note,
    progress_context,
)
from lungdesk.cli.lungs import lungs_commands
from lungdesk.cli.options import (
    DatasetArgument,
    FilmsArgument,
    JsonFlag,
    MapOption,
    MendFlag,
    ModelOption,
    PrecisionName,
    PrecisionOption,
    ReadAnywayFlag,
    label_map,
    named_model,
    named_path,
    require_writable,
)
from lungdesk.cli.report import report
from lungdesk.cli.training import train
from lungdesk.cli.trials import trials

#: ``open_window(paths, is_sample, out, started_at)`` -> exit code; handed in by the application.
OpenWindow = Callable[[Sequence[Path], bool, Path | None, float | None], int]

#: Exit code that a shell expects of a program that was stopped by Ctrl+C.
CANCELLED = 130

#: May stand anywhere on the command line: the whole of it is run differently.
DEBUG = "--debug"

WindowPaths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", parser=named_path, help="Films or folders.")
]
SampleFlag = Annotated[bool, typer.Option("--sample", help="Open the sample study.")]
UnseenResults = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", parser=named_path, help="Where a run without a display leaves its results."
    ),
]


def create_cli(open_window: OpenWindow, measure_viewer: MeasureViewer) -> typer.Typer:
    """The command line, with what needs the window handed in so that it need not be imported."""
    cli = typer.Typer(
        name="lungdesk",
        help="Reads chest radiographs and shows why. For research use, not for diagnosis.",
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    cli.callback(invoke_without_command=True)(root)

    @cli.command("open")
    def open_(
        paths: WindowPaths = None,
        sample: SampleFlag = False,
        out: UnseenResults = None,
        started_at: Annotated[float | None, typer.Option(hidden=True)] = None,
    ) -> None:
        """Open the window (the same as `lungdesk [PATH]...`)."""
        raise typer.Exit(open_window(paths or [], sample, out, started_at))

    cli.command("classify")(classify)
    cli.command("batch")(batch)
    cli.command("report")(report)
    cli.command("train")(train)
    cli.command("trials")(trials)
    cli.command("evaluate")(evaluate)
    cli.command("compare")(compare)
    cli.command("adapt")(adapt)
    cli.command("doctor")(doctor)
    cli.add_typer(groups.dataset_commands(), name="dataset")
    cli.add_typer(groups.models_commands(), name="models")
    cli.add_typer(lungs_commands(), name="lungs")
    cli.add_typer(bench_commands(measure_viewer), name="bench")
    return cli


def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    debug: Annotated[bool, typer.Option(DEBUG, help="Show tracebacks and logs.")] = False,  # noqa: ARG001 - see `run`; here for --help
) -> None:
    """Run before every command."""
    if version:
        output.print(f"LungDesk {__version__}")
        raise typer.Exit


def classify(
    paths: FilmsArgument,
    model: ModelOption = None,
    json: JsonFlag = False,
    heatmap: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", parser=named_path, help="Folder for a PNG of each film with its heatmap."
        ),
    ] = None,
    precision: PrecisionOption = PrecisionName.FLOAT32,
    read_anyway: ReadAnywayFlag = False,
    mend: MendFlag = False,
) -> None:
    """Read films: probabilities of the classes, and where the model looked."""
    from lungdesk.cli import tables
    from lungdesk.services.classification import ClassificationRequest
    from lungdesk.services.classification import classify as run
    from lungdesk.services.gate_log import GateLog
    from lungdesk.services.paths import AppPaths

    reader = groups.film_reader(model, precision)
    require_writable(heatmap)
    is_anything_read, is_any_picture_missing = False, False
    with progress_context(prints_rows=True) as ctx:
        # A damaged model is one error, not one for each film.
        reader.warm_up(None, ctx)
        log = GateLog.of(AppPaths.default())
        request = ClassificationRequest(paths, reader, heatmap, read_anyway, log, mend)
        for row in run(request, ctx):
            is_anything_read |= row["status"] != "failed"
            is_any_picture_missing |= row.get("heatmap", "") is None
            print_json_line(row) if json else tables.print_reading(row)
    if not is_anything_read or is_any_picture_missing:
        raise typer.Exit(1)


def evaluate(
    model: Annotated[
        str,
        typer.Argument(
            metavar="MODEL_OR_RUN",
            parser=named_model,
            help="Model id, bundle folder or run folder.",
        ),
    ],
    folder: DatasetArgument,
    split: Annotated[
        str, typer.Option(metavar="NAME", help="train, val, test, external, or all.")
    ] = "test",
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", parser=named_path, help="Folder for figures and predictions."),
    ] = None,
    precision: PrecisionOption = PrecisionName.FLOAT32,
    sensitivity: Annotated[
        float,
        typer.Option(min=0.01, max=1.0, help="At which thresholds are chosen on val."),
    ] = 0.9,
    mapped: MapOption = None,
    json: JsonFlag = False,
) -> None:
    """Measure a model on labelled films, with 95 % intervals."""
    from lungdesk.cli import tables
    from lungdesk.ml.engine import PrecisionChoice
    from lungdesk.services.evaluation import EvaluationRequest
    from lungdesk.services.evaluation import evaluate as run
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.prediction_store import PredictionStore

    request = EvaluationRequest(
        bundle_folder=groups.library().folder_of(model),
        data=folder,
        split=split,
        out=out,
        precision=PrecisionChoice(precision),
        label_map=label_map(mapped),
        sensitivity=sensitivity,
        store=PredictionStore.of(AppPaths.default()),
        lungs=groups.lungs(),
    )
    require_writable(out)
    with progress_context() as ctx:
        result = run(request, ctx)
    by_split = result.get("splits", {split: result})
    for figures in by_split.values():
        tables.print_left_out(figures["failures"])
    if json:
        print_json(result)
        return
    for name, figures in by_split.items():
        tables.print_metrics(name, figures)
    for sentence in result["limits"]:
        print_note(f"Note: {sentence}")


def doctor(json: JsonFlag = False) -> None:
    """Say what works here: versions, processor, codecs, models, display."""
    from lungdesk.cli import tables
    from lungdesk.services.doctor import examine_here

    report = examine_here()
    print_json(report) if json else tables.print_doctor(report)
