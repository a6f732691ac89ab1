"""Brings the settings into the shared state, and what changes there back to the disk."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging.heat_look import HeatScale, HeatStyle
from lungdesk.core.imaging.presets import (
    CHEST_PRESETS,
    WindowPreset,
    parse_presets,
    plain_presets,
)
from lungdesk.core.jobs import JobContext
from lungdesk.core.json_text import parsed
from lungdesk.core.monitor import parse_pitches, plain_pitches
from lungdesk.gui.heatmap_look import HeatmapLook
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.key_bindings import from_settings, to_settings
from lungdesk.gui.messages import Messages
from lungdesk.gui.preference_values import Preferences
from lungdesk.gui.state import AppState
from lungdesk.gui.window_services import SettingsKeeper
from lungdesk.services.job_runner import Lane
from lungdesk.services.reports.style import style_of, with_style

if TYPE_CHECKING:
    from lungdesk.core.settings import Settings

_SETTLE_MS = 500


class SettingsPresenter(QObject):
    """Loads once, saves when things have settled and when the window closes."""

    def __init__(
        self, state: AppState, keeper: SettingsKeeper, *, bridge: JobBridge, messages: Messages
    ) -> None:
        super().__init__(state)
        self._state, self._keeper, self._messages = state, keeper, messages
        self._settings = keeper.load()
        self._saving = bridge.channel(Lane.IO)
        self._saving.failed.connect(self._on_save_failed)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._save_later)
        self._apply()
        state.heatmap_changed.connect(self._settle.start)
        state.recent_changed.connect(self._settle.start)
        state.keys_changed.connect(self._settle.start)
        state.presets_changed.connect(self._settle.start)
        state.blinding_changed.connect(self._settle.start)
        state.preferences_changed.connect(self._settle.start)
        state.worklist_columns_changed.connect(self._settle.start)

    @property
    def loaded(self) -> Settings:
        """The settings as they were loaded or last saved."""
        return self._settings

    def _apply(self) -> None:
        settings = self._settings
        self._state.set_heatmap(
            HeatmapLook(
                is_shown=settings.is_heatmap_shown,
                opacity=settings.heatmap_opacity,
                colormap=settings.heatmap_colormap,
                style=HeatStyle(settings.heatmap_style),
                scale=HeatScale(settings.heatmap_scale),
                threshold=settings.heatmap_threshold,
            )
        )
        self._state.set_blinded(settings.is_blinded)
        self._state.set_recent(tuple(Path(path) for path in settings.recent_paths))
        self._state.set_keys(from_settings(settings.keys))
        self._state.set_presets(_presets_of(settings.presets))
        self._state.set_worklist_columns(settings.worklist_columns)
        self._state.set_preferences(
            Preferences(
                is_private=settings.is_private,
                is_level_reversed=settings.is_level_reversed,
                monitor_pitches=parse_pitches(settings.monitor_pitches),
                theme=settings.theme,
                language=settings.language,
                report=style_of(settings),
                report_language=settings.report_language,
                results_folder=settings.results_folder,
                reader=settings.reader,
            )
        )

    def _collected(self) -> Settings:
        look, preferences = self._state.heatmap, self._state.preferences
        return replace(
            with_style(self._settings, preferences.report),
            recent_paths=tuple(str(path) for path in self._state.recent),
            heatmap_opacity=look.opacity,
            heatmap_colormap=look.colormap,
            heatmap_style=look.style.value,
            heatmap_scale=look.scale.value,
            heatmap_threshold=look.threshold,
            is_heatmap_shown=look.is_shown,
            keys=to_settings(self._state.keys),
            presets=_changed_presets(self._state.presets),
            is_private=preferences.is_private,
            is_blinded=self._state.is_blinded,
            is_level_reversed=preferences.is_level_reversed,
            monitor_pitches=plain_pitches(preferences.monitor_pitches),
            theme=preferences.theme,
            language=preferences.language,
            report_language=preferences.report_language,
            results_folder=preferences.results_folder,
            reader=preferences.reader,
            worklist_columns=self._state.worklist_columns,
        )

    def keep_model(self, model_id: str) -> None:
        """Remember which model reads, at once."""
        self._settings = replace(self._settings, model_id=model_id)
        self._save_later()

    def keep_notice(self, version: str) -> None:
        """Remember that the research-use notice was accepted, at once."""
        self._settings = replace(self._settings, accepted_notice=version)
        self._save_later()

    def _save_later(self) -> None:
        self._settings = self._collected()
        self._saving.replace(self._save, self._settings)

    def _save(self, settings: Settings, _ctx: JobContext) -> None:
        self._keeper.save(settings)

    def save_now(self, *, geometry: str, state: str) -> None:
        """Save with the place of the window, at its closing (a few milliseconds)."""
        self._settle.stop()
        collected = self._collected()
        self._settings = replace(collected, window_geometry=geometry, window_state=state)
        try:
            self._keeper.save(self._settings)
        except LungDeskError as error:
            self._messages.warn(error)

    def _on_save_failed(self, _tag: object, error: LungDeskError) -> None:
        self._messages.warn(error)


def _presets_of(stored: tuple[str, ...]) -> tuple[WindowPreset, ...]:
    """Presets of LungDesk, those that the user has changed in their place."""
    changed = {}
    for text in stored:
        with suppress(ValueError):  # what is no preset leaves the one of LungDesk
            preset = parse_presets([parsed(text)])[0]
            changed[preset.id] = preset
    return tuple(changed.get(preset.id, preset) for preset in CHEST_PRESETS)


def _changed_presets(presets: tuple[WindowPreset, ...]) -> tuple[str, ...]:
    changed = [preset for preset in presets if preset not in CHEST_PRESETS]
    return tuple(json.dumps(plain) for plain in plain_presets(changed))
