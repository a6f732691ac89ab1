"""The composition root: puts the parts together for the window and for the command line."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lungdesk.core.errors import LungDeskError

if TYPE_CHECKING:
    from lungdesk.gui.window_services import WindowServices
    from lungdesk.services.inference import FilmReader


def main(arguments: Sequence[str] | None = None) -> int:
    """Run LungDesk with command-line arguments; returns the exit code."""
    from lungdesk.cli.run import run

    logging.captureWarnings(True)
    return run(list(sys.argv[1:] if arguments is None else arguments), open_window)


def open_window(
    paths: Sequence[Path], is_sample: bool, out: Path | None, started_at: float | None
) -> int:
    """Show the window with the given films until it is closed.

    Without a display, or when asked to measure the start, nobody sees a window: then it is
    painted offscreen and ends by itself.

    Parameters
    ----------
    is_sample
        Open the sample study besides ``paths``.
    out
        Where a run without a display leaves ``screenshot.png`` and ``report.json``.
    started_at
        Moment of the program's start (seconds since the epoch): measure and print it.
    """
    from lungdesk.services.doctor import has_display
    from lungdesk.services.sample_study import sample_films

    films = tuple(paths) + (sample_films() if is_sample else ())
    is_seen = has_display() or "QT_QPA_PLATFORM" in os.environ
    if not is_seen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"

    from lungdesk.gui import unattended
    from lungdesk.gui.session import run_window

    services = compose()
    if started_at is not None:
        return unattended.measure_start(services, films, started_at)
    if is_seen:
        return run_window(services, films)
    return _without_display(services, films, out or Path("out"))


def _without_display(services: WindowServices, films: Sequence[Path], out: Path) -> int:
    from lungdesk.cli.console import messages, progress_context
    from lungdesk.gui import unattended
    from lungdesk.services.offscreen_report import write_report

    messages.print(f"There is no display here: the same is done unseen, results go to {out}.")
    unattended.take_screenshot(services, films, out / "screenshot.png")
    messages.print(f"{out / 'screenshot.png'}: the window with the first film and its heatmap")
    if services.reader_error is not None:
        raise services.reader_error
    with progress_context() as ctx:
        rows = write_report(films, film_reader()[0], out / "report.json", ctx)
    messages.print(f"{out / 'report.json'}: what the model says of {len(rows)} films")
    return 0 if any(row["status"] == "ok" for row in rows) else 1


def compose() -> WindowServices:
    """Everything the window uses, for this user."""
    from lungdesk.gui.window_services import WindowServices
    from lungdesk.services import studies
    from lungdesk.services.job_runner import JobRunner
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.settings_store import SettingsStore

    reader, error = film_reader()
    return WindowServices(
        runner=JobRunner(),
        reader=reader,
        reader_error=error,
        settings=SettingsStore(AppPaths.default().settings_file),
        open_paths=studies.open_paths,
        decode=studies.decode,
        thumbnail=studies.thumbnail,
    )


def film_reader() -> tuple[FilmReader | None, LungDeskError | None]:
    """The active model of this user, or why there is none."""
    from lungdesk.services.inference import FilmReader
    from lungdesk.services.model_library import ModelLibrary
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.settings_store import SettingsStore

    paths = AppPaths.default()
    settings = SettingsStore(paths.settings_file).load()
    try:
        bundle = ModelLibrary.of(paths).load(settings.model_id)
    except LungDeskError as error:
        return None, error
    return FilmReader(bundle, cache_folder=paths.compiled_networks), None
