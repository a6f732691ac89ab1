"""All commands of ``lungdesk``: each parses, calls one service, prints what it returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from lungdesk import __version__
from lungdesk.cli import tables
from lungdesk.cli.console import (
    messages,
    output,
    print_error,
    print_json,
    print_json_line,
    progress_context,
)
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.services.inference import FilmReader
from lungdesk.services.model_library import ModelLibrary, verified
from lungdesk.services.paths import AppPaths

Paths = Annotated[list[Path] | None, typer.Argument(help="Films or folders.", show_default=False)]
JsonFlag = Annotated[bool, typer.Option("--json", help="Plain values for a program.")]
ModelOption = Annotated[str, typer.Option("--model", help="Model id or bundle folder.")]
PrecisionOption = Annotated[
    PrecisionChoice, typer.Option(help="auto takes bfloat16 where processor and model allow it.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", help="NAME=LABEL for a class folder that is not known; NAME= to ignore."),
]

#: ``open_window(paths, is_sample, out, started_at)`` -> exit code; handed in by the application.
OpenWindow = Callable[[Sequence[Path], bool, Path | None, float | None], int]

#: What a shell expects of a program that was stopped by Ctrl+C.
EXIT_CANCELLED = 130


def create_cli(open_window: OpenWindow) -> typer.Typer:
    """The command line, with the window handed in so that it need not be imported."""
    cli = typer.Typer(
        name="lungdesk",
        help="Reads chest radiographs and shows why. For research use, not for diagnosis.",
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @cli.callback(invoke_without_command=True)
    def root(
        version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    ) -> None:
        if version:
            output.print(f"LungDesk {__version__}")
            raise typer.Exit

    @cli.command("open")
    def open_(
        paths: Paths = None,
        sample: Annotated[bool, typer.Option(help="Open the sample study.")] = False,
        out: Annotated[
            Path | None, typer.Option(help="Where an offscreen run leaves its results.")
        ] = None,
        started_at: Annotated[float | None, typer.Option(hidden=True)] = None,
    ) -> None:
        """Open the window (the same as `python main.py [PATH...]`)."""
        raise typer.Exit(open_window(paths or [], sample, out, started_at))

    cli.command("classify")(classify)
    cli.command("train")(train)
    cli.command("evaluate")(evaluate)
    cli.command("doctor")(doctor)
    cli.add_typer(_dataset_commands(), name="dataset")
    cli.add_typer(_models_commands(), name="models")
    cli.add_typer(_bench_commands(), name="bench")
    return cli


def classify(
    paths: Annotated[list[Path], typer.Argument(help="Films or folders.")],
    model: ModelOption = "",
    json: JsonFlag = False,
    heatmap: Annotated[
        Path | None, typer.Option(help="Folder for a PNG of each film with its heatmap.")
    ] = None,
    precision: PrecisionOption = PrecisionChoice.FLOAT32,
) -> None:
    """Read films: probabilities of the five classes, and where the model looked."""
    from lungdesk.services.classification import ClassificationRequest
    from lungdesk.services.classification import classify as run

    app_paths = AppPaths.default()
    bundle = ModelLibrary.of(app_paths).load(model)
    reader = FilmReader(bundle, precision=precision, cache_folder=app_paths.compiled_networks)
    with progress_context() as ctx:
        # A damaged model is one error, not one for each film.
        reader.warm_up(None, ctx)
        statuses = []
        for row in run(ClassificationRequest(paths, reader, heatmap), ctx):
            statuses.append(row["status"])
            print_json_line(row) if json else tables.print_reading(row)
    nothing_done = "ok" not in statuses
    if nothing_done:
        raise typer.Exit(1)


def train(
    folder: Annotated[Path, typer.Argument(help="Labelled films, or a CSV manifest.")],
    out: Annotated[Path, typer.Option(help="Run folder; the model is written to RUN/bundle.")],
    backbone: Annotated[str, typer.Option(help="Pre-trained network.")] = "efficientnet_lite0",
    weights: Annotated[str, typer.Option(help="imagenet, none, or a file.")] = "imagenet",
    resume: Annotated[bool, typer.Option(help="Go on with a run that was stopped.")] = False,
    quick: Annotated[bool, typer.Option(help="No augmentation, one head: a first look.")] = False,
    views: Annotated[
        int, typer.Option(min=1, max=32, help="Of each film: itself, others augmented.")
    ] = 4,
    input_size: Annotated[int | None, typer.Option(min=64, max=1024)] = None,
    seed: Annotated[int, typer.Option(min=0)] = 0,
    model_id: Annotated[str, typer.Option(help="Id of the model; the run folder's name.")] = "",
    name: Annotated[str, typer.Option(help="Name of the model for people.")] = "",
    label_map: MapOption = None,
    json: JsonFlag = False,
) -> None:
    """Fine-tune a backbone on labelled films and write a model bundle."""
    from lungdesk.services.training import TrainingRequest
    from lungdesk.services.training import train as run

    request = TrainingRequest(
        folder=folder,
        backbone=backbone,
        run_folder=out,
        cache_folder=AppPaths.default().cache,
        weights=weights,
        model_id=model_id,
        name=name,
        input_size=input_size,
        views=views,
        seed=seed,
        is_quick=quick,
        is_resumed=resume,
        label_map=_label_map(label_map),
    )
    with progress_context() as ctx:
        result = run(request, ctx)
    if json:
        print_json(result)
        return
    for split, figures in result["metrics"].items():
        tables.print_metrics(split, figures)
    for failure in result["failures"]:
        messages.print(f"left out: {failure['path']}: {failure['message']} ({failure['code']})")
    output.print(f"Model written to {out / result['bundle_folder']}")


def evaluate(
    model: Annotated[str, typer.Argument(help="Model id, bundle folder or run folder.")],
    folder: Annotated[Path, typer.Argument(help="Labelled films, or a CSV manifest.")],
    split: Annotated[str, typer.Option(help="train, val, test or external.")] = "test",
    out: Annotated[Path | None, typer.Option(help="Folder for figures and predictions.")] = None,
    precision: PrecisionOption = PrecisionChoice.FLOAT32,
    label_map: MapOption = None,
    json: JsonFlag = False,
) -> None:
    """Measure a model on labelled films, with 95 % intervals."""
    from lungdesk.services.evaluation import EvaluationRequest
    from lungdesk.services.evaluation import evaluate as run

    bundle_folder = ModelLibrary.of(AppPaths.default()).folder_of(model)
    request = EvaluationRequest(bundle_folder, folder, split, out, precision, _label_map(label_map))
    with progress_context() as ctx:
        result = run(request, ctx)
    if json:
        print_json(result)
        return
    tables.print_metrics(split, result)
    for sentence in result["limits"]:
        messages.print(f"Note: {sentence}")


def doctor(json: JsonFlag = False) -> None:
    """Say what works here: versions, processor, codecs, models, display."""
    from lungdesk.services.doctor import examine

    report = examine(ModelLibrary.of(AppPaths.default()))
    print_json(report) if json else tables.print_doctor(report)


def _dataset_commands() -> typer.Typer:
    commands = typer.Typer(help="Labelled collections of films.")

    @commands.callback()
    def root() -> None:
        """Labelled collections of films."""

    @commands.command("audit")
    def audit(
        folder: Annotated[Path, typer.Argument(help="Labelled films, or a CSV manifest.")],
        label_map: MapOption = None,
        json: JsonFlag = False,
    ) -> None:
        """Count films for each class and split, and look for groups that cross splits."""
        from lungdesk.services.dataset_audit import AuditRequest
        from lungdesk.services.dataset_audit import audit as run

        with progress_context() as ctx:
            report = run(AuditRequest(folder, _label_map(label_map)), ctx)
        print_json(report) if json else tables.print_audit(report)

    return commands


def _models_commands() -> typer.Typer:
    commands = typer.Typer(help="Model bundles.")

    @commands.command("list")
    def list_(json: JsonFlag = False) -> None:
        """List the installed models."""
        rows = [tables.model_row(m) for m in ModelLibrary.of(AppPaths.default()).list()]
        print_json(rows) if json else tables.print_models(rows)

    @commands.command("show")
    def show(model: Annotated[str, typer.Argument()], json: JsonFlag = False) -> None:
        """Show a model's card, or its manifest with --json."""
        bundle = ModelLibrary.of(AppPaths.default()).load(model)
        if json:
            print_json(bundle.manifest.model_dump(mode="json"))
        else:
            tables.print_card(bundle)

    @commands.command("verify")
    def verify(model: Annotated[str | None, typer.Argument()] = None) -> None:
        """Compare every file of a model, or of all, with its released SHA-256."""
        library = ModelLibrary.of(AppPaths.default())
        wanted = library.folder_of(model) if model else None
        chosen = [m for m in library.list() if wanted in (None, m.folder)]
        if wanted is not None and not chosen:
            chosen = list(ModelLibrary((wanted.parent,)).list())
            chosen = [m for m in chosen if m.folder == wanted]
        errors = [error for m in chosen if (error := verified(m)) is not None]
        for error in errors:
            print_error(error)
        for name in [m.folder.name for m in chosen if verified(m) is None]:
            output.print(f"{name}: every file is as released")
        if errors or not chosen:
            raise typer.Exit(1)

    return commands


