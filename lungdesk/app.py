"""The composition root: puts the parts together for the window and for the command line."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lungdesk.core.errors import LungDeskError
from lungdesk.services.own_program import is_child, run_child

if TYPE_CHECKING:
    from lungdesk.core.jobs import JobContext
    from lungdesk.gui.window_services import WindowServices
    from lungdesk.ml.lung_sight import LungNetworks
    from lungdesk.services.inference import FilmReader


#: What a shell expects of a program that was stopped by Ctrl+C.
_EXIT_CANCELLED = 130

#: Platforms of Qt on which nobody sees a window.
_UNSEEN_PLATFORMS = ("offscreen", "minimal")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run LungDesk with command-line arguments; returns the exit code."""
    # Before NumPy is loaded: its matrix products are small here, and several threads of it would
    # wait for those of OpenVINO (tens of milliseconds for a product that takes a tenth of one).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        if is_child(given):
            return run_child(given)
        from lungdesk.cli.run import run

        logging.captureWarnings(True)
        return run(given, open_window, measure_viewer)
    except KeyboardInterrupt:  # while the libraries of the command line were being loaded
        return _EXIT_CANCELLED


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
    from lungdesk.services.sample_study import sample_films

    films = tuple(paths) + (sample_films() if is_sample else ())
    choose_language()
    from lungdesk.gui import unattended
    from lungdesk.gui.session import run_window, show_failure

    is_seen = _is_seen(out) and _is_reached()
    if not is_seen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    is_met = is_seen and started_at is None and not _is_offscreen()
    try:
        services = compose(keeps_readings=is_seen and started_at is None, welcomes=is_met)
    except LungDeskError as error:
        if is_met:  # no terminal need be there
            show_failure(error)
        raise
    if started_at is not None:
        return unattended.measure_start(services, films, started_at)
    if is_seen:
        return run_window(services, films)
    return _without_display(services, films, out or Path("out"))


def choose_language() -> None:
    """Let the window speak the language of the settings; before its texts are imported."""
    from lungdesk.gui import translation
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.settings_store import SettingsStore

    try:
        wanted = SettingsStore(AppPaths.usual().settings_file).load().language
    except LungDeskError:  # no place for settings: `compose` says so, in the system's language
        wanted = translation.SYSTEM
    translation.use(translation.language_of(wanted))


def measure_viewer(frames: int, ctx: JobContext) -> dict[str, Any]:
    """Time the viewer, unseen unless ``QT_QPA_PLATFORM`` says otherwise."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    from lungdesk.gui.viewer.benchmark import measure_viewer as run

    services = compose()
    try:
        return run(services, frames, ctx)
    finally:
        services.runner.shutdown()


def _is_seen(out: Path | None) -> bool:
    """Whether somebody can see a window; who asks for results offscreen does not want to wait."""
    from lungdesk.services.doctor import has_display

    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not platform:
        return has_display()
    return out is None or not _is_offscreen()


def _is_reached() -> bool:
    """Whether a display that is named answers; believed of what was chosen by its platform."""
    from lungdesk.gui.session import reaches_display
    from lungdesk.services.doctor import named_displays

    is_chosen = bool(os.environ.get("QT_QPA_PLATFORM"))
    if is_chosen or not sys.platform.startswith("linux"):
        return True
    return reaches_display(named_displays())


def _is_offscreen() -> bool:
    return os.environ.get("QT_QPA_PLATFORM", "").startswith(_UNSEEN_PLATFORMS)


def _without_display(services: WindowServices, films: Sequence[Path], out: Path) -> int:
    from lungdesk.cli import tables
    from lungdesk.cli.console import print_note, progress_context
    from lungdesk.cli.options import require_writable
    from lungdesk.gui import unattended
    from lungdesk.services.reports.offscreen import write_report

    require_writable(out)
    print_note(f"There is no display here: the same is done unseen, results go to {out}.")
    unattended.take_screenshot(services, films, out / "screenshot.png")
    print_note(f"{out / 'screenshot.png'}: what the window shows")
    if services.reader_error is not None:
        raise services.reader_error
    with progress_context() as ctx:
        rows = write_report(films, film_reader()[0], out / "report.json", ctx)
    tables.print_left_out([row for row in rows if row["status"] != "ok"])
    count = sum(row["status"] == "ok" for row in rows)
    print_note(f"{out / 'report.json'}: what the model says; {count} of {len(rows)} films read")
    return 0 if count or not films else 1


def compose(*, keeps_readings: bool = False, welcomes: bool = False) -> WindowServices:
    """Everything the window uses, for this user; what it reads is kept where somebody sees it.

    Parameters
    ----------
    welcomes
        Whether who opens LungDesk for the first time is met by a notice.
    """
    from lungdesk.gui.window_services import WindowServices
    from lungdesk.services import cine, kept_annotations, key_images, presentations, studies, tags
    from lungdesk.services.annotation_store import AnnotationStore
    from lungdesk.services.gate_log import GateLog
    from lungdesk.services.job_runner import JobRunner
    from lungdesk.services.known_films import KnownFilms
    from lungdesk.services.lungs.finder import LungFinder
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.priors import PriorFinder
    from lungdesk.services.settings_store import SettingsStore
    from lungdesk.services.workspace.desk import WorkspaceDesk
    from lungdesk.services.workspace.folder_batch import FolderBatch

    paths = AppPaths.default()
    finder = LungFinder.of(paths)
    reader, error = film_reader(finder)
    store = AnnotationStore.of(paths)
    key_store = key_images.KeyImageStore.of(paths)
    desk = WorkspaceDesk.of(paths) if keeps_readings else None
    return WindowServices(
        runner=JobRunner(),
        reader=reader,
        reader_error=error,
        settings=SettingsStore(paths.settings_file),
        paths=paths,
        open_paths=studies.open_paths,
        decode=studies.decode,
        find_priors=(PriorFinder(desk.earlier_films) if desk else PriorFinder()).find,
        thumbnail=studies.thumbnail,
        load_annotations=kept_annotations.loader(store),
        save_annotations=kept_annotations.saver(store),
        tags=tags.tags,
        frame_rate=cine.frame_rate,
        key_images=key_images.finder(key_store),
        mark_key_image=key_images.marker(key_store),
        save_presentation=presentations.save_presentation,
        save_measurements=presentations.save_measurements,
        load_presentations=presentations.PresentationFinder(),
        log_gate=GateLog.of(paths).keep,
        find_lungs=finder.find,
        lungs=finder,
        find_known_films=KnownFilms.of(paths).find,
        workspace=desk,
        classify=FolderBatch(desk, paths) if desk else None,
        welcomes=welcomes,
    )


def film_reader(
    lungs: LungNetworks | None = None,
) -> tuple[FilmReader | None, LungDeskError | None]:
    """The active model of this user, or why there is none.

    Parameters
    ----------
    lungs
        Has the lung networks that models may be bound to; None for those of the user.
    """
    from lungdesk.services.inference import FilmReader
    from lungdesk.services.lungs.finder import lung_source
    from lungdesk.services.models.active import active_model_id
    from lungdesk.services.models.library import ModelLibrary
    from lungdesk.services.paths import AppPaths

    paths = AppPaths.default()
    try:
        bundle = ModelLibrary.of(paths).load(active_model_id(paths))
    except LungDeskError as error:
        return None, error
    lungs = lungs or lung_source(paths)
    return FilmReader(bundle, cache_folder=paths.compiled_networks, lungs=lungs), None
