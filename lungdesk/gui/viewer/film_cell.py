"""One view with the film in it: where it lies, which values are black and white."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from lungdesk.core.imaging import grayscale
from lungdesk.core.imaging.geometry import Point, ViewGeometry
from lungdesk.core.imaging.presentation_lut import is_dark_high
from lungdesk.core.imaging.presets import WindowPreset, preset_window
from lungdesk.core.presentation import Presentation
from lungdesk.core.radiograph import PixelSpacing, VoiTransform
from lungdesk.core.saliency import ImageRegion
from lungdesk.gui.film import Film
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.corner_text import CornerText, corner_text, without_identity, zoom_words
from lungdesk.gui.viewer.film_painter import Extras
from lungdesk.gui.viewer.grey_look import GreyLook

if TYPE_CHECKING:
    from lungdesk.gui.viewer.film_view import FilmView

_GAIN_STEPS = 1024


class FilmCell(QObject):
    """What is in one place of the layout; the place may be out of sight.

    Signals
    -------
    look_changed()
        Other values are black and white, or another film is looked at.
    placed()
        The film lies elsewhere, or is larger or smaller.
    painted()
        The film is on the screen for the first time since it was put here.
    """

    look_changed = Signal()
    placed = Signal()
    painted = Signal()

    def __init__(self, view: FilmView) -> None:
        super().__init__(view)
        self._view = view
        self._film: Film | None = None
        self._stored_film: Film | None = None
        self._geometry = ViewGeometry.fitting((1, 1), (1, 1))
        self._look: GreyLook | None = None
        self._extras = Extras()
        self._awaits_paint = False
        self._caption = self._heat_class = ""
        self._true_size: tuple[str, ...] = ()
        view.resized.connect(self._on_resized)
        view.painted.connect(self._on_painted)

    @property
    def view(self) -> FilmView:
        """Where it is painted."""
        return self._view

    @property
    def film(self) -> Film | None:
        """The film that is looked at."""
        return self._film

    @property
    def stored_film(self) -> Film | None:
        """The film as its file has it, without the calibration of a presentation state."""
        return self._stored_film

    @property
    def calibration(self) -> PixelSpacing | None:
        """Spacing of a presentation state that the film is looked at with, if it is."""
        if self._film is None or self._film is self._stored_film:
            return None
        return self._film.radiograph.spacing

    @property
    def path(self) -> Path | None:
        """Which file it came from."""
        return None if self._film is None else self._film.radiograph.instance.path

    @property
    def geometry(self) -> ViewGeometry:
        """Where the film is on the screen."""
        return self._geometry

    @property
    def look(self) -> GreyLook | None:
        """Which values are black and white; None without a film."""
        return self._look

    @property
    def extras(self) -> Extras:
        """What of the file is shown besides the film."""
        return self._extras

    # --- the film

    def show(self, film: Film | None) -> None:
        """Look at another film, as it is without anybody's wishes."""
        self._film = self._stored_film = film
        self._caption = self._heat_class = ""
        self._awaits_paint = film is not None
        self._view.show_film(film)
        self._view.show_extras(self._extras)
        self._view.show_heat(None)
        if film is None:
            self._look = None
            self._view.show_corners(CornerText())
            self.look_changed.emit()
            return
        self.reset()

    def show_frame(self, film: Film) -> None:
        """Show another frame of the same file; window, zoom and calibration stay."""
        geometry, look, caption = self._geometry, self._look, self._caption
        calibration = self.calibration
        self.show(film)
        self._caption = caption
        self.calibrate(calibration)
        if geometry.film_size == film.size:
            self.place(geometry)
        if look is not None:
            self.see(look)

    def set_caption(self, caption: str) -> None:
        """Say on the film what it is beside the other one; it goes with the film."""
        if caption != self._caption:
            self._caption = caption
            self.placed.emit()

    def show_heat_class(self, name: str) -> None:
        """Say on the film which class its heatmap speaks for; nothing where it has none."""
        if name != self._heat_class:
            self._heat_class = name
            self.placed.emit()

    def set_true_size(self, lines: tuple[str, ...]) -> None:
        """Say in which sense the film has its true size on this screen; nothing where not."""
        if lines != self._true_size:
            self._true_size = lines
            self.placed.emit()

    # --- where it lies

    def reset(self) -> None:
        """Undo zoom, pan, turns and window."""
        if self._film is None:
            return
        self.place(ViewGeometry.fitting(self._film.size, self._view_size))
        self.reset_look()

    def reset_look(self) -> None:
        """Undo window and inversion."""
        if self._film is not None:
            self.see(GreyLook(self._film.default_voi))

    def place(self, geometry: ViewGeometry) -> None:
        """Let the film lie as a geometry says."""
        if self._film is not None:
            self._geometry = geometry
            self._view.show_geometry(geometry)
            self.placed.emit()

    @property
    def _view_size(self) -> tuple[int, int]:
        return max(1, self._view.width()), max(1, self._view.height())

    def calibrate(self, spacing: PixelSpacing | None) -> None:
        """Measure with another spacing; None for that of the file."""
        if self._stored_film is not None:
            self._film = self._stored_film.calibrated(spacing)
            self.placed.emit()

    def present(self, presentation: Presentation) -> None:
        """Show the film as a presentation state says."""
        if self._stored_film is None:
            return
        self._film = film = self._stored_film.calibrated(presentation.calibration)
        self.place(presentation.geometry(film.radiograph, self._view_size))
        self.see(GreyLook(presentation.voi or film.default_voi, presentation.is_inverted))

    def look_at(self, point: Point) -> None:
        """Move the film only if a film point is out of sight: then it comes to the middle."""
        x, y = self._geometry.to_view(point)
        width, height = self._geometry.view_size
        if not (0 <= x < width and 0 <= y < height):
            self.place(self._geometry.panned(width / 2 - x, height / 2 - y))

    # --- how it is looked at

    def see(self, look: GreyLook) -> None:
        """Map stored values to grey."""
        film = self._film
        if film is None:
            return
        self._look = look
        if film.radiograph.is_colour:
            self._view.show_grey(None, is_colour_inverted=look.is_inverted)
        else:
            self._view.show_grey(
                grayscale.display_lut(film.radiograph, look.voi, is_inverted=look.is_inverted)
            )
        self.look_changed.emit()

    def invert(self) -> None:
        """Turn black and white round."""
        if self._look is not None:
            self.see(self._look.inverted())

    def use_window(self, voi: VoiTransform) -> None:
        """Take a window; whether black and white are exchanged stays."""
        self.see(GreyLook(voi) if self._look is None else self._look.windowed(voi))

    def use_preset(self, preset: WindowPreset) -> None:
        """Spread a part of the film's values, told by its own histogram, over the grey scale."""
        film = self._film
        if film is not None and film.histogram is not None:
            self.use_window(preset_window(film.radiograph, preset, film.histogram))

    def fit_window_to(self, region: ImageRegion) -> None:
        """Spread the values of a region over the grey scale; a region without any changes none."""
        film = self._film
        if film is None or film.radiograph.is_colour:
            return
        if grayscale.sampled_values(film.radiograph, region).size:
            self.use_window(grayscale.auto_window(film.radiograph, region))

    def drag_window(self, dx: float, dy: float, coarseness: float) -> None:
        """Change the window by a mouse movement; the gain is that of the film's own values."""
        film, look = self._film, self._look
        if film is None or look is None or film.radiograph.is_colour:
            return
        gain = film.value_range / _GAIN_STEPS * coarseness
        is_dark = is_dark_high(film.radiograph, is_inverted=look.is_inverted)
        self.see(look.dragged(dx, dy, gain, is_dark_high=is_dark))

    def set_extras(self, **fields: Any) -> None:
        """Show or leave out something of the file."""
        self._extras = replace(self._extras, **fields)
        self._view.show_extras(self._extras)
        if self._look is not None:
            self.see(self._look)

    def corners(
        self, *, is_key_image: bool, alias: str = "", geometry: ViewGeometry | None = None
    ) -> CornerText:
        """All words of the film, wanted or not; under an alias without telling whose it is.

        ``geometry`` is where it lies if not in this place: nobody knows its true size there.
        """
        if self._film is None:
            return CornerText()
        lying = geometry or self._geometry
        scale = lying.scale * self._view.devicePixelRatioF()
        text = corner_text(
            self._film.radiograph,
            lying,
            self._look,
            is_processed=self._extras.has_local_contrast,
            is_key_image=is_key_image,
            sizes=(*(() if geometry else self._true_size), zoom_words(scale)),
        )
        if alias:
            text = without_identity(text, self._film.radiograph.instance, title=alias)
        if self._heat_class:
            heat = tr("Heatmap: {name}", name=self._heat_class)
            text = replace(text, bottom_left=(heat, *text.bottom_left))
        if not self._caption:
            return text
        return replace(text, top_right=(*text.top_right, self._caption))

    # --- the view

    def _on_resized(self, width: int, height: int) -> None:
        if self._film is not None:
            self.place(self._geometry.resized((max(1, width), max(1, height))))

    def _on_painted(self) -> None:
        if self._awaits_paint:
            self._awaits_paint = False
            self.painted.emit()
