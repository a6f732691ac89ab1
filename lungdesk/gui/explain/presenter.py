"""Puts the reading into words and bars, and passes on what the user wants of the map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.prediction import Prediction
from lungdesk.gui import theme
from lungdesk.gui.actions import Actions
from lungdesk.gui.explain.panel import Heading
from lungdesk.gui.explain.scale_words import scale_words
from lungdesk.gui.heatmap_look import HeatmapLook
from lungdesk.gui.key_bindings import key_words
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.translation import told, told_error, tr
from lungdesk.gui.widgets.probability_bars import Bar
from lungdesk.gui.window_services import FilmReading
from lungdesk.gui.words import class_names, percent

if TYPE_CHECKING:
    from lungdesk.gui.explain.panel import ExplainPanel

_HASH_DIGITS = 8
_NO_MODEL = tr("Put a model into the models folder, or train one with “lungdesk train”.")
_REFUSED = Heading(tr("Refused"), is_refusal=True)
_SEALED = Heading(
    tr("Your reading first"),
    tr("The model has read it; its answer comes after yours (Model > Blinded first read)."),
)
_UNREAD = {
    Phase.BUSY: Heading(tr("Opening…")),
    Phase.FAILED: Heading(tr("No finding"), tr("The film cannot be shown, so it is not read.")),
    Phase.READY: Heading(tr("Not read yet")),
}


class ExplainPresenter(QObject):
    """Binds the findings to the shared state.

    Signals
    -------
    reading_shown()
        The probabilities of a film are on the screen.
    """

    reading_shown = Signal()

    def __init__(self, panel: ExplainPanel, state: AppState) -> None:
        super().__init__(panel)
        self._panel, self._state = panel, state
        panel.class_chosen.connect(state.explain)
        panel.heatmap.look_changed.connect(self._on_look_changed)
        state.film_changed.connect(self._show_all)
        state.reading_changed.connect(self._on_reading_changed)
        state.model_changed.connect(self._show_all)
        state.explained_changed.connect(self._show_all)
        state.heatmap_changed.connect(self._show_map)
        state.keys_changed.connect(self._show_all)
        self._show_all()

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["heatmap"].toggled.connect(self._on_heatmap_toggled)
        actions["next_class"].triggered.connect(self.explain_next)

    def explain_next(self) -> None:
        """Explain the class after the one explained now; after the last, the first."""
        now = self._state.explained_class()
        if now is not None:
            self._state.explain((now + 1) % len(self._labels))

    # --- what the user wants

    def _on_heatmap_toggled(self, is_shown: bool) -> None:
        self._state.set_heatmap(replace(self._state.heatmap, is_shown=is_shown))

    def _on_look_changed(self, look: HeatmapLook) -> None:
        self._state.set_heatmap(look)

    # --- what to show

    def _on_reading_changed(self) -> None:
        self._show_all()
        if self._state.reading.phase is Phase.READY:
            self._panel.bars.repaint()
            self.reading_shown.emit()

    def _show_all(self) -> None:
        self._panel.show_heading(self._heading())
        self._show_bars()
        self._show_model()
        self._offer_map()
        self._show_map()

    def _heading(self) -> Heading:
        film, reading, model = self._state.film, self._state.reading, self._state.model
        if reading.phase is Phase.READY and reading.reading is not None:
            return _finding(reading.reading)
        if reading.refused is not None or reading.is_sealed:
            return _SEALED if reading.is_sealed else _REFUSED
        error = reading.error or model.error
        if error is not None:
            return _failure(error, has_model=bool(model.name))
        if not model.name:
            return Heading(tr("No model"), _NO_MODEL, is_doubtful=True)
        if reading.phase is Phase.BUSY:
            waits = model.phase is Phase.BUSY
            return Heading(
                tr("Reading…"), tr("Waiting for the model to be ready.") if waits else ""
            )
        return self._no_film() if film.phase is Phase.EMPTY else _UNREAD[film.phase]

    def _no_film(self) -> Heading:
        key = key_words(self._state.keys, "open")
        if not key:
            return Heading(tr("No film"), tr("Open a film; it is read at once."))
        return Heading(tr("No film"), tr("Open a film ({key}); it is read at once.", key=key))

    @property
    def _labels(self) -> LabelSet:
        """Classes of the reading, or those that the model would tell apart."""
        reading, reader = self._state.reading.reading, self._state.model.reader
        if reading is not None:
            return reading.prediction.labels
        return CHEST_LABELS if reader is None else reader.labels

    def _show_bars(self) -> None:
        reading, labels = self._state.reading.reading, self._labels
        shares = reading.prediction.probabilities if reading else [None] * len(labels)
        ticks = reading.prediction.operating_points if reading else [None] * len(labels)
        bars = tuple(
            Bar(name, colour, None if share is None else float(share), tick)
            for name, colour, share, tick in zip(
                class_names(labels), theme.class_colours(labels), shares, ticks, strict=True
            )
        )
        self._panel.bars.show_bars(bars, chosen=self._state.explained_class())

    def _show_model(self) -> None:
        model = self._state.model
        if not model.name:
            self._panel.show_model(tr("None"), "")
            self._panel.show_timing("")
            return
        version = tr(
            "{id} · version {version} · {sha256}",
            id=model.id,
            version=model.version,
            sha256=model.sha256[:_HASH_DIGITS],
        )
        self._panel.show_model(model.name, version)
        reading = self._state.reading.reading
        self._panel.show_timing(*(timing_words(reading) if reading else ("", "")))

    def _offer_map(self) -> None:
        """While a film is opened or read, what the film before has had stays in its place."""
        film, reading = self._state.film, self._state.reading
        has_none = (
            film.phase in (Phase.EMPTY, Phase.FAILED)
            or self._state.model.reader is None
            or reading.phase is Phase.FAILED
            or reading.refused is not None
        )
        if has_none or reading.reading is not None:
            self._panel.heatmap.set_offered(not has_none)

    def _show_map(self) -> None:
        panel, explained = self._panel.heatmap, self._state.explained_class()
        panel.show_look(self._state.heatmap)
        panel.show_scale(*scale_words(self._state))
        if explained is None:
            panel.show_explained(tr("Where the model looked, class by class."))
        else:
            panel.show_explained(
                tr("Explains: {names}", names=class_names(self._labels)[explained])
            )


def _failure(error: LungDeskError, *, has_model: bool) -> Heading:
    words = str(told_error(error))
    if error.code is ErrorCode.FILE_OWN_PICTURE:  # nothing has failed
        return Heading(tr("No finding"), words)
    heading = tr("Could not be read") if has_model else tr("No model")
    return Heading(heading, words, is_doubtful=True)


def _finding(reading: FilmReading) -> Heading:
    prediction = reading.prediction
    share = percent(float(prediction.probabilities.max()))
    name = told(prediction.predicted.name)
    if prediction.is_uncertain:
        line = tr(
            "Most likely {name} ({share}), but {doubt}.",
            name=name,
            share=share,
            doubt=told(prediction.doubt),
        )
        more = _others_words(prediction) + _set_words(prediction)
        return Heading(tr("Uncertain"), line + more, is_doubtful=True)
    return Heading(name, tr("Probability {share}.", share=share) + _set_words(prediction))


def _others_words(prediction: Prediction) -> str:
    """Which classes besides the leading one reach their operating points, the likeliest first."""
    reached = prediction.assessment.cleared if prediction.assessment else ()
    leading, shares = prediction.class_index, prediction.probabilities
    others = sorted((i for i in reached if i != leading), key=lambda i: -shares[i])
    if not others:
        return ""
    names = class_names(prediction.labels)
    listed = ", ".join(f"{names[i]} ({percent(float(shares[i]))})" for i in others)
    if leading in reached:
        return tr(" Also above its operating point: {listed}.", listed=listed)
    return tr(" Above its operating point: {listed}.", listed=listed)


def _set_words(prediction: Prediction) -> str:
    """The prediction set, where it says more than the finding does."""
    assessment, names = prediction.assessment, [told(one.name) for one in prediction.prediction_set]
    if assessment is None or len(names) < 2:
        return ""
    return tr(
        " In {percent} of such readings one of these was true: {listed}.",
        percent=percent(assessment.coverage),
        listed=", ".join(names),
    )


def timing_words(reading: FilmReading) -> tuple[str, str]:
    """Whole time of a reading, and its steps."""
    steps = reading.timings_ms
    if not steps:
        return "", ""
    parts = ", ".join(
        tr("{name} {value:.0f} ms", name=told(name), value=value) for name, value in steps.items()
    )
    return tr("Read in {values:.0f} ms", values=sum(steps.values())), parts
