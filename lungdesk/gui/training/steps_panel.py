"""The steps of the wizard, one below the other, with what is done and where one is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from lungdesk.gui import icons, theme
from lungdesk.gui.translation import tr

_WIDTH, _NARROW_WIDTH = 188, 60


class StepsPanel(QFrame):
    """List of the steps.

    Signals
    -------
    step_chosen(int)
        The user wants this step.
    """

    step_chosen = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Steps"))
        self.list.setToolTip(
            tr("Steps of the training: choose one that is done to come back to it")
        )
        self.list.setStyleSheet("QListWidget::item { padding: 4px 6px; }")
        self.list.setIconSize(QSize(theme.CHECK_PX, theme.CHECK_PX))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for _ in titles:
            self.list.addItem(QListWidgetItem())
        self.set_narrow(False)
        self.list.currentRowChanged.connect(self._on_row)
        self._tick = icons.icon("tick", "accent")
        gap = QPixmap(theme.CHECK_PX, theme.CHECK_PX)
        gap.fill(Qt.GlobalColor.transparent)
        self._gap = QIcon(gap)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT * 2, 0, theme.UNIT * 2)
        layout.addWidget(self.list)

    def set_narrow(self, is_narrow: bool) -> None:
        """Show the numbers alone; what they are of is said by their tooltips."""
        self.setFixedWidth(_NARROW_WIDTH if is_narrow else _WIDTH)
        self.list.blockSignals(True)
        for row, title in enumerate(self._titles):
            number = f"{row + 1}"
            self.list.item(row).setText(number if is_narrow else f"{number}  {title}")
        self.list.blockSignals(False)

    def show_steps(self, *, current: int, done: Sequence[bool], reachable: int) -> None:
        """Mark the steps.

        Parameters
        ----------
        done
            Of each step, whether somebody was there and nothing is missing.
        reachable
            Number of the last step that can be chosen.
        """
        self.list.blockSignals(True)
        for number, title in enumerate(self._titles):
            item = self.list.item(number)
            can_go = number <= reachable
            is_done = can_go and done[number] and number != current
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if can_go else Qt.ItemFlag.NoItemFlags)
            item.setIcon(self._tick if is_done else self._gap)
            state = tr("current") if number == current else tr("done") if is_done else tr("not yet")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}, {state}")
            item.setToolTip(f"{title}: {state}")
        self.list.setCurrentRow(current)
        self.list.blockSignals(False)

    def states(self) -> list[str]:
        """``current``, ``done`` or ``not yet`` of each step."""
        role = Qt.ItemDataRole.AccessibleTextRole
        return [
            str(self.list.item(number).data(role)).rsplit(", ", 1)[1]
            for number in range(self.list.count())
        ]

    def _on_row(self, number: int) -> None:
        if number >= 0:
            self.step_chosen.emit(number)
