"""Which class is explained of the films that are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.gui.reading_store import ReadingStore

if TYPE_CHECKING:
    from lungdesk.core.prediction import Prediction


class ExplainedStore(ReadingStore):
    """The class that somebody has chosen, and what follows from it for each film.

    Signals
    -------
    explained_changed()
        Another class is to be explained.
    """

    explained_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explained: str | None = None
        self._explained_of_each: str | None = None

    @property
    def explained(self) -> str | None:
        """Id of the class that is to be explained, for all models; None for the leading class."""
        return self._explained

    def set_explained(self, label_id: str | None) -> None:
        """Have a class explained while the film is looked at; None for its leading class."""
        if label_id != self._explained:
            self._explained = label_id
            self.explained_changed.emit()

    def explain(self, class_index: int) -> None:
        """Choose a class of the film in the centre: the leading one is as if none was chosen."""
        reading = self.reading.reading
        if reading is not None:
            of = reading.prediction
            is_leading = class_index == of.class_index
            self.set_explained(None if is_leading else of.labels.ids[class_index])

    def explain_in_each(self, label_id: str | None) -> None:
        """Have a class explained of each listed film, until others are listed."""
        self._explained_of_each = label_id
        self.set_explained(label_id)

    def explain_anew(self) -> None:
        """Forget the class that was chosen: what was meant of one film is not of the next."""
        self.set_explained(self._explained_of_each)

    def explained_class(self) -> int | None:
        """Class whose map is to show of the film in the centre."""
        reading = self.reading.reading
        return None if reading is None else self.explained_of(reading.prediction)

    def explained_of(self, prediction: Prediction) -> int:
        """Class whose map is to show of a film: the chosen one, or else the centre's leading one.

        Models differ in their classes, and in the order of them: some have neither.
        """
        centre = self.reading.reading
        leading = None if centre is None else centre.prediction.predicted.id
        for wanted in (self._explained, leading):
            if wanted is not None and wanted in prediction.labels.ids:
                return prediction.labels.index(wanted)
        return prediction.class_index
