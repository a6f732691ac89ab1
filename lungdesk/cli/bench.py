"""The commands of ``lungdesk bench``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lungdesk.cli.console import print_json, print_note, progress_context
from lungdesk.cli.options import JsonFlag, PrecisionName, PrecisionOption, named_path
from lungdesk.core.errors import ErrorCode, LungDeskError

if TYPE_CHECKING:
    from lungdesk.core.jobs import JobContext
    from lungdesk.services.benchmarks.subjects import Subject
    from lungdesk.services.paths import AppPaths

#: ``measure_viewer(frames, ctx)`` -> figures; handed in by the application.
MeasureViewer = Callable[[int, "JobContext"], dict[str, Any]]

Backbones = Annotated[
    list[str] | None,
    typer.Option("--backbone", metavar="NAME", help="Network to measure; may be repeated."),
]
Weights = Annotated[
    str, typer.Option(help="imagenet, none, or a file; ImageNet's where they are here, else none.")
]


def bench_commands(measure_viewer: MeasureViewer) -> typer.Typer:
    """``lungdesk bench …``."""
    commands = typer.Typer(help="How fast LungDesk is here, beside the usual way.")
    commands.command("startup")(bench_startup)
    commands.command("reading")(bench_reading)
    commands.command("training")(bench_training)
    commands.command("batch")(bench_batch)

    @commands.command("viewer")
    def bench_viewer(
        json: JsonFlag = False,
        frames: Annotated[int, typer.Option(min=20, help="Frames of each drag.")] = 120,
    ) -> None:
        """Time to drag and open a film of 4096 x 4096, against pyqtgraph."""
        from lungdesk.cli import tables
        from lungdesk.services.own_program import is_built

        with progress_context() as ctx:
            figures = measure_viewer(frames, ctx)
        if figures["pyqtgraph_ms"] is None:
            remedy = "" if is_built() else " (`pip install pyqtgraph` brings it)"
            print_note(f"Note: pyqtgraph is not installed here{remedy}.")
        print_json(figures) if json else tables.print_figures(figures)

    return commands


def bench_startup(
    json: JsonFlag = False,
    runs: Annotated[int, typer.Option(min=1, help="Starts that are timed.")] = 5,
) -> None:
    """Time to a painted film and to its reading, against importing TensorFlow."""
    from lungdesk.cli import tables
    from lungdesk.services.benchmarks.startup import measure_startup

    with progress_context() as ctx:
        figures = measure_startup(runs, ctx)
    print_json(figures) if json else tables.print_figures(figures)


def bench_reading(
    json: JsonFlag = False,
    backbone: Backbones = None,
    weights: Weights = "",
    films: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", parser=named_path, help="Film to read; may be repeated."),
    ] = None,
    runs: Annotated[int, typer.Option(min=3, help="Readings that are timed.")] = 15,
) -> None:
    """Time to read and explain a film, against Keras predict and GradientTape (4 minutes)."""
    from lungdesk.cli import tables
    from lungdesk.services.benchmarks.reading import ReadingMeasurement, measure_reading

    chosen, paths = _subjects(backbone, weights)
    measurement = ReadingMeasurement(chosen, tuple(films or ()), runs, paths.benchmarks)
    with progress_context() as ctx:
        figures = measure_reading(measurement, ctx)
    print_json(figures) if json else tables.print_backbone_figures(figures["backbones"])


def bench_training(
    json: JsonFlag = False,
    backbone: Backbones = None,
    weights: Weights = "",
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            parser=named_path,
            help="Labelled films, or a CSV manifest; drawn ones.",
        ),
    ] = None,
    films: Annotated[int, typer.Option(min=5, help="Films of train that are timed.")] = 30,
    runs: Annotated[int, typer.Option(min=1, help="Epochs of each way that are timed.")] = 2,
    full: Annotated[
        bool, typer.Option("--full", help="All films, all epochs, accuracy on test: hours.")
    ] = False,
) -> None:
    """Time to train a head and a block for 20 epochs, against Keras fit (20 minutes)."""
    from lungdesk.cli import tables
    from lungdesk.services.benchmarks.training import TrainingMeasurement, measure_training

    if full and data is None:
        raise LungDeskError(
            "Drawn films cannot be told apart.",
            hint="Give labelled ones with --data FOLDER, or leave out --full.",
            code=ErrorCode.USAGE,
        )
    chosen, paths = _subjects(backbone, weights)
    measurement = TrainingMeasurement(
        subjects=chosen,
        data=data,
        film_count=films,
        runs=runs,
        is_full=full,
        work_folder=paths.benchmarks,
    )
    with progress_context() as ctx:
        figures = measure_training(measurement, ctx)
    print_json(figures) if json else tables.print_backbone_figures(figures["backbones"])


def bench_batch(
    json: JsonFlag = False,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", metavar="ID", help="Model to read with; may be repeated."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", parser=named_path, help="Films in JPEG or PNG; drawn ones."),
    ] = None,
    films: Annotated[int, typer.Option(min=20, help="Films; a tenth as many in DICOM.")] = 300,
    runs: Annotated[int, typer.Option(min=1, help="Batches that are timed.")] = 3,
    precision: PrecisionOption = PrecisionName.FLOAT32,
) -> None:
    """Films a second of a batch, against a loop of Keras predict and the engine (3 minutes)."""
    from lungdesk.cli import groups, tables
    from lungdesk.ml.engine import PrecisionChoice
    from lungdesk.services.benchmarks.batch import BatchMeasurement, measure_batch
    from lungdesk.services.models.active import active_model_id
    from lungdesk.services.paths import AppPaths

    paths, library = AppPaths.default(), groups.library()
    chosen = tuple(dict.fromkeys(model or (active_model_id(paths),)))
    measurement = BatchMeasurement(
        models=tuple(library.folder_of(one) for one in chosen),
        data=data,
        film_count=films,
        runs=runs,
        precision=PrecisionChoice(precision),
        weights_folder=paths.weights,
        work_folder=paths.benchmarks,
    )
    with progress_context() as ctx:
        figures = measure_batch(measurement, ctx)
    print_json(figures) if json else tables.print_backbone_figures(figures["models"])


def _subjects(names: list[str] | None, weights: str) -> tuple[tuple[Subject, ...], AppPaths]:
    from lungdesk.services.benchmarks.subjects import subjects
    from lungdesk.services.paths import AppPaths

    paths = AppPaths.usual()
    return subjects(names or (), weights, paths.weights), paths
