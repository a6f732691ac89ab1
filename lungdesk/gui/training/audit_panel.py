"""Findings of the audit: a list, and of the chosen one the words, the films, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.core.jobs import Progress
from lungdesk.gui import icons, theme
from lungdesk.gui.training.finding_words import FIXES
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.film_pair import FilmPair
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.task_line import TaskLine
from lungdesk.gui.widgets.text_label import text_label
from lungdesk.gui.words import counted_films
from lungdesk.services.training.data_fixes import Fix

_LIST_HEIGHT = 148
_WORDS_HEIGHT = 116
_DOT_PX = 14
_ROW_PADDING = 12
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One row: how grave, what, and whether it is mended."""

    severity: str
    colour: str
    what: str
    is_mended: bool

    @property
    def words(self) -> str:
        """The row in words."""
        state = (
            tr("{severity}, mended", severity=self.severity) if self.is_mended else self.severity
        )
        return f"{state} · {self.what}"


class _TwoLines(QStyledItemDelegate):
    """No row is higher: below the list, the chosen one is said in full."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        hint = super().sizeHint(option, index)
        most = 2 * option.fontMetrics.lineSpacing() + _ROW_PADDING
        return QSize(hint.width(), min(hint.height(), most))


class AuditPanel(QWidget):
    """Shows findings; knows nothing of how they come about.

    Signals
    -------
    audit_wanted(), cancel_wanted()
        Look at the films; stop looking.
    finding_chosen(int)
        The user looks at another finding.
    fix_wanted(Fix)
        The user wants it mended in this way.
    source_toggled(str, bool)
        The user wants a source left out (True), or back.
    viewer_wanted()
        The user wants the films that are shown in the viewer.
    """

    audit_wanted = Signal()
    cancel_wanted = Signal()
    finding_chosen = Signal(int)
    fix_wanted = Signal(object)
    source_toggled = Signal(str, bool)
    viewer_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = named_button(
            self, tr("Audit the films"), tr("Look for copies, leaks and shortcuts")
        )
        self.start.clicked.connect(self.audit_wanted)
        self.status = QLabel(self)
        self.status.setProperty("role", "muted")
        self.status.setWordWrap(True)
        self.progress = TaskLine(self)
        self.progress.cancel_wanted.connect(self.cancel_wanted)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Findings"))
        self.list.setToolTip(tr("What was found, the most serious first"))
        self.list.setMinimumHeight(_LIST_HEIGHT)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setWordWrap(True)
        self.list.setItemDelegate(_TwoLines(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._on_row)
        self.words = text_label(self, is_selectable=True)
        self.why = text_label(self, role="muted")
        for label in (self.words, self.why):
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.pair = FilmPair(self)
        self.viewer = named_button(
            self, tr("Show in the viewer"), tr("Open these films in the main window")
        )
        self.viewer.clicked.connect(self.viewer_wanted)
        self.pair.add_button(self.viewer)
        self.fixes: dict[Fix, QPushButton] = {fix: self._fix_button(fix) for fix in Fix}
        self.sources = QMenu(self)
        self.sources.setAccessibleName(tr("Sources"))
        self.fixes[Fix.EXCLUDE_SOURCE].setMenu(self.sources)
        self._area = QScrollArea(self)
        self._detail = QWidget(self)
        self._assemble()

    def _fix_button(self, fix: Fix) -> QPushButton:
        button = named_button(self, *FIXES[fix])
        if fix is not Fix.EXCLUDE_SOURCE:
            button.clicked.connect(lambda: self.fix_wanted.emit(fix))
        return button

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.UNIT)
        head.addWidget(self.start)
        head.addWidget(self.status, 1)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._text())
        self._area.setMinimumHeight(_WORDS_HEIGHT)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(tr("What was found"))
        fixes = QHBoxLayout()
        fixes.setSpacing(theme.UNIT)
        for button in self.fixes.values():
            fixes.addWidget(button)
        fixes.addStretch(1)
        detail = QVBoxLayout(self._detail)
        detail.setContentsMargins(0, 0, 0, 0)
        detail.setSpacing(theme.UNIT)
        detail.addWidget(self._area)
        detail.addLayout(fixes)
        detail.addWidget(self.pair, 1)
        detail.addStretch(0)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addLayout(head)
        layout.addWidget(self.progress)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._detail, 2)
        layout.addStretch(0)

    def _text(self) -> QWidget:
        text = QWidget(self)
        column = QVBoxLayout(text)
        column.setContentsMargins(0, 0, theme.UNIT, 0)
        column.setSpacing(theme.HALF_UNIT)
        column.addWidget(self.words)
        column.addWidget(self.why, 1)
        return text

    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes keys, in the order of reading."""
        steps = (self.pair.before, self.pair.after, self.viewer)
        return (self.start, self.list, self._area, *self.fixes.values(), *steps)

    # --- what to show

    def show_idle(self, words: str, *, has_run: bool, can_run: bool) -> None:
        """No audit runs; say when one is due."""
        had_focus = self.progress.hasFocus()
        self.start.setText(tr("Audit again") if has_run else tr("Audit the films"))
        self.start.setAccessibleName(self.start.text())
        self.start.setEnabled(can_run)
        if had_focus:
            self.start.setFocus()
        self.progress.setVisible(False)
        self.status.setText(words)

    def show_progress(self, progress: Progress) -> None:
        """An audit runs."""
        had_focus = self.start.hasFocus()
        self.start.setEnabled(False)
        self.status.clear()
        self.progress.show_progress(progress)
        self.progress.setVisible(True)
        if had_focus:  # else it would go to whatever comes next
            self.progress.setFocus()

    def show_findings(self, rows: Sequence[FindingRow], current: int) -> None:
        """List findings; -1 for none chosen."""
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(_icon(row), row.words)
            item.setToolTip(row.words)
            self.list.addItem(item)
        self.list.setCurrentRow(current)
        self.list.blockSignals(False)
        self.list.setVisible(bool(rows))
        self._detail.setVisible(bool(rows) and current >= 0)

    def show_detail(self, words: str, why: str, fixes: Sequence[Fix], *, has_films: bool) -> None:
        """Say what was found and why it matters, and offer what can be done."""
        self.words.setText(words)
        self.why.setText(why)
        self._detail.show()
        for fix, button in self.fixes.items():
            button.setVisible(fix in fixes)
        self.pair.setVisible(has_films)
        self._column.setStretchFactor(self._detail, 2 if has_films else 0)
        # Without films the words have their room; what can be done stays right below them.
        self._area.setMaximumHeight(_WORDS_HEIGHT if has_films else 2 * _WORDS_HEIGHT)

    def show_mended(self, is_mended: bool) -> None:
        """Whether there is still something to do about the finding that is shown."""
        for fix, button in self.fixes.items():
            button.setEnabled(not is_mended or fix is Fix.EXCLUDE_SOURCE)

    def show_sources(self, sources: Mapping[str, int], excluded: Sequence[str]) -> None:
        """List the sources; a tick for those that are left out."""
        self.sources.clear()
        for source, count in sources.items():
            action = self.sources.addAction(f"{source.replace('&', '&&')} ({counted_films(count)})")
            action.setCheckable(True)
            action.setChecked(source in excluded)
            action.toggled.connect(lambda on, s=source: self.source_toggled.emit(s, on))

    def _on_row(self, number: int) -> None:
        if number >= 0:
            self.finding_chosen.emit(number)


def _icon(row: FindingRow) -> QIcon:
    name, ink = ("tick", "accent") if row.is_mended else ("warning", row.colour)
    return icons.icon(name, ink)
