"""The films of the draft, as far as they are known: read from the disk, selected in the pool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.gui.training.draft_state import DraftState
from lungdesk.gui.window_services import Shared
from lungdesk.ml.datasets import Dataset
from lungdesk.services.collection import (
    Collection,
    OpenRequest,
    guessed_label,
    open_collection,
)
from lungdesk.services.job_runner import Lane
from lungdesk.services.training_data import label_of, obstacle, select
from lungdesk.services.training_draft import DataChoice, NewSplit


@dataclass(frozen=True, slots=True)
class SelectRequest:
    """A collection and what is chosen of it."""

    collection: Collection
    data: DataChoice


@dataclass(frozen=True, slots=True)
class Selection:
    """The films that are chosen, and why a training would refuse them (or nothing)."""

    data: DataChoice
    dataset: Dataset
    obstacle: str


def run_selection(request: SelectRequest, ctx: JobContext) -> Selection:
    """Select films (in the pool)."""
    ctx.check()
    dataset = select(request.collection, request.data)
    return Selection(request.data, dataset, obstacle(dataset))


class DataState(QObject):
    """Follows the draft: another source is read, another choice is selected.

    Signals
    -------
    changed()
        Something of what is here is another.
    progressed(Progress)
        How far the reading is.
    """

    changed = Signal()
    progressed = Signal(object)

    def __init__(self, draft: DraftState, shared: Shared) -> None:
        super().__init__(draft)
        self._draft, self._shared = draft, shared
        self.collection: Collection | None = None
        self.selection: Selection | None = None
        self.error: LungDeskError | None = None
        self._reading = shared.bridge.channel(Lane.IO)
        self._reading.succeeded.connect(self._on_read)
        self._reading.failed.connect(self._on_failed)
        self._reading.stopped.connect(self._on_stopped)
        self._reading.progressed.connect(lambda _source, progress: self.progressed.emit(progress))
        self._selecting = shared.bridge.channel(Lane.FILM)
        self._selecting.succeeded.connect(self._on_selected)
        self._selecting.failed.connect(self._on_failed)
        self._read_for: tuple[str, Path | None] | None = None
        self._selected: DataChoice | None = None
        draft.changed.connect(self._follow)

    @property
    def is_reading(self) -> bool:
        """Whether the films are being listed."""
        return bool(self._reading.pending)

    @property
    def is_missing(self) -> bool:
        """Whether films are chosen that could not be listed, or were not to be."""
        is_chosen = self._draft.draft.data.source is not None
        return is_chosen and self.collection is None and not self.is_reading

    @property
    def is_current(self) -> bool:
        """Whether `selection` is what the draft says now."""
        return self.selection is not None and self.selection.data == self._draft.draft.data

    def unknown_classes(self) -> tuple[str, ...]:
        """Class names of which nobody has said what they mean."""
        if self.collection is None:
            return ()
        data = self._draft.draft.data
        return tuple(name for name in self.collection.classes() if label_of(name, data) is None)

    # --- what the user wants

    def choose(self, source: Path) -> None:
        """Read a folder, manifest or ZIP file; the choices made for another one are given up."""
        self._draft.change(data=DataChoice(source=source.absolute()))
        if self.is_missing:
            self.read_again()

    def read_again(self) -> None:
        """Look anew at what is chosen: files may have come or gone."""
        self._read_for = None
        self._follow()

    def stop(self) -> None:
        """Stop reading; what was chosen only now is given up, which can be undone."""
        self._reading.cancel()
        self._on_stopped(None)

    def change(self, step: str, edit: Callable[[DataChoice], DataChoice]) -> None:
        """Choose in another way among the films that are known."""
        self._draft.change(step, data=edit(self._draft.draft.data))

    # --- following the draft

    def _follow(self) -> None:
        draft, data, known = self._draft.draft, self._draft.draft.data, self.collection
        is_elsewhere = known is not None and known.location != data.location
        if (draft.id, data.source) != self._read_for or is_elsewhere:
            self._read_for = draft.id, data.source
            self._read(data)
        elif self.collection is not None and data != self._selected:
            self._select()

    def _read(self, data: DataChoice) -> None:
        self.collection = self.selection = self._selected = self.error = None
        self._selecting.cancel()
        self._reading.cancel()
        if data.source is not None:
            unpack_to = self._draft.store.unpacked(self._draft.draft)
            request = OpenRequest(data.source, unpack_to)
            self._reading.replace(open_collection, request, tag=data.source)
        self.changed.emit()

    def _on_read(self, _source: Path, collection: Collection) -> None:
        self.collection = collection
        data = self._draft.draft.data
        known = _completed(data, collection)
        if known == data:
            self._select()
        else:  # what follows from the data is no step of the user's
            self._draft.record(data=known)

    def _select(self) -> None:
        assert self.collection is not None
        self._selected = self._draft.draft.data
        request = SelectRequest(self.collection, self._selected)
        self._selecting.replace(run_selection, request, tag=None)
        self.changed.emit()

    def _on_selected(self, _tag: None, selection: Selection) -> None:
        self.selection, self.error = selection, None
        self.changed.emit()

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self.error = error
        self.changed.emit()

    def _on_stopped(self, _tag: object) -> None:
        if self._draft.draft.data.location is None:
            self._draft.change(data=DataChoice())
        self.changed.emit()


def _completed(data: DataChoice, collection: Collection) -> DataChoice:
    """The choice with what follows from the data: meaning of classes, a split where it has none."""
    guesses = {
        name: guess
        for name in collection.classes()
        if label_of(name, data) is None and (guess := guessed_label(name))
    }
    split = data.split or (None if collection.has_split else NewSplit())
    return replace(
        data,
        location=collection.location,
        label_map={**data.label_map, **guesses},
        split=split,
    )
