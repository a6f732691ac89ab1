"""The films of the draft, as far as they are known: read from the disk, selected in the pool."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from lungdesk.services.training.data import label_of, obstacle, select, with_films
from lungdesk.services.training.data_fixes import Mending
from lungdesk.services.training.draft import DataChoice, NewSplit, TrainingDraft
from lungdesk.services.training.draft_store import DraftStore

#: Films of a class that may be shown; more than fit into a row of the largest window.
_EXAMPLES = 16


@dataclass(frozen=True, slots=True)
class SelectRequest:
    """A collection and what the draft chooses of it."""

    collection: Collection
    draft: TrainingDraft
    store: DraftStore


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen, and all that the page says of it: the window goes over no films itself.

    Attributes
    ----------
    data
        The choice, its films named.
    obstacle
        Why a training would refuse the films, or nothing.
    counts
        Films by split and label id.
    examples
        Films of each class to look at: evenly spaced, the same as long as the class is the same.
    """

    data: DataChoice
    dataset: Dataset
    obstacle: str
    counts: Mapping[str, Mapping[str, int]]
    examples: tuple[tuple[Path, ...], ...]
    mending: Mending


def run_selection(request: SelectRequest, ctx: JobContext) -> Selection:
    """Select films (in the pool)."""
    ctx.check()
    dataset = select(request.collection, request.draft.data)
    ctx.check()
    data = with_films(request.draft, dataset, request.store)
    ctx.check()
    problem = obstacle(dataset)
    ctx.check()
    examples = tuple(_spread(dataset, index) for index in range(len(dataset.labels.labels)))
    ctx.check()
    mending = Mending(request.collection, data, dataset)
    return Selection(data, dataset, problem, dataset.counts(), examples, mending)


def _spread(dataset: Dataset, class_index: int) -> tuple[Path, ...]:
    """Films of a class from the whole of the collection, not its first ones."""
    films: Sequence[Path] = sorted(s.path for s in dataset.samples if s.class_index == class_index)
    count = min(_EXAMPLES, len(films))
    return tuple(films[number * len(films) // count] for number in range(count))


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
        self._selecting = shared.bridge.channel(Lane.IO)
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
        data = self._draft.draft.data
        edited = edit(data)
        if edited != data:  # its films are named when they are selected
            self._draft.change(step, data=replace(edited, films=""))

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
        request = SelectRequest(self.collection, self._draft.draft, self._draft.store)
        self._selecting.replace(run_selection, request, tag=None)
        self.changed.emit()

    def _on_selected(self, _tag: None, selection: Selection) -> None:
        self.selection, self.error = selection, None
        self._selected = selection.data
        self._draft.record(data=selection.data)
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
