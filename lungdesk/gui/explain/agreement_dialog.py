"""How far readers agree with each model on films that they read before seeing its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.figures_view import FiguresView
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.words import percent

if TYPE_CHECKING:
    from lungdesk.services.workspace.requests import ModelAgreement

_SIZE = (620, 300)
_COLUMNS: Final = (tr("Model"), tr("Films"), tr("Agreement"), tr("Cohen’s κ"), tr("Median time"))
_EMPTY: Final = tr(
    "No film has been read blinded yet: switch on Model > Blinded first read, and say of each film"
    " what you see before the model’s answer is shown."
)
_ABOUT: Final = tr(
    "Films read blinded, the first reading of each. κ is the agreement beyond chance: 1 is perfect,"
    " 0 is what chance would give. Few films say little."
)


class AgreementDialog(QDialog):
    """One row for each model."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Agreement with the model"))
        self.resize(*_SIZE)
        self.model = QStandardItemModel(0, len(_COLUMNS), self)
        self.table = FiguresView(self.model, tr("Agreement with each model"), self)
        self.about = QLabel(_EMPTY, self)
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.switch_on = named_button(
            self, tr("Switch on blinded first read"), tr("Be asked before the answer is shown")
        )
        self.switch_on.setProperty("primary", True)
        close = named_button(self, tr("Close"), tr("Close this window (Esc)"))
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT * 2,) * 4)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.about)
        layout.addWidget(self.switch_on, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)
        layout.addLayout(foot)
        self.show_agreement((), is_blinded=False)

    def show_agreement(self, found: Sequence[ModelAgreement], *, is_blinded: bool) -> None:
        """Show the figures; without any, how to come by them."""
        self.model.clear()
        self.model.setHorizontalHeaderLabels(list(_COLUMNS))
        for one in found:
            self.model.appendRow([_item(text, n > 0) for n, text in enumerate(_cells(one))])
        self.about.setText(_ABOUT if found else _EMPTY)
        self.table.setVisible(bool(found))
        self.switch_on.setVisible(not found and not is_blinded)


def _cells(one: ModelAgreement) -> tuple[str, ...]:
    found = one.agreement
    return (
        f"{one.model.id} {one.model.version}",
        str(found.films),
        f"{percent(found.raw)} ({found.agreed})" if found.raw is not None else "–",
        "–" if found.kappa is None else f"{found.kappa:.2f}",
        "–" if one.median_s is None else f"{one.median_s:.1f} s",
    )


def _item(text: str, is_figure: bool) -> QStandardItem:
    item = QStandardItem(text)
    item.setEditable(False)
    if is_figure:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