def _bench_commands() -> typer.Typer:
    commands = typer.Typer(help="How fast LungDesk is here, beside the usual way.")

    @commands.command("startup")
    def startup(json: JsonFlag = False, runs: Annotated[int, typer.Option(min=1)] = 5) -> None:
        """Time to a painted film and to its reading, against importing TensorFlow."""
        from lungdesk.services.benchmarks import measure_startup

        with progress_context() as ctx:
            _print_figures(measure_startup(runs, ctx), is_json=json)

    @commands.command("reading")
    def reading(
        json: JsonFlag = False,
        model: ModelOption = "",
        films: Annotated[list[Path] | None, typer.Option(help="Film to read.")] = None,
        runs: Annotated[int, typer.Option(min=3)] = 30,
    ) -> None:
        """Time to read and explain a film, against Keras predict and GradientTape."""
        from lungdesk.services.benchmarks import measure_reading

        folder = ModelLibrary.of(AppPaths.default()).folder_of(model or "lungdesk-lite0")
        with progress_context() as ctx:
            _print_figures(measure_reading(folder, films or [], runs, ctx), is_json=json)

    return commands


def _print_figures(figures: dict[str, Any], *, is_json: bool) -> None:
    print_json(figures) if is_json else tables.print_figures(figures)


def _label_map(pairs: list[str] | None) -> dict[str, str]:
    mapped = {}
    for pair in pairs or []:
        name, separator, label = pair.rpartition("=")
        if not separator or not name:
            raise LungDeskError(
                f"--map {pair} is not NAME=LABEL.",
                hint="Write for example --map 'Corona=covid19'.",
                code=ErrorCode.USAGE,
            )
        mapped[name] = label
    return mapped
