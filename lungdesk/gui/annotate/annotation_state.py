"""The annotations of the film in the centre: what is there, selected, and can be undone."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.history import History


class AnnotationState(QObject):
    """One set with its history; a drag is shown as it goes and becomes one step.

    Signals
    -------
    changed()
        Something is shown differently.
    committed()
        A step has been made, undone or redone: it is to be kept.
    """

    changed = Signal()
    committed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = History(AnnotationSet())
        self._shown = self._history.present
        self._selected: UUID | None = None

    @property
    def annotations(self) -> AnnotationSet:
        """What is shown."""
        return self._shown

    @property
    def selected(self) -> Annotation | None:
        """The annotation whose handles are shown."""
        if self._selected is None or self._selected not in self._shown:
            return None
        return self._shown.get(self._selected)

    @property
    def can_undo(self) -> bool:
        """Whether a step can be undone."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a step can be redone."""
        return self._history.can_redo

    @property
    def history(self) -> History[AnnotationSet]:
        """What is there, and the steps before it and after it."""
        return self._history

    def load(self, annotations: AnnotationSet) -> None:
        """Begin with another film's annotations."""
        self.resume(History(annotations))

    def resume(self, history: History[AnnotationSet]) -> None:
        """Go on with another film's annotations where they were left: steps can be undone."""
        self._history = history
        self._shown = history.present
        self._selected = None
        self.changed.emit()

    def put_below(self, kept: AnnotationSet) -> None:
        """Put all steps, and what is being dragged, on top of what was kept before them."""
        self._history = self._history.mapped(lambda drawn: drawn.over(kept))
        self._shown = self._shown.over(kept)
        self.changed.emit()

    def select(self, annotation_id: UUID | None) -> None:
        """Show the handles of one; None for none."""
        if annotation_id != self._selected:
            self._selected = annotation_id
            self.changed.emit()

    def add(self, annotation: Annotation) -> None:
        """Add one and select it."""
        self._selected = annotation.id
        self._step(self._history.present.added(annotation))

    def preview(self, annotation: Annotation) -> None:
        """Show one as it is being dragged; it may have been deleted or undone meanwhile."""
        if annotation.id not in self._history.present:
            return
        self._shown = self._history.present.replaced(annotation)
        self.changed.emit()

    def revert(self) -> None:
        """Show all as they were before a drag."""
        self._shown = self._history.present
        self.changed.emit()

    def commit(self) -> None:
        """Make a step of what is shown."""
        self._step(self._shown)

    def rename(self, annotation_id: UUID, name: str) -> None:
        """Call one something else; its title is no name."""
        annotation = self._shown.get(annotation_id)
        wanted = "" if name == annotation.title else name
        if wanted != annotation.name:
            self._step(self._history.present.replaced(annotation.renamed(wanted)))

    def replace_all(self, annotations: AnnotationSet) -> None:
        """Take another set in one step, which can be undone."""
        self._selected = None
        self._step(annotations)

    def measure_again(self) -> None:
        """Show all of them again: what they are measured by has changed."""
        self.changed.emit()

    def remove_selected(self) -> None:
        """Take the selected one away."""
        if self.selected is not None:
            self._step(self._history.present.removed(self.selected.id))

    def undo(self) -> None:
        """Go back one step."""
        self._take(self._history.undo())

    def redo(self) -> None:
        """Take back one undo."""
        self._take(self._history.redo())

    def _step(self, annotations: AnnotationSet) -> None:
        self._take(self._history.push(annotations))

    def _take(self, history: History[AnnotationSet]) -> None:
        is_other = history is not self._history
        self._history = history
        self._shown = history.present
        self.changed.emit()
        if is_other:
            self.committed.emit()
