"""Binds the figures of the window, its histogram and its presets to the film that is looked at."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.imaging.grayscale import modality_decimals
from lungdesk.core.imaging.histogram import Histogram
from lungdesk.core.imaging.presets import (
    CHEST_PRESETS,
    WindowPreset,
    offer_names,
    shows_high_dark,
)
from lungdesk.core.radiograph import Radiograph, Window
from lungdesk.gui.actions import Actions
from lungdesk.gui.messages import Messages
from lungdesk.gui.state import AppState
from lungdesk.gui.translation import told, tr
from lungdesk.gui.viewer.presenter import ViewerPresenter

if TYPE_CHECKING:
    from lungdesk.gui.viewer.window_panel import WindowPanel


class WindowPresenter(QObject):
    """Keeps the panel true while the window is dragged, and passes on what is typed in it."""

    def __init__(
        self,
        panel: WindowPanel,
        state: AppState,
        *,
        viewer: ViewerPresenter,
        messages: Messages,
    ) -> None:
        super().__init__(panel)
        self._panel, self._state = panel, state
        self._viewer, self._messages = viewer, messages
        viewer.look_changed.connect(self._show)
        panel.window_wanted.connect(viewer.use_window)
        panel.preset_kept.connect(self._keep)
        panel.presets_restored.connect(self._restore)

    def bind(self, actions: Actions) -> None:
        """Let the presets of the table do what they say, and offer them in the panel."""
        for preset in CHEST_PRESETS:
            action = actions[f"preset_{preset.id}"]
            action.triggered.connect(partial(self._use, preset.id))
            self._panel.add_preset(action, preset.id)
        self._offers = actions["preset_dicom"]
        self._offers.triggered.connect(self._use_next_offer)
        self._offers_text = self._offers.text()
        self._panel.add_preset(self._offers, "")

    @property
    def can_open(self) -> bool:
        """Whether there is a film with grey values to choose a window of."""
        film = self._viewer.film
        return film is not None and film.histogram is not None

    def _show(self) -> None:
        film, look = self._viewer.film, self._viewer.look
        has_window = self.can_open if film else self._state.current is not None
        if not has_window:  # a colour film, or none; one that is still on its way may have one
            self._panel.close()
        self._panel.show_histogram(film.histogram if film else None)
        if film is not None:
            self._panel.set_decimals(modality_decimals(film.radiograph))
        self._panel.show_voi(look.voi if film and look else None)
        self._offers.setText(f"{self._offers_text}{self._offer_words()}")

    @property
    def _offer(self) -> int | None:
        """Which of the windows and tables of the file is looked through, counted from 0."""
        film, look = self._viewer.film, self._viewer.look
        if film is None or look is None:
            return None
        offers = enumerate(film.radiograph.voi)
        return next((number for number, offer in offers if offer is look.voi), None)

    def _offer_words(self) -> str:
        """Which one it is, where there are several."""
        film, number = self._viewer.film, self._offer
        if film is None or number is None or len(film.radiograph.voi) < 2:
            return ""
        names = offer_names(film.radiograph)
        return tr(
            ": {names} ({number} of {count})",
            names=names[number],
            number=number + 1,
            count=len(names),
        )

    def _use_next_offer(self) -> None:
        shown = self._offer
        self._viewer.use_file_window(0 if shown is None else shown + 1)
        words = self._offer_words()
        if words:
            self._messages.inform(tr("Window of the file{words}.", words=words))

    def _use(self, preset_id: str) -> None:
        self._viewer.use_preset(next(p for p in self._state.presets if p.id == preset_id))

    def _keep(self, preset_id: str) -> None:
        film, look = self._viewer.film, self._viewer.look
        if film is None or look is None or film.histogram is None:
            return
        if not isinstance(look.voi, Window):
            return
        presets = self._state.presets
        kept = next(preset for preset in presets if preset.id == preset_id)
        changed = preset_of(look.voi, kept, film.radiograph, film.histogram)
        self._state.set_presets(tuple(changed if p is kept else p for p in presets))
        self._messages.inform(tr("{name} gives this window from now on.", name=told(kept.name)))

    def _restore(self) -> None:
        self._state.set_presets(CHEST_PRESETS)
        self._messages.inform(tr("The presets are those of LungDesk again."))


def preset_of(
    window: Window, preset: WindowPreset, radiograph: Radiograph, histogram: Histogram
) -> WindowPreset:
    """The preset that gives this window on this film (where a part of the film is inside it)."""
    ends = (window.center - window.width / 2, window.center + window.width / 2)
    low, high = (histogram.percentile_of(end) for end in ends)
    if shows_high_dark(radiograph):
        low, high = 100 - high, 100 - low
    if low >= high:
        return preset
    function = window.function
    return replace(preset, low_percentile=low, high_percentile=high, function=function)
