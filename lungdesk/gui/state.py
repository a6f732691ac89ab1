"""What the panels share: frozen values, one setter and one signal for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import telling_names
from lungdesk.core.identity import composed
from lungdesk.core.imaging.presets import CHEST_PRESETS, WindowPreset
from lungdesk.core.study import PatientRef
from lungdesk.gui.explained_store import ExplainedStore
from lungdesk.gui.heatmap_look import HeatmapLook
from lungdesk.gui.key_bindings import DEFAULTS, KeyBindings
from lungdesk.gui.preference_values import Preferences
from lungdesk.gui.reading_store import Phase, ReadingState
from lungdesk.gui.translation import tr

if TYPE_CHECKING:
    from lungdesk.core.radiograph import Radiograph
    from lungdesk.gui.film import Film
    from lungdesk.gui.films_wanted import FilmsWanted
    from lungdesk.gui.window_services import Reader

__all__ = ["AppState", "FilmState", "ModelState", "Overlay", "Phase", "ReadingState"]


@dataclass(frozen=True, slots=True, eq=False)
class FilmState:
    """The film in the centre; ``film`` when ready, ``error`` when failed."""

    phase: Phase = Phase.EMPTY
    path: Path | None = None
    film: Film | None = None
    error: LungDeskError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ModelState:
    """Whether the model can read; ``EMPTY`` when there is none, ``error`` then says why."""

    phase: Phase = Phase.EMPTY
    name: str = ""
    id: str = ""
    version: str = ""
    sha256: str = ""
    error: LungDeskError | None = None
    reader: Reader | None = None


class Overlay(StrEnum):
    """What stands on the film besides the film (the three states of Weasis)."""

    ALL = "all"
    MEASUREMENTS = tr("measurements only")
    NONE = "none"


class AppState(ExplainedStore):
    """The shared state of one window.

    Signals
    -------
    paths_changed(), current_changed(), frame_changed(), playing_changed(),
    key_image_changed(), film_changed(), model_changed(),
    heatmap_changed(), recent_changed(), keys_changed(),
    presets_changed(), preferences_changed(), overlay_changed(), worklist_columns_changed()
        The field has another value; it is set already.
    films_wanted(FilmsWanted)
        Somebody wants films listed and shown in the viewer.
    """

    paths_changed = Signal()
    current_changed = Signal()
    frame_changed = Signal()
    playing_changed = Signal()
    key_image_changed = Signal()
    key_frames_changed = Signal()
    film_changed = Signal()
    model_changed = Signal()
    heatmap_changed = Signal()
    recent_changed = Signal()
    keys_changed = Signal()
    presets_changed = Signal()
    preferences_changed = Signal()
    overlay_changed = Signal()
    worklist_columns_changed = Signal()
    films_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths: tuple[Path, ...] = ()
        self._current: Path | None = None
        self._frame = 0
        self._is_playing = False
        self._is_key_image = False
        self._key_frames: frozenset[tuple[Path, int]] = frozenset()
        self._film = FilmState()
        self._model = ModelState()
        self._heatmap = HeatmapLook()
        self._recent: tuple[Path, ...] = ()
        self._keys: KeyBindings = DEFAULTS
        self._presets: tuple[WindowPreset, ...] = CHEST_PRESETS
        self._preferences = Preferences()
        self.set_reader_name(self._preferences.reader_name)
        self._listed: tuple[tuple[str, Path], ...] = ()
        self._labels: dict[Path, str] = {}
        self._named: tuple[Path, ...] = ()
        self._always_named: set[Path] = set()
        self._earlier: dict[Path, int] = {}
        self._patients: set[PatientRef] = set()
        self._overlay = Overlay.ALL
        self._worklist_columns: tuple[str, ...] = ()

    @property
    def worklist_columns(self) -> tuple[str, ...]:
        """What the user has made of the worklist's columns, as it is kept."""
        return self._worklist_columns

    def set_worklist_columns(self, columns: tuple[str, ...]) -> None:
        """Keep what the user has made of the worklist's columns."""
        if columns != self._worklist_columns:
            self._worklist_columns = columns
            self.worklist_columns_changed.emit()

    @property
    def keys(self) -> KeyBindings:
        """Which key does what."""
        return self._keys

    def set_keys(self, keys: KeyBindings) -> None:
        """Change which key does what."""
        if keys != self._keys:
            self._keys = keys
            self.keys_changed.emit()

    @property
    def preferences(self) -> Preferences:
        """How the user wants the window to behave."""
        return self._preferences

    def set_preferences(self, preferences: Preferences) -> None:
        """Change how the window behaves."""
        if preferences != self._preferences:
            self._preferences = preferences
            self.set_reader_name(preferences.reader_name)
            self.preferences_changed.emit()

    @property
    def overlay(self) -> Overlay:
        """What stands on the film besides the film."""
        return self._overlay

    def set_overlay(self, overlay: Overlay) -> None:
        """Choose what stands on the film besides the film."""
        if overlay is not self._overlay:
            self._overlay = overlay
            self.overlay_changed.emit()

    @property
    def is_film_bare(self) -> bool:
        """Whether measurements are hidden."""
        return self._overlay is Overlay.NONE

    def show_measurements(self) -> None:
        """Nobody measures on the bare film, nor looks there for what has been measured."""
        if self.is_film_bare:
            self.set_overlay(Overlay.MEASUREMENTS)

    @property
    def presets(self) -> tuple[WindowPreset, ...]:
        """Window presets, those that LungDesk brings or the user's own of the same ids."""
        return self._presets

    def set_presets(self, presets: tuple[WindowPreset, ...]) -> None:
        """Change what the presets show."""
        if presets != self._presets:
            self._presets = presets
            self.presets_changed.emit()

    @property
    def paths(self) -> tuple[Path, ...]:
        """Films of the list, in its order."""
        return self._paths

    def set_paths(self, paths: tuple[Path, ...]) -> None:
        """Replace the list; what was read of films no longer listed is forgotten."""
        if paths != self._paths:
            self._paths = paths
            self._listed = _after_stems(paths)
            self._explained_of_each, self._labels = None, telling_names(paths)
            self._keep_only(set(paths))
            self.paths_changed.emit()

    def label(self, path: Path) -> str:
        """What a file is called: no other one of the list is called so."""
        return self._labels.get(path) or path.name or str(path)

    @property
    def named(self) -> tuple[tuple[str, Path], ...]:
        """Listed films, and what else messages may name: what was asked for or not found.

        Each after the stem of its name, `composed`: for every word that is shown it is looked for.
        """
        return (*self._listed, *_after_stems((*self._named, *self._always_named, *self._earlier)))

    def set_named(self, paths: tuple[Path, ...]) -> None:
        """Tell which paths besides the list messages may name."""
        self._named = paths

    def add_named(self, paths: Iterable[Path]) -> None:
        """Remember what else messages may name, whatever is listed."""
        self._always_named.update(paths)

    @property
    def earlier(self) -> Mapping[Path, int]:
        """Films that hang, or have hung, beside those of the list, counted from 1."""
        return self._earlier

    def add_earlier(self, path: Path) -> None:
        """Remember that a film of the worklist hangs beside one of the list."""
        self._earlier.setdefault(path, len(self._earlier) + 1)

    @property
    def patients(self) -> AbstractSet[PatientRef]:
        """Everybody whose films have been seen since the start."""
        return self._patients

    def add_patient(self, patient: PatientRef) -> None:
        """Remember whose film has been seen."""
        self._patients.add(patient)

    @property
    def current(self) -> Path | None:
        """The film that is wanted in the centre."""
        return self._current

    def set_current(self, path: Path | None, frame: int = 0) -> None:
        """Want another film in the centre, at one of its frames."""
        if path != self._current:
            self._current, self._frame = path, frame
            self.current_changed.emit()

    def reload_current(self) -> None:
        """Want the film in the centre from its file once more, at its first frame."""
        self._frame = 0
        self.current_changed.emit()

    @property
    def frame(self) -> int:
        """The frame of it that is wanted, counted from 0."""
        return self._frame

    def set_frame(self, frame: int) -> None:
        """Want another frame of the film in the centre."""
        if frame != self._frame:
            self._frame = frame
            self.frame_changed.emit()

    @property
    def is_playing(self) -> bool:
        """Whether frame follows frame by itself: then nothing slow begins with each."""
        return self._is_playing

    def set_playing(self, is_playing: bool) -> None:
        """Begin or end playing."""
        if is_playing != self._is_playing:
            self._is_playing = is_playing
            self.playing_changed.emit()

    @property
    def is_key_image(self) -> bool:
        """Whether the frame in the centre is marked as key image."""
        return self._is_key_image

    def set_key_image(self, is_key_image: bool) -> None:
        """Tell whether the frame in the centre is a key image."""
        if is_key_image != self._is_key_image:
            self._is_key_image = is_key_image
            self.key_image_changed.emit()

    @property
    def key_frames(self) -> frozenset[tuple[Path, int]]:
        """All frames that are kept as key images, by file."""
        return self._key_frames

    def set_key_frames(self, key_frames: frozenset[tuple[Path, int]]) -> None:
        """Tell which frames are kept as key images."""
        if key_frames != self._key_frames:
            self._key_frames = key_frames
            self.key_frames_changed.emit()

    @property
    def film(self) -> FilmState:
        """The film in the centre."""
        return self._film

    def set_film(self, film: FilmState) -> None:
        """Tell how far the film in the centre is."""
        self._film = film
        if film.film is not None:
            self.add_patient(film.film.radiograph.instance.patient)
        self.film_changed.emit()

    @property
    def model(self) -> ModelState:
        """Which model reads, and whether it can."""
        return self._model

    def set_model(self, model: ModelState) -> None:
        """Tell how far the model is."""
        self._model = model
        self.model_changed.emit()

    def is_to_be_read(self, film: Radiograph) -> bool:
        """Whether its reading is still to come: never where no model can read, nor of no film."""
        model, is_film = self._model, not film.instance.is_own_picture
        can_read = is_film and model.reader is not None and model.phase is not Phase.FAILED
        return can_read and self.stored_reading_of(film) is None and not self.has_failed(film)

    @property
    def heatmap(self) -> HeatmapLook:
        """How the map is laid over the film."""
        return self._heatmap

    def set_heatmap(self, look: HeatmapLook) -> None:
        """Change how the map is laid over the film."""
        if look != self._heatmap:
            self._heatmap = look
            self.heatmap_changed.emit()

    @property
    def recent(self) -> tuple[Path, ...]:
        """Files and folders opened lately, the latest first."""
        return self._recent

    def set_recent(self, paths: tuple[Path, ...]) -> None:
        """Replace the recent files."""
        if paths != self._recent:
            self._recent = paths
            self.recent_changed.emit()

    def want_films(self, wanted: FilmsWanted) -> None:
        """Ask for films in the viewer."""
        self.films_wanted.emit(wanted)


def _after_stems(paths: Iterable[Path]) -> tuple[tuple[str, Path], ...]:
    return tuple((composed(path.stem), path) for path in paths)
