"""Loads the wanted film and keeps how it is looked at."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging import grayscale, heat
from lungdesk.core.imaging.geometry import Point, ViewGeometry
from lungdesk.core.imaging.presentation_lut import is_dark_high
from lungdesk.core.imaging.presets import WindowPreset, preset_window
from lungdesk.core.jobs import Progress
from lungdesk.core.presentation import Presentation
from lungdesk.core.radiograph import VoiTransform
from lungdesk.core.saliency import ImageRegion
from lungdesk.gui.actions import Actions
from lungdesk.gui.activity import Activity
from lungdesk.gui.film import Film, loader
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.messages import to_message
from lungdesk.gui.state import AppState, FilmState, Overlay, Phase
from lungdesk.gui.viewer.corner_text import CornerText, corner_text, essential
from lungdesk.gui.viewer.film_painter import Extras
from lungdesk.gui.viewer.grey_look import GreyLook
from lungdesk.gui.window_services import WindowServices
from lungdesk.services.job_runner import Lane
from lungdesk.services.studies import DecodeRequest

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel

_LOADING = "loading"
#: Action and what it shows or leaves out.
_EXTRAS = {
    "overlays": "has_overlays",
    "shutters": "has_shutters",
    "padding": "hides_padding",
    "local_contrast": "has_local_contrast",
}
_GAIN_STEPS = 1024
_ZOOM_STEP = 1.25


class ViewerPresenter(QObject):
    """Binds film, mouse and keys.

    Signals
    -------
    film_painted()
        A film is on the screen for the first time since it was chosen.
    look_changed()
        Other values are black and white, or another film is looked at.
    """

    film_painted = Signal()
    look_changed = Signal()

    def __init__(
        self,
        panel: ViewerPanel,
        state: AppState,
        *,
        services: WindowServices,
        bridge: JobBridge,
        activity: Activity,
    ) -> None:
        super().__init__(panel)
        self._panel, self._view, self._state = panel, panel.view, state
        self._activity = activity
        self._load = loader(services.decode)
        self._loading = bridge.channel(Lane.IO)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_failed)
        self._film: Film | None = None
        self._geometry = ViewGeometry.fitting((1, 1), (1, 1))
        self._look: GreyLook | None = None
        self._extras = Extras()
        self._awaits_paint = False
        self._connect()
        panel.show_empty()

    def _connect(self) -> None:
        state, view = self._state, self._view
        state.current_changed.connect(self._on_current_changed)
        state.paths_changed.connect(self._on_paths_changed)
        state.reading_changed.connect(self._show_heat)
        state.explained_changed.connect(self._show_heat)
        state.heatmap_changed.connect(self._show_heat)
        state.overlay_changed.connect(self._show_corners)
        state.key_image_changed.connect(self._show_corners)
        view.window_dragged.connect(self._on_window_dragged)
        view.panned.connect(self._on_panned)
        view.zoomed.connect(self._on_zoomed)
        view.resized.connect(self._on_resized)
        view.painted.connect(self._on_painted)
        view.region_selected.connect(self._on_region_selected)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        for id_, slot in (
            ("fit", self.fit),
            ("actual_size", self.show_actual_size),
            ("zoom_in", self.zoom_in),
            ("zoom_out", self.zoom_out),
            ("invert", self.invert),
            ("flip_horizontal", self.flip_horizontal),
            ("flip_vertical", self.flip_vertical),
            ("rotate_left", self.rotate_left),
            ("rotate_right", self.rotate_right),
            ("reset", self.reset),
            ("preset_dicom", self.use_file_window),
            ("window_region", self._view.select_region),
            ("tilt_left", self.tilt_left),
            ("tilt_right", self.tilt_right),
            ("words", self.next_overlay),
        ):
            actions[id_].triggered.connect(slot)
        actions["magnifier"].toggled.connect(self._view.set_magnifier)
        for id_, name in _EXTRAS.items():
            actions[id_].setChecked(getattr(self._extras, name))
            actions[id_].toggled.connect(partial(self._set_extra, name))

    @property
    def state(self) -> AppState:
        """What the panels share."""
        return self._state

    @property
    def geometry(self) -> ViewGeometry:
        """Where the film is on the screen."""
        return self._geometry

    @property
    def look(self) -> GreyLook | None:
        """Which values are black and white; None without a film."""
        return self._look

    @property
    def film(self) -> Film | None:
        """The film that is looked at."""
        return self._film

    # --- loading

    def _on_current_changed(self) -> None:
        path = self._state.current
        self._loading.cancel()
        self._activity.end(_LOADING)
        if path is None:
            self._show(None)
            self._panel.show_empty()
            self._state.set_film(FilmState())
            return
        self._activity.show(_LOADING, Progress(0, 0, f"Opening {path.name}"))
        self._state.set_film(FilmState(Phase.BUSY, path))
        self._loading.replace(self._load, DecodeRequest(path, self._state.frame), tag=path)

    def _on_loaded(self, _path: object, film: Film) -> None:
        self._activity.end(_LOADING)
        self._show(film)
        self._panel.show_view()
        self._state.set_film(FilmState(Phase.READY, self._state.current, film))

    def _on_failed(self, _path: object, error: LungDeskError) -> None:
        self._activity.end(_LOADING)
        path = self._state.current
        self._show(None)
        title = f"{path.name} cannot be shown" if path else "The film cannot be shown"
        self._panel.show_failure(title, to_message(error))
        self._state.set_film(FilmState(Phase.FAILED, path, error=error))

    def _show(self, film: Film | None) -> None:
        self._film = film
        self._awaits_paint = film is not None
        self._view.show_film(film)
        self._view.show_extras(self._extras)
        self._view.show_heat(None)
        if film is None:
            self._look = None
            self.look_changed.emit()
            return
        self.reset()

    def show_frame(self, film: Film) -> None:
        """Show another frame of the same file; window and zoom stay."""
        geometry, look = self._geometry, self._look
        self._show(film)
        if geometry.film_size == film.size:
            self._place(geometry)
        if look is not None:
            self._see(look)
        self._state.set_film(FilmState(Phase.READY, self._state.current, film))

    # --- how it is looked at

    def reset(self) -> None:
        """Undo zoom, pan, turns and window."""
        if self._film is None:
            return
        size = (max(1, self._view.width()), max(1, self._view.height()))
        self._place(ViewGeometry.fitting(self._film.size, size))
        self._see(GreyLook(self._film.default_voi))

    def present(self, presentation: Presentation) -> None:
        """Show the film as a presentation state says."""
        if self._film is None:
            return
        film = self._film
        size = (max(1, self._view.width()), max(1, self._view.height()))
        self._place(presentation.geometry(film.radiograph, size))
        self._see(GreyLook(presentation.voi or film.default_voi, presentation.is_inverted))

    def fit(self) -> None:
        """Show the whole film."""
        self._place(self._geometry.fitted())

    def show_actual_size(self) -> None:
        """Show one film pixel as one screen pixel."""
        self._place(self._geometry.at_scale(1 / self._view.devicePixelRatioF()))

    def zoom_in(self) -> None:
        """Enlarge about the middle."""
        self._place(self._geometry.zoomed(_ZOOM_STEP))

    def zoom_out(self) -> None:
        """Reduce about the middle."""
        self._place(self._geometry.zoomed(1 / _ZOOM_STEP))

    def flip_horizontal(self) -> None:
        """Mirror left and right."""
        self._place(self._geometry.flipped(is_vertical=False))

    def flip_vertical(self) -> None:
        """Mirror top and bottom."""
        self._place(self._geometry.flipped(is_vertical=True))

    def rotate_left(self) -> None:
        """Turn by a quarter to the left."""
        self._place(self._geometry.turned(-90))

    def rotate_right(self) -> None:
        """Turn by a quarter to the right."""
        self._place(self._geometry.turned(90))

    def tilt_left(self) -> None:
        """Turn by a degree to the left."""
        self._place(self._geometry.turned(-1))

    def tilt_right(self) -> None:
        """Turn by a degree to the right."""
        self._place(self._geometry.turned(1))

    def invert(self) -> None:
        """Turn black and white round."""
        if self._look is not None:
            self._see(self._look.inverted())

    def use_preset(self, preset: WindowPreset) -> None:
        """Spread a part of the film's values, told by its own histogram, over the grey scale."""
        film = self._film
        if film is not None and film.histogram is not None:
            self.use_window(preset_window(film.radiograph, preset, film.histogram))

    def use_file_window(self) -> None:
        """Take what the file states (or, where it states nothing, the automatic window)."""
        if self._film is not None:
            self.use_window(self._film.default_voi)

    def _set_extra(self, name: str, is_on: bool) -> None:
        self._extras = replace(self._extras, **{name: is_on})
        self._view.show_extras(self._extras)
        if self._look is not None:
            self._see(self._look)

    def next_overlay(self) -> None:
        """Show everything, measurements only, or the bare film, in turn."""
        states = list(Overlay)
        now = states.index(self._state.overlay)
        self._state.set_overlay(states[(now + 1) % len(states)])

    def look_at(self, point: Point) -> None:
        """Move the film only if a film point is out of sight: then it comes to the middle."""
        x, y = self._geometry.to_view(point)
        width, height = self._geometry.view_size
        if not (0 <= x < width and 0 <= y < height):
            self._place(self._geometry.panned(width / 2 - x, height / 2 - y))

    def use_window(self, voi: VoiTransform) -> None:
        """Take a window; whether black and white are exchanged stays."""
        is_inverted = self._look is not None and self._look.is_inverted
        self._see(GreyLook(voi, is_inverted))

    # --- the mouse

    def _on_window_dragged(self, dx: float, dy: float, coarseness: float) -> None:
        film, look = self._film, self._look
        if film is None or look is None or film.radiograph.is_colour:
            return
        gain = film.value_range / _GAIN_STEPS * coarseness
        is_dark = is_dark_high(film.radiograph, is_inverted=look.is_inverted)
        self._see(look.dragged(dx, dy, gain, is_dark_high=is_dark))

    def _on_region_selected(self, region: ImageRegion) -> None:
        film = self._film
        if film is not None and not film.radiograph.is_colour:
            self.use_window(grayscale.auto_window(film.radiograph, region))

    def _on_panned(self, dx: float, dy: float) -> None:
        self._place(self._geometry.panned(dx, dy))

    def _on_zoomed(self, factor: float, x: float, y: float) -> None:
        self._place(self._geometry.zoomed(factor, (x, y)))

    def _on_resized(self, width: int, height: int) -> None:
        if self._film is not None:
            self._place(self._geometry.resized((max(1, width), max(1, height))))

    def _on_painted(self) -> None:
        if self._awaits_paint:
            self._awaits_paint = False
            self.film_painted.emit()

    # --- what follows from it

    def _place(self, geometry: ViewGeometry) -> None:
        if self._film is not None:
            self._geometry = geometry
            self._view.show_geometry(geometry)
            self._show_corners()

    def _see(self, look: GreyLook) -> None:
        film = self._film
        if film is None:
            return
        self._look = look
        if film.radiograph.is_colour:
            self._view.show_grey(None, is_colour_inverted=look.is_inverted)
        else:
            lut = grayscale.display_lut(film.radiograph, look.voi, is_inverted=look.is_inverted)
            padding = film.radiograph.padding if self._extras.hides_padding else None
            self._view.show_grey(lut if padding is None else lut.blackened(*padding))
        self._show_corners()
        self.look_changed.emit()

    def corners(self) -> CornerText:
        """All words of the film, wanted or not."""
        if self._film is None:
            return CornerText()
        return corner_text(
            self._film.radiograph,
            self._geometry,
            self._look,
            is_processed=self._extras.has_local_contrast,
            is_key_image=self._state.is_key_image,
        )

    def _show_corners(self) -> None:
        if self._film is not None:
            text, is_all = self.corners(), self._state.overlay is Overlay.ALL
            self._view.show_corners(text if is_all else essential(text))

    def _show_heat(self) -> None:
        look, reading = self._state.heatmap, self._state.reading.reading
        class_index = self._state.explained_class()
        if not look.is_shown or reading is None or class_index is None or self._film is None:
            self._view.show_heat(None)
            return
        maps = reading.saliency_maps
        chosen = next((m for m in maps if m.class_index == class_index), None)
        if chosen is None:
            self._view.show_heat(None)
            return
        picture = heat.picture(
            chosen,
            heat.common_peak(maps),
            colormap=look.colormap,
            opacity=look.opacity,
        )
        self._view.show_heat(picture, chosen.region)

    def _on_paths_changed(self) -> None:
        self._view.set_has_several(len(self._state.paths) > 1)
