"""Where LungDesk keeps what is its own and the user's."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from lungdesk.core.shipped import shipped_folder

#: One folder for settings, data and cache instead of the system's; for tests and portable use.
HOME_VARIABLE = "LUNGDESK_HOME"

_ROOT = shipped_folder()


@dataclass(frozen=True, slots=True)
class AppPaths:
    """Folders of the user; made when something is first written to them."""

    config: Path
    data: Path
    cache: Path

    @classmethod
    def default(cls) -> AppPaths:
        """The system's folders for this user, or those below ``LUNGDESK_HOME``."""
        home = os.environ.get(HOME_VARIABLE)
        if home:
            return cls(Path(home) / "config", Path(home) / "data", Path(home) / "cache")
        folders = platformdirs.PlatformDirs("lungdesk", appauthor=False)
        return cls(folders.user_config_path, folders.user_data_path, folders.user_cache_path)

    @property
    def settings_file(self) -> Path:
        """Where `SettingsStore` writes."""
        return self.config / "settings.json"

    @property
    def models(self) -> Path:
        """Bundles that the user has added or trained."""
        return self.data / "models"

    @property
    def removed_models(self) -> Path:
        """Bundles that the user has removed and may want back."""
        return self.data / "removed-models"

    @property
    def trainings(self) -> Path:
        """Trainings that are prepared or done in the window, a folder each."""
        return self.data / "trainings"

    @property
    def workspace(self) -> Path:
        """Database of all that has been read."""
        return self.data / "workspace" / "workspace.db"

    @property
    def batches(self) -> Path:
        """Tables of the folders that were classified in the window, a folder each."""
        return self.data / "batches"

    @property
    def unpacked_films(self) -> Path:
        """Films of ZIP files, of limited size."""
        return self.cache / "archives"

    @property
    def weights(self) -> Path:
        """ImageNet weights of backbones, as they were fetched."""
        return self.cache / "weights"

    @property
    def compiled_networks(self) -> Path:
        """Code compiled for this processor."""
        return self.cache / "compiled"

    @property
    def measured_times(self) -> Path:
        """How long networks take on this computer."""
        return self.data / "measured-times.json"

    @property
    def benchmarks(self) -> Path:
        """Files of a measurement, gone when it has ended."""
        return self.cache / "benchmarks"


def shipped_models_folder() -> Path:
    """Bundles that come with LungDesk."""
    return _ROOT / "models"


def resources_folder() -> Path:
    """Icons and other files that come with LungDesk."""
    return _ROOT / "resources"
