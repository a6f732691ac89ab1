"""Stops of the tour at one film, several films, and all that was read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QScrollArea

from lungdesk.gui.explain.explanation_words import GRADCAM
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.sample_study import sample_film
from tests.guide.tour_films import leg_film
from tests.guide.tour_hand import Stop, TourHand, answering

#: As the worklist is on a screen of 1280 x 800.
_WORKLIST_SIZE = (1240, 760)


@dataclass(frozen=True, slots=True)
class FilmStops:
    """``variants`` is a folder with variants of the sample film; ``real`` are films besides."""

    hand: TourHand
    variants: Path
    real: tuple[Path, ...] = ()

    def stops(self) -> tuple[Stop, ...]:
        """All of them, in their order."""
        return (
            self.empty, self.reading, self.window, self.measuring, self.explanations,
            self.refused, self.side_by_side, self.tags, self.report, self.picture,
            self.worklist, self.real_films,
        )  # fmt: skip

    def _sample(self) -> None:
        """Have the sample film before one, unless it is there."""
        if self.hand.window.state.current != sample_film():
            self.hand.open_films(sample_film())

    def empty(self) -> None:
        """What LungDesk begins with."""
        self.hand.take("empty")

    def reading(self) -> None:
        """A film, its probabilities and the heatmap."""
        self.hand.open_films(sample_film())
        self.hand.turn("heatmap", on=True)
        self.hand.take("reading")

    def window(self) -> None:
        """Histogram and presets."""
        hand = self.hand
        self._sample()
        hand.turn("heatmap", on=False)
        hand.act("preset_lung")
        hand.act("window")
        hand.take("window-panel", hand.window.window_panel)
        hand.window.window_panel.hide()

    def measuring(self) -> None:
        """The cardiothoracic ratio, proposed from the lungs that were found."""
        self._sample()
        self.hand.turn("lungs", on=True)
        self.hand.act("preset_auto")
        self.hand.act("tool_cardiothoracic")
        self.hand.take("measuring")
        self.hand.act("undo")
        self.hand.turn("lungs", on=False)

    def explanations(self) -> None:
        """Other maps of the same film, and whether the model goes by them."""
        hand = self.hand
        self._sample()
        hand.act("explanations")
        dialog = hand.window.features.explanations.dialog
        assert dialog is not None
        hand.click(dialog.panels["Occlusion"].make)
        hand.rest()
        hand.click(dialog.panels[GRADCAM].test)
        hand.rest()
        area = dialog.findChild(QScrollArea)
        assert area is not None
        area.verticalScrollBar().setValue(0)
        hand.take("explanations", dialog)
        dialog.close()

    def refused(self) -> None:
        """A film that is no chest film, and one that lies on its side."""
        self.hand.open_films(leg_film())
        self.hand.take("refused")
        self.hand.open_films(self.variants / "film-07.dcm")
        self.hand.take("turned")

    def side_by_side(self) -> None:
        """Two films with linked windows."""
        self.hand.open_films(self.variants / "film-01.dcm", self.variants / "film-05.dcm")
        self.hand.act("layout_1x2")
        self.hand.take("side-by-side")
        self.hand.act("layout_1")

    def tags(self) -> None:
        """What the file says of itself."""
        self._sample()
        self.hand.act("tags")
        dialog = self.hand.window.features.tags.dialog
        self.hand.take("tags", dialog)
        assert dialog is not None
        dialog.close()

    def report(self) -> None:
        """The report before it is saved."""
        self._sample()
        self.hand.act("report")
        reports = self.hand.window.features.reports
        self.hand.see(lambda: reports.preview is not None)
        self.hand.take("report", reports.dialog)
        assert reports.dialog is not None
        reports.dialog.close()

    def picture(self) -> None:
        """What a picture for others may show."""
        self._sample()
        self.hand.act("export")
        dialog = self.hand.window.features.pictures.dialog
        self.hand.take("picture", dialog)
        assert dialog is not None
        dialog.close()

    def worklist(self) -> None:
        """All that was read, the urgent first."""
        hand = self.hand
        with answering("ask_for_folder", (self.variants,)):
            hand.act("classify_folder")
        view = hand.window.features.worklist.view
        assert view is not None
        hand.see(lambda: view.table.model.rowCount() >= 9)
        hand.rest()
        view.table.go_to(0)
        view.resize(*_WORKLIST_SIZE)
        hand.take("worklist", view)
        self._report_on_batch(view)
        view.close()

    def _report_on_batch(self, view: WorklistView) -> None:
        view.batch.report.click()
        reports = self.hand.window.features.worklist.batch_report
        assert reports is not None
        previewer = reports.previewer
        self.hand.see(lambda: previewer.preview is not None)
        self.hand.take("batch-report", previewer.dialog)
        assert previewer.dialog is not None
        previewer.dialog.close()

    def real_films(self) -> None:
        """Films of patients, where there are any: four at once, then each with its heatmap."""
        if not self.real:
            return
        self.hand.open_films(*self.real)
        self.hand.act("layout_2x2")
        self.hand.take("real-four")
        self.hand.act("layout_1")
        self.hand.turn("heatmap", on=True)
        for number, film in enumerate(self.real, start=1):
            self.hand.open_films(film)
            self.hand.take(f"real-{number}")
