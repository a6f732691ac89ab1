"""Opens files, keeps the list of films, and fetches the thumbnails that can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from lungdesk.core.attached_document import DocumentKind
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.core.settings import RECENT_LIMIT
from lungdesk.core.study import Instance
from lungdesk.gui import theme
from lungdesk.gui.activity import Activity
from lungdesk.gui.finding_mark import MarkShape
from lungdesk.gui.item_models import Badge, FilmListModel, FilmRow
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.messages import Messages
from lungdesk.gui.privacy import shown_recent, shown_row, telling_title
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.translation import told, tr
from lungdesk.gui.window_services import FilmReading, WindowServices
from lungdesk.gui.words import film_details, percent
from lungdesk.services.documents import kind_of_document
from lungdesk.services.film_files import replaced_films
from lungdesk.services.job_runner import Lane
from lungdesk.services.studies import OpenRequest, ThumbnailRequest
from lungdesk.services.study_steps import StudyStepRequest, study_beside

if TYPE_CHECKING:
    from lungdesk.formats.discovery import Discovery
    from lungdesk.gui.studies.panel import StudiesPanel

_OPENING = "opening"
_KINDS = {DocumentKind.REPORT: tr("Report"), DocumentKind.PDF: tr("PDF")}


class StudiesPresenter(QObject):
    """Binds the film list to the shared state.

    Signals
    -------
    opened()
        An open request has ended, well or not.
    found(Discovery)
        Films have been found, and what belongs to them; none of them is shown yet.
    """

    opened = Signal()
    found = Signal(object)

    def __init__(
        self,
        panel: StudiesPanel,
        model: FilmListModel,
        state: AppState,
        *,
        services: WindowServices,
        bridge: JobBridge,
        speakers: tuple[Messages, Activity],
    ) -> None:
        super().__init__(panel)
        self._panel, self._model, self._state = panel, model, state
        self._services = services
        self._messages, self._activity = speakers
        self._opening = bridge.channel(Lane.IO)
        self._thumbnails = bridge.channel(Lane.IO)
        self._failures: dict[Path, LungDeskError] = {}
        self._opening.succeeded.connect(self._on_found)
        self._opening.failed.connect(self._on_open_failed)
        self._opening.stopped.connect(self._on_open_stopped)
        self._opening.progressed.connect(self._on_open_progressed)
        self._thumbnails.succeeded.connect(self._on_thumbnail)
        self._thumbnails.failed.connect(self._on_row_failed)
        self._checking = bridge.channel(Lane.IO)
        self._checking.succeeded.connect(self._on_checked)
        self._stepping = bridge.channel(Lane.IO)
        self._stepping.succeeded.connect(self._on_study_found)
        self._kinds = bridge.channel(Lane.IO)
        self._kinds.succeeded.connect(self._on_kind)
        panel.film_chosen.connect(self._on_film_chosen)
        panel.visible_rows_changed.connect(self._fetch_thumbnails)
        panel.recent_chosen.connect(self._on_recent_chosen)
        state.current_changed.connect(self._on_current_changed)
        state.film_changed.connect(self._on_film_changed)
        state.reading_kept.connect(self._on_reading_kept)
        state.readings_forgotten.connect(self._on_readings_forgotten)
        state.recent_changed.connect(self._on_recent_changed)
        state.preferences_changed.connect(self._on_preferences_changed)
        self._on_preferences_changed()

    # --- opening

    @property
    def is_opening(self) -> bool:
        """Whether films are being looked for."""
        return bool(self._opening.pending)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Find the films of files and folders, list them and show the first."""
        wanted = tuple(paths)
        if not wanted:
            return
        self._messages.clear()
        self._state.set_named(wanted)
        self._activity.show(_OPENING, Progress(0, 0, tr("Looking for films")), self._stop_opening)
        self._opening.replace(self._services.open_paths, OpenRequest(wanted), tag=wanted)

    def show_only(self, paths: Sequence[Path], first: Path) -> None:
        """List just these films, in this order, and show one of them."""
        self._stop_opening()
        self._messages.clear()
        self._state.set_named(tuple(paths))
        self._look_again(paths)
        self._list_films(tuple(dict.fromkeys(paths)))
        self._state.set_current(first)

    def close_all(self) -> None:
        """Empty the list."""
        self._stop_opening()
        self._thumbnails.cancel()
        self._checking.cancel()
        self._kinds.cancel()
        self._failures.clear()
        self._messages.clear()
        self._model.show_rows(())
        self._state.set_paths(())
        self._state.set_current(None)

    def step(self, by: int) -> None:
        """Show the next film, or one before; the ends of the list hold."""
        number = self._model.number_of(self._state.current)
        if number is not None:
            wanted = min(max(number + by, 0), self._model.rowCount() - 1)
            self._state.set_current(self._model.row(wanted).path)

    def show_next_study(self) -> None:
        """Show the first film of the next study; the last one holds."""
        self._step_study(is_back=False)

    def show_previous_study(self) -> None:
        """Show the first film of the study before; the first one holds."""
        self._step_study(is_back=True)

    def _step_study(self, *, is_back: bool) -> None:
        current, paths = self._state.current, self._state.paths
        if current in paths:
            request = StudyStepRequest(current, paths, is_back)
            self._stepping.replace(study_beside, request, tag=request)

    def _on_study_found(self, request: StudyStepRequest, found: Path | None) -> None:
        is_still_there = (self._state.current, self._state.paths) == (
            request.current,
            request.paths,
        )
        if found is not None and is_still_there:
            self._state.set_current(found)

    def _stop_opening(self) -> None:
        self._opening.cancel()
        self._activity.end(_OPENING)

    def _on_open_progressed(self, _tag: object, progress: Progress) -> None:
        words = Progress(progress.done, progress.total, progress.message or tr("Looking for films"))
        self._activity.show(_OPENING, words, self._stop_opening)

    def _on_open_stopped(self, _tag: object) -> None:
        self._activity.end(_OPENING)
        self.opened.emit()

    def _on_open_failed(self, _tag: object, error: LungDeskError) -> None:
        self._activity.end(_OPENING)
        self._messages.fail(error)
        self.opened.emit()

    def _on_found(self, wanted: tuple[Path, ...], discovery: Discovery) -> None:
        self._activity.end(_OPENING)
        for failure in discovery.failures:
            self._failures[failure.path] = failure.error
        refused = (failure.path for failure in discovery.failures)
        self._state.set_named((*wanted, *refused, *discovery.presentation_states))
        self._look_again(discovery.files)
        found = (*discovery.files, *(failure.path for failure in discovery.failures))
        listed = (*self._state.paths, *found) if discovery.files else self._state.paths
        self._list_films(tuple(dict.fromkeys(listed)))
        self.found.emit(discovery)
        self._messages.inform(discovery.remark)
        if discovery.files:
            self._remember(wanted)
            self._state.set_current(discovery.files[0])
        if discovery.failures:
            say = self._messages.warn if discovery.files else self._messages.fail
            say(discovery.failures[0].error)
        self.opened.emit()

    def _look_again(self, found: Sequence[Path]) -> None:
        """What is known of films that are opened once more may be of files that are gone by now."""
        known = tuple(one for path in found for one in self._known_files(path))
        if known:
            self._checking.add(replaced_films, known)

    def _known_files(self, path: Path) -> Iterator[Instance]:
        number, reading = self._model.number_of(path), self._state.stored_reading(path)
        row = None if number is None else self._model.row(number).instance
        if row is not None:
            yield row
        if reading is not None:
            yield reading.instance

    def _on_checked(self, _tag: object, replaced: tuple[Instance, ...]) -> None:
        for gone in replaced:
            self._forget(gone)

    def _forget(self, gone: Instance) -> None:
        number = self._model.number_of(gone.path)
        row = None if number is None else self._model.row(number).instance
        if row is not None and row.is_same_file(gone):
            self._model.change(gone.path, thumbnail=None, **self._names(gone.path, None))
            self._fetch_thumbnails()
        self._state.forget_film(gone)

    def _list_films(self, paths: tuple[Path, ...]) -> None:
        if paths == self._state.paths:
            return
        self._state.set_paths(paths)
        self._model.show_rows(tuple(self._row(path) for path in paths))
        self._panel.show_current(self._model.number_of(self._state.current))

    def _row(self, path: Path) -> FilmRow:
        number = self._model.number_of(path)
        if number is not None:
            row = self._model.row(number)
            return replace(row, **self._names(path, row.instance))
        failure = self._failures.get(path)
        return FilmRow(
            path, self._state.label(path), failure=told(failure.message) if failure else ""
        )

    def _names(self, path: Path, instance: Instance | None) -> dict[str, Any]:
        """Fields of a row that say whose film it is, or which one."""
        file = self._state.label(path)
        title = telling_title(self._state, path, instance)
        shown = film_details(instance, "" if title == file else file) if instance else ""
        return {"title": title, "details": shown, "instance": instance}

    def _remember(self, opened: tuple[Path, ...]) -> None:
        from lungdesk.services.sample_study import is_sample  # noqa: PLC0415 - not at start

        # The sample lies among the libraries, where nobody looks for films.
        own = (path for path in opened if not is_sample(path))
        recent = dict.fromkeys((*own, *self._state.recent))
        self._state.set_recent(tuple(recent)[:RECENT_LIMIT])

    # --- rows

    def _fetch_thumbnails(self) -> None:
        rows = [self._model.row(number) for number in self._panel.visible_rows()]
        missing = [row.path for row in rows if _is_unknown(row)]
        self._thumbnails.keep_only(tuple(missing))
        pending = set(self._thumbnails.pending)
        for path in missing:
            if path not in pending:
                request = ThumbnailRequest(path, theme.THUMBNAIL_PX * 2)
                self._thumbnails.add(self._services.thumbnail, request, tag=path)

    def _on_thumbnail(self, path: Path, thumbnail: Any) -> None:
        image = to_qimage(thumbnail.pixels).copy()
        instance = thumbnail.instance
        self._state.add_patient(instance.patient)
        self._model.change(path, thumbnail=image, **self._names(path, instance))

    def _on_row_failed(self, path: Path, error: LungDeskError) -> None:
        if error.code is ErrorCode.DICOM_WITHOUT_PIXELS:
            self._kinds.add(kind_of_document, path, tag=(path, error))
        else:
            self._model.change(path, failure=told(error.message), is_reading=False)

    def _on_kind(self, failed: tuple[Path, LungDeskError], kind: DocumentKind | None) -> None:
        """A row without an image is marked as what it is, where people can read it."""
        path, error = failed
        failure = "" if kind else told(error.message)
        self._model.change(
            path, failure=failure, document=_KINDS[kind] if kind else "", is_reading=False
        )

    def mark_reading(self, path: Path, is_reading: bool) -> None:
        """Tell that a listed film is being read."""
        self._model.change(path, is_reading=is_reading)

    def mark_failed(self, path: Path, error: LungDeskError) -> None:
        """Tell that a listed film could not be read."""
        self._on_row_failed(path, error)

    # --- the shared state

    def _on_film_chosen(self, path: Path) -> None:
        self._state.set_current(path)

    def _on_recent_chosen(self, path: Path) -> None:
        self.open_paths((path,))

    def _on_current_changed(self) -> None:
        self._panel.show_current(self._model.number_of(self._state.current))

    def _on_recent_changed(self) -> None:
        self._panel.show_recent(shown_recent(self._state))

    def _on_preferences_changed(self) -> None:
        self._model.show_through(partial(shown_row, self._state))
        self._on_recent_changed()

    def _on_film_changed(self) -> None:
        film = self._state.film
        if film.path is None:
            return
        if film.phase is Phase.FAILED and film.error is not None:
            self._on_row_failed(film.path, film.error)
        elif film.phase is Phase.READY and film.film is not None:
            instance = film.film.radiograph.instance
            for known in self._known_files(film.path):
                if not known.is_same_file(instance):
                    self._forget(known)
            self._failures.pop(film.path, None)
            self._model.change(film.path, failure="", **self._names(film.path, instance))

    def _on_reading_kept(self, path: Path) -> None:
        reading = self._state.kept_reading(path)
        shown = None if reading is None else badge(reading)
        self._failures.pop(path, None)
        self._model.change(path, badge=shown, failure="", is_reading=False)

    def _on_readings_forgotten(self) -> None:
        for path in self._state.paths:
            self._model.change(path, badge=None)


def _is_unknown(row: FilmRow) -> bool:
    return row.thumbnail is None and not row.failure and not row.document


def badge(reading: FilmReading) -> Badge:
    """Leading finding in short."""
    prediction = reading.prediction
    if prediction.is_withheld:
        words = tr("Refused: {sentence}", sentence=told(prediction.verdict.sentence))
        return Badge(tr("Refused"), words, "refusal", MarkShape.REFUSED)
    colour = theme.class_colours(prediction.labels)[prediction.class_index]
    share = percent(float(prediction.probabilities.max()))
    words = f"{told(prediction.predicted.name)} {share}"
    if prediction.verdict.is_overridden:
        said = tr("Read although refused: {words}", words=words)
        return Badge(tr("Refused · {words}", words=words), said, colour, MarkShape.UNCERTAIN)
    if prediction.is_uncertain:
        said = tr("Uncertain: {words}", words=words)
        return Badge(tr("Uncertain · {words}", words=words), said, colour, MarkShape.UNCERTAIN)
    return Badge(words, words, colour)
