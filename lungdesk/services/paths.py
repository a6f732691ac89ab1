"""Where LungDesk keeps what is its own and the user's."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
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
        """The system's folders for this user, or those below ``LUNGDESK_HOME``.

        Raises
        ------
        LungDeskError
            ``FILE_NOT_WRITABLE`` for a user without a home.
        """
        home = os.environ.get(HOME_VARIABLE)
        if home:
            paths = cls(Path(home) / "config", Path(home) / "data", Path(home) / "cache")
        else:
            paths = cls(*_folders_of_system())
        chosen = paths.chosen_data
        return replace(paths, data=chosen) if chosen is not None else paths

    @property
    def data_choice(self) -> Path:
        """Names the folder for data that the user has chosen; missing where it is the system's."""
        return self.config / "data-folder.txt"

    @property
    def chosen_data(self) -> Path | None:
        """The folder for data that the user has chosen."""
        try:
            stated = self.data_choice.read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None
        return Path(stated) if Path(stated).is_absolute() else None

    def choose_data(self, folder: Path) -> None:
        """Keep data in another folder from the next start on; what is there already stays.

        Raises
        ------
        LungDeskError
            ``FILE_NOT_WRITABLE``: nothing can be written there, or the choice not be kept.
        """
        write_text_atomically(folder / "lungdesk.txt", "LungDesk keeps its data here.\n")
        write_text_atomically(self.data_choice, f"{folder.resolve()}\n")

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
    def results(self) -> Path:
        """DICOM results of films, where the user has chosen no other folder for them."""
        return self.data / "results"

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


def _folders_of_system() -> tuple[Path, Path, Path]:
    own = platformdirs.PlatformDirs("lungdesk", appauthor=False)
    try:
        return own.user_config_path, own.user_data_path, own.user_cache_path
    except RuntimeError as error:
        raise LungDeskError(
            "The user who runs LungDesk has no home, so nothing can be kept.",
            hint=f"Set HOME or {HOME_VARIABLE} to a folder.",
            code=ErrorCode.FILE_NOT_WRITABLE,
        ) from error


def shipped_models_folder() -> Path:
    """Bundles that come with LungDesk."""
    return _ROOT / "models"


def resources_folder() -> Path:
    """Icons and other files that come with LungDesk."""
    return _ROOT / "resources"
