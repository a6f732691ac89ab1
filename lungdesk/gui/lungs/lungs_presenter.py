"""Has the lungs of the films on the screen found, and shows what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.lungs.heat_share import HeatShare, heat_share
from lungdesk.core.lungs.verdict import LungVerdict, two_lungs
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.gui.actions import Actions
from lungdesk.gui.reading_store import FrameKey, frame_key
from lungdesk.gui.translation import told, tr
from lungdesk.gui.viewer.film_cell import FilmCell
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.gui.words import percent
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.explain.panel import ExplainPanel

#: Films whose lungs are remembered: half a megabyte each.
_MOST_KEPT = 64

_Find = Callable[[Radiograph, JobContext, Correction], LungFields]


@dataclass(frozen=True, slots=True, eq=False)
class WantedLungs:
    """A film whose lungs are wanted, and how it is to be corrected before they are looked for."""

    radiograph: Radiograph
    correction: Correction


@dataclass(frozen=True, slots=True, eq=False)
class SeenLungs:
    """The lungs of a film, and what takes too long to be made of them at each turn."""

    fields: LungFields
    outlines: tuple[NDArray[np.float64], ...]
    verdict: LungVerdict
    correction: Correction


def looker(find: _Find) -> Callable[[WantedLungs, JobContext], SeenLungs]:
    """What the compute lane runs."""

    def look(wanted: WantedLungs, ctx: JobContext) -> SeenLungs:
        correction = wanted.correction
        fields = find(wanted.radiograph, ctx, correction)
        # Lungs of a turned film lie beside each other only when it is turned back.
        verdict = two_lungs(fields.turned(correction.quarter_turns))
        return SeenLungs(fields, fields.outlines(), verdict, correction)

    return look


class LungsPresenter(QObject):
    """Outlines on every film of the layout, and the share of heat for the active one.

    Each film is looked at once, behind its reading in the compute lane, and once more when it is
    read after a correction: in a turned or inverted film no lungs are found. What frames show that
    are played is not looked at. Outlines are drawn on films that have been read and not refused:
    what is taken for lungs on another one may be none. Where nothing will read a film, it has them.
    """

    def __init__(self, viewer: ViewerPresenter, panel: ExplainPanel, shared: Shared) -> None:
        super().__init__(viewer)
        self._viewer, self._state, self._panel = viewer, viewer.state, panel
        find = shared.services.find_lungs
        self._messages, self._look = shared.messages, None if find is None else looker(find)
        self._finding = shared.bridge.channel(Lane.COMPUTE)
        self._finding.succeeded.connect(self._on_found)
        self._finding.failed.connect(self._on_failed)
        self._kept: dict[FrameKey, SeenLungs] = {}
        self._corrections: dict[FrameKey, Correction] = {}
        self._error: LungDeskError | None = None
        self._is_shown = False
        state = viewer.state
        state.film_changed.connect(self._look_at_films)
        state.playing_changed.connect(self._look_at_films)
        viewer.filled.connect(self._look_at_films)
        state.reading_changed.connect(self._on_reading)
        for signal in (state.reading_kept, state.reading_failed):
            signal.connect(self._show_film)
        for signal in (state.readings_forgotten, state.model_changed):
            signal.connect(self._show)
        state.explained_changed.connect(self._show_share)

    def bind(self, actions: Actions) -> None:
        """Let the action of the table do what it says."""
        self._action = actions["lungs"]
        self._action.toggled.connect(self._on_toggled)
        self._action.setEnabled(self._look is not None)

    def fields(self) -> LungFields | None:
        """The lungs of the active film; None where they are not known, are none, or lie turned."""
        seen = self._seen_in(self._viewer.active)
        return None if seen is None or seen.correction.quarter_turns else self.found()

    def found(self) -> LungFields | None:
        """The same, also where they lie turned."""
        seen = self._seen_in(self._viewer.active)
        return None if seen is None or not seen.verdict.shows_two_lungs else seen.fields

    # --- looking

    def _look_at_films(self) -> None:
        if self._look is not None and not self._state.is_playing and self._error is None:
            films = [cell.film.radiograph for cell in self._viewer.cells if cell.film is not None]
            wanted = {frame_key(film): film for film in films}
            self._finding.keep_only(tuple(wanted))
            for key, film in wanted.items():
                if not self._is_known(key) and key not in self._finding.pending:
                    asked = WantedLungs(film, self._correction_of(key))
                    self._finding.add(self._look, asked, tag=key)
        self._show()

    def _on_found(self, key: FrameKey, seen: SeenLungs) -> None:
        self._kept[key] = seen
        while len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._look_at_films()  # it may be read after a correction by now

    def _on_failed(self, _key: object, error: LungDeskError) -> None:
        """It would fail on every film: it is told once, when somebody wants to see outlines."""
        self._error = error
        self._finding.cancel()
        if self._is_shown:
            self._refuse(error)

    def _on_reading(self) -> None:
        reading = self._state.reading.reading
        if reading is None:
            self._show()
            return
        self._corrections[frame_key(reading)] = reading.prediction.verdict.applied
        self._look_at_films()

    # --- showing

    def _on_toggled(self, is_shown: bool) -> None:
        self._is_shown = is_shown
        if is_shown and self._error is not None:
            self._refuse(self._error)
        self._show()

    def _refuse(self, error: LungDeskError) -> None:
        self._messages.warn(error)
        self._action.setChecked(False)

    def _show(self, *_: object) -> None:
        for cell in self._viewer.cells:
            self._show_outlines(cell)
        self._show_share()

    def _show_film(self, path: Path) -> None:
        """Of thousands that are read one after the other, few hang here."""
        for cell in self._viewer.cells:
            if cell.path == path:
                self._show_outlines(cell)

    def _show_outlines(self, cell: FilmCell) -> None:
        seen = self._seen_in(cell) if self._is_shown and self._is_judged(cell) else None
        cell.view.show_outlines(() if seen is None else seen.outlines)

    def _show_share(self) -> None:
        self._panel.heatmap.show_heat_share(*self._share_words())

    def _share_words(self) -> tuple[str, bool]:
        """How much heat lies in the lungs, and whether that, or the lungs, make a doubt."""
        reading, explained = self._state.reading.reading, self._state.explained_class()
        seen = self._seen_in(self._viewer.active)
        if reading is None or explained is None or seen is None:
            return "", False
        if reading.prediction.is_withheld:  # so is its map
            return "", False
        if not seen.verdict.shows_two_lungs:
            words = tr(
                "{sentence} How much of the heat lies inside is not said.",
                sentence=told(seen.verdict.sentence),
            )
            return words, True
        chosen = next((m for m in reading.saliency_maps if m.class_index == explained), None)
        if chosen is None:
            return "", False
        label = reading.prediction.labels.labels[explained]
        share = heat_share(seen.fields, chosen, is_of_disease=label.is_disease)
        return ("", False) if share is None else _words_of(share)

    def _is_judged(self, cell: FilmCell) -> bool:
        """Whether its film is not refused, and its reading, which may be sealed, not to come."""
        if cell.film is None or self._state.is_to_be_read(cell.film.radiograph):
            return False
        reading = self._state.stored_reading_of(cell.film.radiograph)
        return reading is None or not reading.prediction.is_withheld

    def _seen_in(self, cell: FilmCell) -> SeenLungs | None:
        key = None if cell.film is None else frame_key(cell.film.radiograph)
        return self._kept[key] if key is not None and self._is_known(key) else None

    def _is_known(self, key: FrameKey) -> bool:
        """Whether its lungs have been looked for as it is read now."""
        seen = self._kept.get(key)
        return seen is not None and seen.correction == self._correction_of(key)

    def _correction_of(self, key: FrameKey) -> Correction:
        return self._corrections.get(key, NO_CORRECTION)


def _words_of(share: HeatShare) -> tuple[str, bool]:
    inside = percent(share.inside)
    if not share.is_doubt:
        return tr("{percent} of this heat lies inside the lungs.", percent=inside), False
    words = tr(
        "No more of this heat lies inside the lungs than if it were spread evenly: {inside} inside,"
        " {even} if even. The model may go by something else than the lungs.",
        inside=inside,
        even=percent(share.even),
    )
    return words, True
