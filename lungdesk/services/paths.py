"""Where LungDesk keeps what is its own and the user's."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.shipped import shipped_folder
from lungdesk.formats import failures

#: One folder for settings, data and cache instead of the system's; for tests and portable use.
HOME_VARIABLE = "LUNGDESK_HOME"

#: What lies in a folder for data that the user has chosen.
_MARKER = "lungdesk.txt"
_ROOT = shipped_folder()


@dataclass(frozen=True, slots=True)
class AppPaths:
    """Folders of the user; made when something is first written to them."""

    config: Path
    data: Path
    cache: Path

    @classmethod
    def default(cls) -> AppPaths:
        """Folders of this user: those of `usual`, and that for data which the user has chosen.

        Raises
        ------
        LungDeskError
            ``FILE_MISSING`` when that one is not there, ``FILE_NOT_PERMITTED`` when it may not be
            read; ``FILE_NOT_WRITABLE`` as `usual`.
        """
        paths = cls.usual()
        chosen = paths.chosen_data
        if chosen is None:
            return paths
        own = replace(paths, data=chosen)
        if not own._has_data():  # nothing is begun anew where its drive will be
            raise LungDeskError(
                f"The folder for data is not there: {chosen}.",
                hint="Connect its drive and start LungDesk again, or delete"
                f" {paths.data_choice} to begin in the usual folder.",
                code=ErrorCode.FILE_MISSING,
            )
        return own

    @classmethod
    def usual(cls) -> AppPaths:
        """The system's folders for this user, or those below ``LUNGDESK_HOME``.

        Raises
        ------
        LungDeskError
            ``FILE_NOT_WRITABLE`` for a user without a home.
        """
        home = os.environ.get(HOME_VARIABLE)
        if home:
            return cls(Path(home) / "config", Path(home) / "data", Path(home) / "cache")
        return cls(*_folders_of_system())

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
            Those of `not_writable`: nothing can be written there, or the choice not be kept.
        """
        _mark(folder)
        write_text_atomically(self.data_choice, f"{folder.resolve()}\n")

    def _has_data(self) -> bool:
        """Whether data of LungDesk are there now; marks their folder anew if its mark is lost."""
        try:
            found = {one.name for one in self.data.iterdir()}
        except PermissionError as error:
            raise failures.not_permitted(self.data) from error
        except OSError:  # so do drives end that nobody answers for
            return False
        if _MARKER in found:
            return True
        kept = (self.workspace.parent, self.models, self.removed_models, self.trainings)
        is_ours = any(one.name in found for one in (*kept, self.batches, self.results))
        if is_ours:
            with suppress(LungDeskError):  # it may be for reading only
                _mark(self.data)
        return is_ours

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


def _mark(folder: Path) -> None:
    write_text_atomically(folder / _MARKER, "LungDesk keeps its data here.\n")


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
