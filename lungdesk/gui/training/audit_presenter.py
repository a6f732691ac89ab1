"""Runs the audit in the pool, shows its findings with their films, and mends them in the draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.training.audit_panel import AuditPanel, FindingRow
from lungdesk.gui.training.data_state import DataState
from lungdesk.gui.training.film_titles import film_titles, shown_failure, without_folder
from lungdesk.gui.training.finding_words import SEVERITIES, TITLES, count_words, row_words, why
from lungdesk.gui.translation import told, tr
from lungdesk.gui.widgets.film_pair import ShownFilm
from lungdesk.ml.audit.findings import Finding, Severity
from lungdesk.services.job_runner import Lane
from lungdesk.services.studies import Thumbnail, ThumbnailRequest
from lungdesk.services.training.data_fixes import (
    Fix,
    Mending,
    fixes_for,
    with_source,
    without_source,
)
from lungdesk.services.training.draft_audit import (
    DraftAudit,
    DraftAuditRequest,
    choice_of,
    kept_audit,
    run_audit,
)

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext

_PICTURE_PX = 512
_STALE = tr("The films have been changed since: audit again to see what is left.")
_DUE = tr(
    "Looks at every film: copies, leaks, and what gives the class away. You can go on meanwhile."
)


class AuditPresenter(QObject):
    """Findings stay until the next audit; which of them are mended is told at every change.

    Signals
    -------
    changed()
        The number of serious findings may be another.
    """

    changed = Signal()

    def __init__(self, panel: AuditPanel, data: DataState, context: PageContext) -> None:
        super().__init__(data)
        self._panel, self._data, self._context = panel, data, context
        self._audit: DraftAudit | None = None
        self._mended: tuple[bool, ...] = ()
        self._chosen, self._first = 0, 0
        bridge = context.shared.bridge
        self._running = bridge.channel(Lane.IO)
        self._running.succeeded.connect(self._on_audited)
        self._running.failed.connect(self._on_failed)
        self._running.stopped.connect(self._show_state)
        self._running.progressed.connect(self._on_progressed)
        self._loading = bridge.channel(Lane.IO)
        self._loading.succeeded.connect(self._on_loaded)
        self._pictures = bridge.channel(Lane.IO)
        self._pictures.succeeded.connect(self._on_picture)
        self._pictures.failed.connect(self._on_picture_failed)
        panel.audit_wanted.connect(self.start)
        panel.cancel_wanted.connect(self.stop)
        panel.finding_chosen.connect(self._on_chosen)
        panel.fix_wanted.connect(self._on_fix)
        panel.source_toggled.connect(self._on_source)
        panel.viewer_wanted.connect(self._on_viewer)
        panel.pair.stepped.connect(self._on_stepped)
        data.changed.connect(self._on_data)
        self._loaded_for: tuple[str, Path | None] | None = None

    @property
    def serious_count(self) -> int:
        """Serious findings of which something is left."""
        pairs = zip(self.findings, self._mended, strict=True)
        return sum(f.severity is Severity.SERIOUS and not mended for f, mended in pairs)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the last audit has found."""
        return self._audit.findings if self._audit else ()

    # --- the audit

    def start(self) -> None:
        """Look at the films that are chosen now."""
        self._loading.cancel()
        self._running.replace(run_audit, self._request(), tag=None)
        self._panel.show_progress(Progress(0, 0, tr("Beginning")))

    def stop(self) -> None:
        """Stop looking; the findings of the last audit stay."""
        self._running.cancel()
        self._show_state()

    def _request(self) -> DraftAuditRequest:
        draft, style = self._context.draft, self._context.state.preferences.report
        return DraftAuditRequest(draft.draft, draft.store, style)

    def _on_progressed(self, _tag: object, progress: Progress) -> None:
        self._panel.show_progress(progress)

    def _on_audited(self, _tag: object, audit: DraftAudit) -> None:
        self._take(audit)

    def _on_loaded(self, _tag: object, audit: DraftAudit | None) -> None:
        if audit is not None:
            self._take(audit)

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._context.shared.messages.fail(error)
        self._show_state()

    def _take(self, audit: DraftAudit) -> None:
        self._audit, self._chosen, self._first = audit, 0, 0
        self._show()

    # --- what is shown

    def _on_data(self) -> None:
        draft = self._context.draft.draft
        wanted = draft.id, draft.data.source
        if wanted != self._loaded_for:
            self._loaded_for, self._audit = wanted, None
            self._running.cancel()
            self._loading.replace(kept_audit, self._request(), tag=None)
        self._show()

    def _show(self) -> None:
        mending = self._mending()
        if mending is not None:
            self._mended = tuple(mending.is_mended(finding) for finding in self.findings)
            data, collection = mending.data, mending.collection
            self._panel.show_sources(collection.sources(), data.excluded_sources)
        elif len(self._mended) != len(self.findings):
            self._mended = (False,) * len(self.findings)
        rows = [
            _row(finding, is_mended)
            for finding, is_mended in zip(self.findings, self._mended, strict=True)
        ]
        self._panel.show_findings(rows, self._chosen if rows else -1)
        self._show_finding()
        self._show_state()
        self.changed.emit()

    def _show_state(self, _tag: object = None) -> None:
        if self._running.pending:
            return
        can_run = self._data.selection is not None and bool(self._data.selection.dataset.samples)
        words = _DUE
        if self._audit is not None:
            draft = self._context.draft
            is_current = self._audit.choice == choice_of(draft.draft, draft.store)
            words = "" if is_current else _STALE
        self._panel.show_idle(words, has_run=self._audit is not None, can_run=can_run)

    def _show_finding(self) -> None:
        finding, collection = self._finding(), self._data.collection
        if finding is None or collection is None:
            return
        words = told(without_folder(finding.sentence, self._data))
        if finding.paths and self._context.state.preferences.is_private:
            words = f"{TITLES[finding.kind]}: {count_words(finding)}."
        self._panel.show_detail(
            words, why(finding), fixes_for(finding, collection), has_films=bool(finding.paths)
        )
        self._panel.show_mended(self._mended[self._chosen])
        self._show_films()

    def _finding(self) -> Finding | None:
        return self.findings[self._chosen] if self._chosen < len(self.findings) else None

    # --- films side by side

    def _shown_paths(self) -> tuple[Path, ...]:
        finding = self._finding()
        if finding is None or not finding.paths:
            return ()
        if finding.partners:
            return finding.paths[self._first], finding.partners[self._first]
        return finding.paths[self._first : self._first + 2]

    def _show_films(self) -> None:
        finding, paths = self._finding(), self._shown_paths()
        self._pictures.keep_only(paths)
        if finding is None or not paths:
            return
        total, first = len(finding.paths), self._first + 1
        count = tr("{first} of {total:,} pairs", first=first, total=total)
        if not finding.partners:
            last = self._first + len(paths)
            count = (
                tr("{first}–{last} of {total:,} films", first=first, last=last, total=total)
                if last > first
                else tr("{first} of {total:,}", first=first, total=total)
            )
        can_step = total > (1 if finding.partners else 2)
        self._panel.pair.show_films(self._films(paths), count, can_step=can_step)
        pending = set(self._pictures.pending)
        for path in paths:
            if path not in pending and not self._panel.pair.has_image(path):
                thumbnail = self._context.shared.services.thumbnail
                self._pictures.add(thumbnail, ThumbnailRequest(path, _PICTURE_PX), tag=path)

    def _films(self, paths: tuple[Path, ...]) -> tuple[ShownFilm, ...]:
        titles = film_titles(paths, self._data, self._context.state)
        selection = self._data.selection
        chosen = selection.mending.samples if selection else {}
        labels = selection.dataset.labels.labels if selection else ()
        films = []
        for path in paths:
            details = tr("left out")
            if (sample := chosen.get(path)) is not None:
                label = labels[sample.class_index]
                parts = (told(label.name), told(sample.split), sample.source)
                details = " · ".join(part for part in parts if part)
            films.append(ShownFilm(path, titles.get(path, path.name), details))
        return tuple(films)

    def _on_picture(self, path: Path, thumbnail: Thumbnail) -> None:
        self._panel.pair.show_image(path, to_qimage(thumbnail.pixels).copy())

    def _on_picture_failed(self, path: Path, error: LungDeskError) -> None:
        self._panel.pair.show_failure(path, shown_failure(error, self._context.state))

    def _on_stepped(self, by: int) -> None:
        finding = self._finding()
        if finding is None or not finding.paths:
            return
        step = 1 if finding.partners else 2
        count = -(-len(finding.paths) // step)
        self._first = (self._first // step + by) % count * step
        self._show_films()

    def _on_viewer(self) -> None:
        self._context.open_films(self._shown_paths())

    # --- what the user does

    def _on_chosen(self, number: int) -> None:
        self._chosen, self._first = number, 0
        self._show_finding()

    def _mending(self) -> Mending | None:
        selection = self._data.selection
        return selection.mending if selection is not None and self._data.is_current else None

    def _on_fix(self, fix: Fix) -> None:
        finding, mending = self._finding(), self._mending()
        if finding is not None and mending is not None:
            fixed = mending.fixed(fix, finding)
            self._data.change("", lambda _data: fixed)

    def _on_source(self, source: str, is_out: bool) -> None:
        edit = without_source if is_out else with_source
        self._data.change("", lambda data: edit(data, source))


def _row(finding: Finding, is_mended: bool) -> FindingRow:
    severity, colour = SEVERITIES[finding.severity]
    return FindingRow(severity, colour, row_words(finding), is_mended)
