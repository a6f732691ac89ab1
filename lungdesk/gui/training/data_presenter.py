"""The first page: chooses films, says what their classes mean, divides them, looks for faults."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui import open_dialog, theme
from lungdesk.gui.training.audit_presenter import AuditPresenter
from lungdesk.gui.training.classes_panel import FoundClass
from lungdesk.gui.training.data_panel import DataPanel
from lungdesk.gui.training.film_titles import shown_error, source_words
from lungdesk.gui.training.samples_presenter import SamplesPresenter
from lungdesk.gui.translation import told, tr
from lungdesk.gui.widgets.count_bars import CountRow
from lungdesk.gui.words import counted_films
from lungdesk.services.job_runner import Lane
from lungdesk.services.training.data import label_of, write_draft_selection
from lungdesk.services.training.draft import DataChoice, NewSplit

if TYPE_CHECKING:
    from lungdesk.gui.training.data_state import Selection
    from lungdesk.gui.training.page_context import PageContext

_PARTS = ("train", "val", "test", "external")


class DataPresenter(QObject):
    """A page of the wizard; see `lungdesk.gui.training.training_view.Page`."""

    problem_changed = Signal()

    name = "data"
    title = tr("Data")
    explanation = tr(
        "Choose the X-rays the model is to learn from, and check what each class means."
        "\nThe audit looks for what makes results look better than they are; mend what it finds."
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.draft)
        self._context, self._draft = context, context.draft
        self.panel = DataPanel()
        self.data = context.data
        self.samples = SamplesPresenter(self.panel.samples, self.data, context)
        self.audit = AuditPresenter(self.panel.audit, self.data, context)
        self._writing = context.shared.bridge.channel(Lane.IO)
        self._writing.failed.connect(self._on_failed)
        panel = self.panel
        panel.folder_wanted.connect(self._ask_for_folder)
        panel.file_wanted.connect(self._ask_for_file)
        panel.dropped.connect(self.data.choose)
        panel.undo_wanted.connect(self._draft.undo)
        panel.redo_wanted.connect(self._draft.redo)
        panel.reading.cancel_wanted.connect(self.data.stop)
        panel.again.clicked.connect(self.data.read_again)
        panel.classes.meant.connect(self._on_meant)
        panel.split.own_wanted.connect(self._on_own_split)
        panel.split.shares_changed.connect(self._on_shares)
        panel.split.deal_wanted.connect(self._on_deal)
        self.data.changed.connect(self._show)
        self.data.progressed.connect(self.panel.show_reading)
        self.audit.changed.connect(self._show_audited)
        context.state.preferences_changed.connect(self.data.changed)
        self.data.read_again()

    # --- the page

    def problem(self) -> str | None:
        """Why one cannot go on from here."""
        data = self._draft.draft.data
        if data.source is None:
            return tr("Choose the films first.")
        if self.data.error is not None:
            return shown_error(self.data.error, self._context.state)
        if self.data.is_missing:
            return tr("Listing the films was stopped: list them again.")
        unknown = self.data.unknown_classes()
        if unknown:
            return tr("Say what “{unknown}” means, or leave it out.", unknown=unknown[0])
        if self.data.selection is None or not self.data.is_current:
            return tr("The films are still being looked at.")
        return told(self.data.selection.obstacle) or None

    def enter(self) -> None:
        """Show what is chosen."""
        self._show()

    def leave(self) -> None:
        """Write what was chosen, so that every later page and the command line find it."""
        self.samples.stop()
        if self.problem() is None:
            request = (self._draft.draft, self._draft.store)
            self._writing.replace(write_draft_selection, request, tag=None)

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._context.shared.messages.fail(error)
        self.data.read_again()  # others may lie there by now

    # --- what is shown

    def _show(self) -> None:
        panel, data = self.panel, self._draft.draft.data
        state, source = self._context.state, data.source
        name = source_words(source, state) if source else ""
        panel.show_source(name, name if state.preferences.is_private else str(source or ""))
        if self.data.is_reading:
            panel.show_reading(Progress(0, 0, tr("Listing the films")))
        else:
            panel.show_reading(None)
        panel.offer_again(self.data.is_missing)
        panel.undo.setEnabled(self._draft.can_undo)
        panel.redo.setEnabled(self._draft.can_redo)
        panel.show_summary(self._summary(), is_doubtful=self.data.error is not None)
        self._show_classes(data)
        self._show_split(data)
        selection = self.data.selection
        if selection is not None:
            _show_counts(panel, selection)
        self.problem_changed.emit()

    def _summary(self) -> str:
        error, collection, selection = self.data.error, self.data.collection, self.data.selection
        if error is not None:
            words = shown_error(error, self._context.state)
            return f"{words} {told(error.hint)}".strip()
        if collection is None or selection is None:
            return ""
        total, chosen = len(collection.films), len(selection.dataset.samples)
        out = tr(", {total:,} left out", total=total - chosen) if total > chosen else ""
        if masks := collection.mask_count:
            out += tr(", {masks:,} masks or maps passed over", masks=masks)
        if archives := collection.archive_count:
            out += tr(", inner ZIP files not opened: {archives:,}", archives=archives)
        return f"{counted_films(chosen)}{out}"

    def _show_classes(self, data: DataChoice) -> None:
        collection = self.data.collection
        found = collection.classes() if collection else {}
        self.panel.classes.show_classes(
            [FoundClass(name, count, label_of(name, data)) for name, count in found.items()]
        )

    def _show_split(self, data: DataChoice) -> None:
        collection = self.data.collection
        if collection is None:
            return
        split = data.split
        words = tr("Films of a patient, and copies of a film, are never parted.")
        if not collection.knows_groups:
            words = tr("The data does not say which films belong to one patient: each is its own.")
        if split is not None:
            words = tr("{train} % to learn from. {words}", train=split.train, words=words)
        self.panel.split.show_split(
            has_own=collection.has_split,
            shares=(split.val, split.test) if split else None,
            words=words,
        )

    def _show_audited(self) -> None:
        has_run = bool(self.audit.findings)
        self.panel.show_serious(self.audit.serious_count if has_run else None)

    # --- what the user does

    def _ask_for_folder(self) -> None:
        self._choose(open_dialog.ask_for_data_folder(self.panel, self._start()))

    def _ask_for_file(self) -> None:
        self._choose(open_dialog.ask_for_data_file(self.panel, self._start()))

    def _start(self) -> Path | None:
        source = self._draft.draft.data.source
        return source.parent if source else None

    def _choose(self, source: Path | None) -> None:
        if source is not None:
            self.data.choose(source)

    def _on_meant(self, name: str, label_id: str) -> None:
        def edit(data: DataChoice) -> DataChoice:
            return replace(data, label_map={**data.label_map, name: label_id})

        self.data.change("", edit)

    def _on_own_split(self, is_own: bool) -> None:
        def edit(data: DataChoice) -> DataChoice:
            return replace(data, split=None if is_own else data.split or NewSplit())

        self.data.change("", edit)
        self._show()

    def _on_shares(self, val: int, test: int) -> None:
        def edit(data: DataChoice) -> DataChoice:
            return replace(data, split=replace(data.split or NewSplit(), val=val, test=test))

        self.data.change("shares", edit)

    def _on_deal(self) -> None:
        def edit(data: DataChoice) -> DataChoice:
            split = data.split or NewSplit()
            return replace(data, split=replace(split, seed=split.seed + 1))

        self.data.change("", edit)


def _show_counts(panel: DataPanel, selection: Selection) -> None:
    counts, labels = selection.counts, selection.dataset.labels
    parts = [part for part in _PARTS if part in counts or part != "external"]
    rows = tuple(
        CountRow(
            told(label.name),
            colour,
            tuple(counts.get(part, {}).get(label.id, 0) for part in parts),
        )
        for label, colour in zip(labels.labels, theme.class_colours(labels), strict=True)
    )
    panel.counts.show_counts(tuple(parts), rows, needed=3)
