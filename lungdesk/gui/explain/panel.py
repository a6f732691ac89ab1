"""The right of the window: what the model says, and how its map is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.imaging import colormaps
from lungdesk.gui import theme
from lungdesk.gui.explain.gate_panel import GatePanel
from lungdesk.gui.widgets.colour_scale import ColourScale
from lungdesk.gui.widgets.keyed import KeyedComboBox, KeyedSlider
from lungdesk.gui.widgets.probability_bars import ProbabilityBars

NOTES = (
    "The map explains the model, not the patient. Research use only, not for diagnosis.",
    "The film is checked before it is read; the check can err as well.",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What is said first: words, a line under them, whether they are in doubt or a refusal."""

    words: str
    line: str = ""
    is_doubtful: bool = False
    is_refusal: bool = False


class ExplainPanel(QFrame):
    """Findings.

    Signals
    -------
    class_chosen(int)
        The user wants a class explained.
    opacity_changed(float), colormap_changed(str)
        The user wants the map to look otherwise.
    """

    class_chosen = Signal(int)
    opacity_changed = Signal(float)
    colormap_changed = Signal(str)

    def __init__(self, heatmap_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Findings")
        self.setMinimumWidth(theme.FINDINGS_WIDTH[0])
        self.setMaximumWidth(theme.FINDINGS_WIDTH[2])
        self._heading = _label(self, "heading")
        self._line = _label(self, "muted")
        self.gate = GatePanel(self)
        self.bars = ProbabilityBars(self)
        self.bars.chosen.connect(self.class_chosen)
        self.toggle = _toggle(heatmap_action, self)
        self.opacity = KeyedSlider(Qt.Orientation.Horizontal, self)
        self.colormap = KeyedComboBox(self)
        self.scale = ColourScale(self)
        self._opacity_words = _label(self, "muted")
        self._explains = _label(self, "muted")
        self._heat_share = _label(self, "muted")
        self._heat_share.setObjectName("heatShare")
        self._heat_share.hide()
        self._model = _label(self, "")
        self._version = _label(self, "muted")
        self._timing = _label(self, "muted")
        self._timing.setObjectName("timing")
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(*(theme.UNIT * 2,) * 4)
        layout.setSpacing(theme.UNIT)
        self._lay_out(layout)
        area = QScrollArea(self)
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _lay_out(self, layout: QVBoxLayout) -> None:
        layout.addWidget(_section(self, "Leading finding"))
        layout.addWidget(self._heading)
        layout.addWidget(self._line)
        layout.addWidget(self.gate)
        bars = QHBoxLayout()
        bars.setContentsMargins(-theme.UNIT, theme.HALF_UNIT, -theme.UNIT, 0)
        bars.addWidget(self.bars)
        layout.addLayout(bars)
        layout.addWidget(_rule(self))
        layout.addLayout(self._heatmap_rows())
        layout.addWidget(_rule(self))
        layout.addWidget(_section(self, "Model"))
        names = QVBoxLayout()
        names.setSpacing(2)
        for label in (self._model, self._version, self._timing):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            names.addWidget(label)
        layout.addLayout(names)
        layout.addStretch(1)
        layout.addWidget(_rule(self))
        for note in NOTES:
            layout.addWidget(_label(self, "muted", note))

    def _heatmap_rows(self) -> QVBoxLayout:
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)
        self.opacity.setToolTip("How strongly the map covers the film")
        self.opacity.setAccessibleName("Heatmap opacity")
        self.opacity.valueChanged.connect(self._on_opacity)
        for id_, name in colormaps.COLORMAPS.items():
            self.colormap.addItem(name, id_)
        self.colormap.setToolTip("Colours of the map")
        self.colormap.setAccessibleName("Heatmap colour scale")
        self.colormap.setMinimumContentsLength(8)
        self.colormap.activated.connect(self._on_colormap)
        head = QHBoxLayout()
        head.addWidget(_section(self, "Heatmap"))
        head.addStretch(1)
        head.addWidget(self.toggle)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.UNIT)
        grid.setVerticalSpacing(theme.UNIT)
        grid.setColumnStretch(1, 1)
        self._opacity_words.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        self._opacity_words.setFixedWidth(theme.UNIT * 5)
        grid.addWidget(_label(self, "muted", "Opacity"), 0, 0)
        grid.addWidget(self.opacity, 0, 1)
        grid.addWidget(self._opacity_words, 0, 2)
        grid.addWidget(_label(self, "muted", "Colours"), 1, 0)
        grid.addWidget(self.colormap, 1, 1, 1, 2)
        rows = QVBoxLayout()
        rows.setSpacing(theme.UNIT)
        rows.addLayout(head)
        rows.addWidget(self._explains)
        rows.addLayout(grid)
        rows.addWidget(self.scale)
        rows.addWidget(self._heat_share)
        return rows

    @property
    def heading(self) -> str:
        """What is said first."""
        return self._heading.text()

    @property
    def words(self) -> str:
        """Everything that is said of film and model, a part a line."""
        labels = (self._heading, self._line, self._model, self._version, self._timing)
        return "\n".join(label.text() for label in labels if label.text())

    def show_heading(self, heading: Heading) -> None:
        """Say what comes first."""
        self._heading.setText(heading.words)
        self._line.setText(heading.line)
        self._line.setVisible(bool(heading.line))
        for label in (self._heading, self._line):
            label.setProperty("doubt", heading.is_doubtful)
            label.setProperty("refusal", heading.is_refusal)
            label.style().unpolish(label)
            label.style().polish(label)

    def show_model(self, name: str, version: str) -> None:
        """Name the model."""
        self._model.setText(name)
        self._version.setText(version)
        self._version.setVisible(bool(version))

    def show_timing(self, words: str, steps: str = "") -> None:
        """Tell how long the reading took, and its steps to who asks."""
        self._timing.setText(words)
        self._timing.setToolTip(steps)
        self._timing.setVisible(bool(words))

    def show_explained(self, words: str) -> None:
        """Name the class whose map is shown."""
        self._explains.setText(words)

    def show_heat_share(self, words: str) -> None:
        """Say how much of the map's heat lies inside the lungs; nothing where it is not known."""
        self._heat_share.setText(words)
        self._heat_share.setVisible(bool(words))

    def show_look(self, opacity: float, colormap: str) -> None:
        """Set the controls of the map without telling anybody."""
        percent = round(opacity * 100)
        self.opacity.blockSignals(True)
        self.opacity.setValue(percent)
        self.opacity.blockSignals(False)
        self._opacity_words.setText(f"{percent} %")
        self.colormap.setCurrentIndex(max(0, self.colormap.findData(colormap)))

    def _on_opacity(self, percent: int) -> None:
        self._opacity_words.setText(f"{percent} %")
        self.opacity_changed.emit(percent / 100)

    def _on_colormap(self, _index: int) -> None:
        self.colormap_changed.emit(str(self.colormap.currentData()))


def _label(parent: QWidget, role: str, text: str = "") -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _section(parent: QWidget, text: str) -> QLabel:
    label = _label(parent, "section", text)
    label.setWordWrap(False)
    return label


def _rule(parent: QWidget) -> QFrame:
    rule = QFrame(parent)
    rule.setProperty("role", "rule")
    return rule


def _toggle(action: QAction, parent: QWidget) -> QPushButton:
    button = QPushButton(action.icon(), "Show on film", parent)
    button.setCheckable(True)
    button.setChecked(action.isChecked())
    button.setToolTip(action.toolTip())
    button.setAccessibleName("Show the heatmap on the film")
    button.toggled.connect(action.setChecked)
    action.toggled.connect(button.setChecked)
    return button
