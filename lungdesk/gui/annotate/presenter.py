"""The hand that measures: tools, handles, and what is written beside them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QPainter

from lungdesk.core.annotation.annotation_set import ANNOTATION_KINDS
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.annotation.measurements import CalibrationLine, CardiothoracicRatio
from lungdesk.core.imaging.geometry import Point, ViewGeometry
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui.actions import Actions
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.annotate.draft import UNCAUGHT, Draft, snapped
from lungdesk.gui.annotate.drawn_layer import DrawnLayer
from lungdesk.gui.annotate.grip import REACH_PX, Grip
from lungdesk.gui.annotate.measured_words import MeasuredWords
from lungdesk.gui.annotate.painter import Drawn, paint_draft
from lungdesk.gui.messages import Messages
from lungdesk.gui.privacy import may_show
from lungdesk.gui.state import Phase
from lungdesk.gui.translation import told, tr
from lungdesk.gui.viewer.film_cell import FilmCell
from lungdesk.gui.viewer.mouse import Taken
from lungdesk.gui.viewer.presenter import ViewerPresenter

if TYPE_CHECKING:
    from lungdesk.gui.annotate.annotations_panel import AnnotationsPanel
    from lungdesk.gui.viewer.film_view import FilmView

#: Action and the annotation that it draws.
TOOLS = {
    "tool_length": "length",
    "tool_angle": "angle",
    "tool_cobb": "cobb",
    "tool_cardiothoracic": "cardiothoracic",
    "tool_rectangle": "rectangle",
    "tool_ellipse": "ellipse",
    "tool_freehand": "freehand",
    "tool_probe": "probe",
    "tool_arrow": "arrow",
    "tool_text": "text",
    "tool_calibrate": "calibration",
}
#: How far a drag goes at least, in view pixels.
_DRAG_PX = 3.0
_IN_PIXELS = tr(
    "It is measured in pixels: the file does not say how large one is. Measure > Calibrate does."
)


class AnnotatePresenter(QObject):
    """Is the mouse tool of the film view: draws, selects, drags handles and whole annotations."""

    def __init__(
        self,
        panel: AnnotationsPanel,
        annotations: AnnotationState,
        *,
        viewer: ViewerPresenter,
        messages: Messages,
        words: MeasuredWords,
    ) -> None:
        super().__init__(panel)
        self._words, self._layer = words, DrawnLayer()
        #: The lungs of the film, where they are known: what is proposed follows them.
        self.lungs_of_film: Callable[[], LungFields | None] = lambda: None
        words.arrived.connect(self._show)
        self._panel, self._annotations = panel, annotations
        self._state, self._viewer, self._messages = viewer.state, viewer, messages
        self._draft: Draft | None = None
        self._kind, self._hint = "", ""
        self._pressed_at: Point = (0.0, 0.0)
        self._is_drag = False
        self._grabbed: Grip | None = None
        self._asked: tuple[Point, ...] = ()
        annotations.changed.connect(self._show)
        viewer.state.overlay_changed.connect(self._on_overlay_changed)
        viewer.state.film_changed.connect(self._on_film_changed)
        viewer.activated.connect(self._on_activated)
        viewer.state.preferences_changed.connect(self._show)
        panel.chosen.connect(self._jump_to)
        panel.renamed.connect(annotations.rename)
        for cell in viewer.cells:
            cell.view.editor.answered.connect(self._on_answered)
            cell.view.editor.dismissed.connect(self.cancel)
        self._view.set_tool(self)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        self._actions = actions
        for action_id, kind in TOOLS.items():
            actions[action_id].triggered.connect(partial(self._begin, kind))
        for action_id in ("undo", "delete"):
            actions[action_id].triggered.connect(self._take_hint_back)
        actions["undo"].triggered.connect(self._annotations.undo)
        actions["redo"].triggered.connect(self._annotations.redo)
        actions["delete"].triggered.connect(self._annotations.remove_selected)
        actions["copy_measurements"].triggered.connect(self._copy)
        for action_id in ("copy_measurements", "delete"):
            self._panel.add_button(actions[action_id])
        self._show()

    @property
    def _view(self) -> FilmView:
        return self._viewer.view

    @property
    def is_drawing(self) -> bool:
        """Whether the next click draws."""
        return bool(self._kind)

    @property
    def _radiograph(self) -> Radiograph | None:
        film = self._viewer.film
        return None if film is None else self._annotations.annotations.calibrated(film.radiograph)

    # --- tools

    def _begin(self, kind: str, _is_on: bool = False) -> None:
        radiograph = self._radiograph
        if radiograph is None:
            return
        self.cancel()
        self._state.show_measurements()
        if kind == "cardiothoracic":
            lungs = self.lungs_of_film()
            self._propose(CardiothoracicRatio.proposed(radiograph, lungs))
            known = "" if lungs is None else tr("Midline and thorax follow the lungs found. ")
            self._guide(
                tr(
                    "{known}Drag the midline, the heart's borders and the thorax in place.",
                    known=known,
                )
            )
            return
        self._kind, self._draft = kind, Draft(kind)
        self._view.setCursor(Qt.CursorShape.CrossCursor)
        title = told(ANNOTATION_KINDS[kind].title)
        hint = tr("{title}: draw it on the film. Esc: stop.", title=title)
        if kind == "length" and radiograph.spacing is None:
            hint = f"{hint} {_IN_PIXELS}"
        self._guide(hint)

    def _propose(self, ratio: CardiothoracicRatio) -> None:
        """Add it, or select the one that lies there untouched."""
        for one in self._annotations.annotations.annotations:
            if (one.kind, one.points) == (ratio.kind, ratio.points):
                self._annotations.select(one.id)
                return
        self._annotations.add(ratio)

    def _guide(self, hint: str) -> None:
        """Say what to do on this film."""
        self._hint = hint
        self._messages.inform(hint)

    def _on_activated(self, before: FilmCell, now: FilmCell) -> None:
        """Work in another view; a tool that has drawn nothing yet goes with the hand."""
        self._close_editor(before.view)
        before.view.unsetCursor()
        now.view.set_tool(self)
        if self.is_drawing:
            now.view.setCursor(Qt.CursorShape.CrossCursor)

    def _on_film_changed(self) -> None:
        self._close_editor(self._view)
        if self._draft is None or self._draft.points:
            self.cancel()
        self._take_hint_back()

    def _close_editor(self, view: FilmView) -> None:
        """The film is left: a note that is being typed is kept, half a length is not."""
        if self._kind == "text":
            view.editor.leave()
        view.editor.hide()

    def leave(self) -> None:
        """Let go of the film: a note that is being typed is kept."""
        self._close_editor(self._view)

    def _take_hint_back(self) -> None:
        """What it was about may be gone; while something is being drawn it holds."""
        if not self.is_drawing:
            self._messages.take_back(self._hint)

    def _on_overlay_changed(self) -> None:
        self._show()
        for cell in self._viewer.cells:
            cell.view.update()

    def cancel(self) -> None:
        """Give up what is being drawn or dragged."""
        if self._grabbed is not None:
            self._annotations.revert()
        if self.is_drawing:
            self._messages.take_back(self._hint)
        self._kind, self._draft, self._grabbed, self._asked = "", None, None, ()
        self._view.editor.hide()
        self._view.unsetCursor()
        self._view.update()

    def _finish(self, draft: Draft) -> None:
        if draft.kind == "calibration" and CalibrationLine(draft.fixed, length_mm=1).is_empty:
            self.cancel()
        elif draft.kind in ("text", "calibration"):
            self._ask(draft)
        else:
            annotation = ANNOTATION_KINDS[draft.kind](draft.fixed)
            self.cancel()
            if not annotation.is_empty:
                self._annotations.add(annotation)

    def _ask(self, draft: Draft) -> None:
        """Ask for words, or for the length of the line, where it is drawn."""
        what = tr("Text") if draft.kind == "text" else tr("Length in mm")
        self._asked = draft.fixed
        self._view.editor.ask(what, self._viewer.geometry.to_view(draft.fixed[-1]))

    def _on_answered(self, text: str) -> None:
        kind, points, radiograph = self._kind, self._asked, self._radiograph
        self.cancel()
        if points and kind == "text":
            self._annotations.add(TextNote(points, content=text))
        elif points and radiograph is not None:
            self._calibrate(radiograph, points, text)

    def _calibrate(self, radiograph: Radiograph, points: tuple[Point, ...], text: str) -> None:
        try:
            length_mm = float(text.replace(",", ".").removesuffix("mm"))
            self._annotations.add(CalibrationLine.on(radiograph, points[0], points[1], length_mm))
        except ValueError:
            self._messages.inform(
                tr("“{text}” is no length in mm; the film is not calibrated.", text=text)
            )

    # --- the mouse tool of the film view

    def press(self, at: Point, *, is_shifted: bool) -> bool:
        """Whether the tool takes the drag that begins here (view pixels)."""
        is_opening = self._state.film.phase is not Phase.READY  # and another one is on the screen
        if self._radiograph is None or is_opening or self._view.editor.isVisible():
            return self.is_drawing
        self._pressed_at, self._is_drag = at, False
        if self._draft is not None:
            self._draft = self._draft.pressed(self._film_point(at, is_shifted=is_shifted))
            self._view.update()
            return True
        self._grabbed = self._grip(at)
        self._annotations.select(self._grabbed.annotation.id if self._grabbed else None)
        return self._grabbed is not None

    def drag(self, at: Point, *, is_shifted: bool) -> None:
        """The pointer moves with the button held."""
        self._is_drag = self._is_drag or math.dist(at, self._pressed_at) > _DRAG_PX
        if self._draft is not None:
            point = self._film_point(at, is_shifted=is_shifted)
            self._draft = self._draft.moved(point, is_held=True)
            self._view.update()
        elif self._grabbed is not None and self._is_drag:
            self._annotations.preview(self._dragged(at, is_shifted=is_shifted))

    def release(self, at: Point, *, is_shifted: bool) -> None:
        """The button goes up."""
        if self._draft is not None:
            point = self._film_point(at, is_shifted=is_shifted)
            self._draft = self._draft.released(point, is_drag=self._is_drag)
            is_contour = self._draft.kind == "freehand" and len(self._draft.fixed) > 2
            if self._draft.is_complete or is_contour:
                self._finish(self._draft)
            elif self._draft.kind == "freehand":
                self._draft = Draft("freehand")
        elif self._grabbed is not None:
            self._grabbed = None
            if self._is_drag:
                self._annotations.commit()
        self._view.update()

    def hover(self, at: Point, *, is_shifted: bool) -> None:
        """The pointer moves without a button."""
        if self._draft is not None:
            point = self._film_point(at, is_shifted=is_shifted)
            self._draft = self._draft.moved(point, is_held=False)
            self._view.update()
        elif self._annotations.annotations.annotations:
            grip = self._grip(at)
            if grip is None:
                self._view.unsetCursor()
            elif grip.handle is None:
                self._view.setCursor(Qt.CursorShape.SizeAllCursor)
            else:
                self._view.setCursor(Qt.CursorShape.PointingHandCursor)

    def paint(
        self, painter: QPainter, geometry: ViewGeometry, taken: Taken, *, is_moving: bool = False
    ) -> None:
        """Paint what has been drawn over the film."""
        film = self._radiograph
        if film is None:
            return
        if not self._state.is_film_bare:
            drawn = self._drawn(film)
            self._layer.paint(painter, drawn, film, geometry, taken, is_moving=is_moving)
        if self._draft is not None and self._draft.points:
            paint_draft(painter, self._draft.points, geometry)

    def _film_point(self, at: Point, *, is_shifted: bool) -> Point:
        """Film position, held straight by Shift, else caught by a point nearby."""
        assert self._draft is not None
        point = self._viewer.geometry.to_film(at)
        if is_shifted:
            return self._draft.straightened(point)
        reach = REACH_PX / self._viewer.geometry.scale
        return snapped(point, self._handles(self._draft.kind), reach)

    def _handles(self, kind: str, but: UUID | None = None) -> list[Point]:
        """What catches the points of a kind: handles that are seen."""
        if self._state.is_film_bare or kind in UNCAUGHT:
            return []
        shown = self._annotations.annotations.annotations
        return [handle for one in shown if one.id != but for handle in one.points]

    def _grip(self, at: Point) -> Grip | None:
        """What of that which is seen lies under the pointer."""
        radiograph, shown = self._radiograph, self._annotations
        if radiograph is None or self._state.is_film_bare:
            return None
        geometry = self._viewer.geometry
        return Grip.at(at, shown.annotations, shown.selected, radiograph, geometry)

    def _dragged(self, at: Point, *, is_shifted: bool) -> Annotation:
        assert self._grabbed is not None
        one = self._grabbed.annotation
        geometry, catching = self._viewer.geometry, self._handles(one.kind, one.id)
        return self._grabbed.dragged(
            self._pressed_at, at, geometry, catching, is_shifted=is_shifted
        )

    # --- what to show

    def _drawn(self, radiograph: Radiograph) -> tuple[Drawn, ...]:
        selected = self._annotations.selected
        shown = self._annotations.annotations.annotations
        held = self._grabbed.annotation.id if self._grabbed and self._is_drag else None
        drawn = (
            Drawn(one, self._words.of(one, radiograph), one is selected, one.id == held)
            for one in shown
        )
        instance = radiograph.instance
        return tuple(d for d in drawn if may_show(self._state, d.words, instance))

    def _show(self) -> None:
        radiograph = self._radiograph
        self._panel.show_annotations(self._drawn(radiograph) if radiograph else ())
        self._actions["undo"].setEnabled(self._annotations.can_undo)
        self._actions["redo"].setEnabled(self._annotations.can_redo)
        can_delete = self._annotations.selected is not None and not self._state.is_film_bare
        self._actions["delete"].setEnabled(can_delete)
        has_any = bool(self._annotations.annotations.annotations)
        self._actions["copy_measurements"].setEnabled(has_any)
        self._view.update()

    def _jump_to(self, annotation_id: UUID) -> None:
        """Select one, and bring it into sight."""
        self._state.show_measurements()
        self._annotations.select(annotation_id)
        selected = self._annotations.selected
        if selected is not None:
            xs, ys = zip(*selected.points, strict=True)
            self._viewer.look_at((sum(xs) / len(xs), sum(ys) / len(ys)))

    def _copy(self) -> None:
        radiograph = self._radiograph
        if radiograph is None:
            return
        lines = [
            f"{told(one.annotation.title)}: {' · '.join(one.words.splitlines())}"
            for one in self._drawn(radiograph)
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._messages.inform(tr("{count} measurements copied as text.", count=len(lines)))
