"""What a model was measured at, as a small table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from lungdesk.gui.rows_model import RowsModel
from lungdesk.gui.translation import grouped, tr

if TYPE_CHECKING:
    from lungdesk.ml.ensemble import AnyBundle

_FIGURES: Final = (
    ("accuracy", tr("Accuracy")),
    ("balanced_accuracy", tr("Balanced acc.")),
    ("macro_f1", tr("Macro-F1")),
    ("ece", tr("Calib. error")),
)
_SPLITS: Final = {
    "train": tr("train"),
    "val": tr("val (chosen on)"),
    "test": tr("test"),
    "external": tr("other hospitals"),
    "local": tr("local (left out)"),
}
_HEADERS: Final = (tr("Films"), tr("n"), *(words for _, words in _FIGURES))
NONE: Final = "–"


class FiguresModel(RowsModel):
    """One row for each split, with 95 % intervals."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADERS, parent)

    def show_bundle(self, bundle: AnyBundle | None) -> None:
        """Show what stands in a manifest; nothing without one."""
        metrics = bundle.manifest.metrics if bundle else {}
        self.show_rows([_row(split, figures) for split, figures in metrics.items()])


def _row(split: str, figures: dict[str, Any]) -> tuple[str, ...]:
    intervals = figures.get("intervals", {})
    cells = [_cell(figures.get(name), intervals.get(name)) for name, _ in _FIGURES]
    count = figures.get("n")
    return (_SPLITS.get(split, split), NONE if count is None else grouped(count), *cells)


def _cell(value: float | None, interval: list[float | None] | None) -> str:
    if value is None:
        return NONE
    low, high = interval or (None, None)
    bounds = "" if low is None or high is None else f"  {low:.2f}–{high:.2f}"
    return f"{value:.3f}{bounds}"
