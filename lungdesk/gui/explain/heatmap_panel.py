"""How the map is shown: its controls, the scale, and what the scale means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.imaging import colormaps
from lungdesk.core.imaging.heat_look import MOST_THRESHOLD, HeatScale, HeatStyle, line_levels
from lungdesk.gui import theme
from lungdesk.gui.heatmap_look import HeatmapLook
from lungdesk.gui.translation import told, tr
from lungdesk.gui.widgets.colour_scale import ColourScale
from lungdesk.gui.widgets.keyed import KeyedButton, KeyedComboBox, KeyedSlider
from lungdesk.gui.widgets.text_label import text_label

_STYLES: Final = {HeatStyle.COLOURS: tr("Colours"), HeatStyle.CONTOURS: tr("Contour lines")}
_SCALES: Final = {
    HeatScale.FILM: tr("This film, all classes"),
    HeatScale.MAP: tr("This map alone"),
    HeatScale.MODEL: tr("Fixed for the model"),
}

#: Of the names before the controls, so that these stand under one another.
_NAME_WIDTH: Final = theme.UNIT * 9
_NOTE_MARGIN: Final = theme.UNIT + theme.HALF_UNIT


class HeatmapPanel(QWidget):
    """The part of the findings that is about the map.

    Signals
    -------
    look_changed(HeatmapLook)
        The user wants the map to look otherwise.
    """

    look_changed = Signal(object)

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Heatmap"))
        self._look = HeatmapLook()
        self.toggle = _toggle(action, self)
        self.more = KeyedButton(tr("More"), self)
        self.more.setCheckable(True)
        self.more.setProperty("flat", True)
        self.more.setAccessibleName(tr("More about how the heatmap looks"))
        self.more.setToolTip(tr("Threshold, contour lines, colours, scale"))
        self.opacity = self._slider(
            tr("Heatmap opacity"), tr("How strongly the map covers the film"), 100
        )
        self.threshold = self._slider(
            tr("Heatmap threshold"),
            tr("Weaker parts of the map, as a share of the scale, are not painted"),
            round(MOST_THRESHOLD * 100),
        )
        self.style_choice = self._combo(
            tr("Heatmap style"), tr("Areas of colour, or lines of equal heat")
        )
        self.colormap = self._combo(tr("Heatmap colour scale"), tr("Colours of the map"))
        self.scale_choice = self._combo(
            tr("Heatmap scale end"),
            tr("What the strongest colour stands for: compare films by a fixed one"),
        )
        for id_, name in _STYLES.items():
            self.style_choice.addItem(name, id_)
        for colormap, name in colormaps.COLORMAPS.items():
            self.colormap.addItem(told(name), colormap)
        for scale, name in _SCALES.items():
            self.scale_choice.addItem(name, scale)
        self._percents = {slider: _percent_label(self) for slider in (self.opacity, self.threshold)}
        self.scale = ColourScale(self)
        self._explains, self._means, self._share = (
            text_label(self, role="muted") for _ in range(3)
        )
        self._means.setObjectName("heatScale")
        self._share.setObjectName("heatShare")
        self._share.hide()
        self._lay_out()
        self._connect()
        self._show_more(False)

    def _slider(self, name: str, tip: str, most: int) -> KeyedSlider:
        slider = KeyedSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(0, most)
        slider.setPageStep(10)
        slider.setToolTip(tip)
        slider.setAccessibleName(name)
        return slider

    def _combo(self, name: str, tip: str) -> KeyedComboBox:
        combo = KeyedComboBox(self)
        combo.setToolTip(tip)
        combo.setAccessibleName(name)
        combo.setMinimumContentsLength(8)
        return combo

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        section = QLabel(tr("Heatmap"), self)
        section.setProperty("role", "section")
        head.addWidget(section)
        head.addStretch(1)
        head.addWidget(self.toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addLayout(head)
        explained = QHBoxLayout()
        explained.addWidget(self._explains, 1)
        explained.addWidget(self.more)
        layout.addLayout(explained)
        layout.addWidget(self._share)
        self._controls = QWidget(self)
        controls = QVBoxLayout(self._controls)
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setSpacing(theme.UNIT)
        controls.addWidget(self._rows({tr("Opacity"): self.opacity}))
        self._look_rows = self._rows(
            {
                tr("Threshold"): self.threshold,
                tr("Drawn as"): self.style_choice,
                tr("Colours"): self.colormap,
                tr("Scale"): self.scale_choice,
            }
        )
        for widget in (self._look_rows, self.scale, self._means):
            controls.addWidget(widget)
        layout.addWidget(self._controls)

    def _rows(self, controls: Mapping[str, QWidget]) -> QWidget:
        """A row for each control, with its name and, of a slider, its value."""
        rows = QWidget(self)
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.UNIT)
        grid.setVerticalSpacing(theme.UNIT)
        grid.setColumnStretch(1, 1)
        for row, (words, control) in enumerate(controls.items()):
            name = text_label(self, words, role="muted")
            name.setFixedWidth(_NAME_WIDTH)
            grid.addWidget(name, row, 0)
            if isinstance(control, KeyedSlider):
                grid.addWidget(control, row, 1)
                grid.addWidget(self._percents[control], row, 2)
            else:
                grid.addWidget(control, row, 1, 1, 2)
        return rows

    def _show_more(self, is_shown: bool) -> None:
        self._look_rows.setVisible(is_shown)
        self.more.setText(tr("Less") if is_shown else tr("More"))

    def _connect(self) -> None:
        self.more.toggled.connect(self._show_more)
        self.opacity.valueChanged.connect(lambda n: self._choose(opacity=n / 100))
        self.threshold.valueChanged.connect(lambda n: self._choose(threshold=n / 100))
        self.style_choice.activated.connect(
            lambda _: self._choose(style=HeatStyle(self.style_choice.currentData()))
        )
        self.colormap.activated.connect(
            lambda _: self._choose(colormap=str(self.colormap.currentData()))
        )
        self.scale_choice.activated.connect(
            lambda _: self._choose(scale=HeatScale(self.scale_choice.currentData()))
        )

    def _choose(self, **fields: Any) -> None:
        self._look = replace(self._look, **fields)
        self._show_percents()
        self.look_changed.emit(self._look)

    def _show_percents(self) -> None:
        for slider, label in self._percents.items():
            label.setText(f"{slider.value()} %")

    def show_look(self, look: HeatmapLook) -> None:
        """Set the controls without telling anybody."""
        self._look = look
        for slider, share in ((self.opacity, look.opacity), (self.threshold, look.threshold)):
            slider.blockSignals(True)
            slider.setValue(round(share * 100))
            slider.blockSignals(False)
        self._show_percents()
        for combo, value in (
            (self.style_choice, look.style),
            (self.colormap, look.colormap),
            (self.scale_choice, look.scale),
        ):
            combo.setCurrentIndex(max(0, combo.findData(value)))

    def show_scale(self, high: str, means: str) -> None:
        """Name the value at the end of the scale, and what that end is."""
        look = self._look
        self.scale.show_scale(look.colormap, low="0", middle=tr("evidence (logit)"), high=high)
        is_lines = look.style is HeatStyle.CONTOURS
        self.scale.show_parts(look.threshold, line_levels(look.threshold) if is_lines else ())
        self._means.setText(means)

    @property
    def means(self) -> str:
        """What is said of the end of the scale."""
        return self._means.text()

    def set_offered(self, is_offered: bool) -> None:
        """Offer the map, or name it and no more where there is none."""
        self.toggle.setEnabled(is_offered)
        self.more.setVisible(is_offered)
        self._controls.setVisible(is_offered)

    def show_explained(self, words: str) -> None:
        """Name the class whose map is shown."""
        self._explains.setText(words)

    def show_heat_share(self, words: str, is_doubtful: bool = False) -> None:
        """Say how much of the map's heat lies inside the lungs; nothing where it is not known.

        Where that is so little that it is a doubt, it stands out as other doubts do.
        """
        self._share.setText(words)
        self._share.setVisible(bool(words))
        self._share.setProperty("severity", "warning" if is_doubtful else "")
        self._share.setProperty("role", "" if is_doubtful else "muted")
        self._share.setContentsMargins(*(_NOTE_MARGIN if is_doubtful else 0,) * 4)
        self._share.style().unpolish(self._share)
        self._share.style().polish(self._share)


def _percent_label(parent: QWidget) -> QLabel:
    label = text_label(parent, role="muted")
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setFixedWidth(theme.UNIT * 5)
    return label


def _toggle(action: QAction, parent: QWidget) -> QPushButton:
    button = QPushButton(action.icon(), tr("Show on film"), parent)
    button.setCheckable(True)
    button.setChecked(action.isChecked())
    button.setToolTip(action.toolTip())
    button.setAccessibleName(tr("Show the heatmap on the film"))
    button.toggled.connect(action.setChecked)
    action.toggled.connect(button.setChecked)
    return button
