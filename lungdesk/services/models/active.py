"""Which model reads when none is named: the user's choice, in the settings."""

from __future__ import annotations

from dataclasses import replace

from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import AppPaths
from lungdesk.services.settings_store import SettingsStore


def active_model_id(paths: AppPaths) -> str:
    """Id of the model that reads; it need not be installed any more."""
    return SettingsStore(paths.settings_file).load().model_id or DEFAULT_MODEL_ID


def set_active_model(paths: AppPaths, model_id: str) -> None:
    """Read with another model from now on; raises LungDeskError (`not_writable`)."""
    store = SettingsStore(paths.settings_file)
    store.save(replace(store.load(), model_id=model_id))
