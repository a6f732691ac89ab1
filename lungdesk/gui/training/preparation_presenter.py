"""The third page: how films are shown to the networks, seen on films of the collection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.gui import theme
from lungdesk.gui.training import preparation_words as words
from lungdesk.gui.training.preparation_panel import PreparationPanel
from lungdesk.gui.training.view_samples import ViewSamples
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.balance_bars import BalanceRow
from lungdesk.gui.words import class_names
from lungdesk.ml.augment import STRENGTHS
from lungdesk.ml.backbones import Backbone, backbone_named
from lungdesk.ml.datasets import Dataset
from lungdesk.ml.preprocess import Framing
from lungdesk.ml.training.recipe import PRESETS, Imbalance, Recipe
from lungdesk.services.job_runner import Lane
from lungdesk.services.training.class_balance import ClassBalance, class_balance

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext

_LEAST_SIZE, _MOST_SIZE = 64, 1024
#: A strength as near as this to one that has a name is that one.
_NEAR = 0.05


class PreparationPresenter(QObject):
    """A page of the wizard; see `lungdesk.gui.training.training_view.Page`."""

    problem_changed = Signal()

    name = "preparation"
    title = tr("Preparation")
    explanation = tr(
        "Choose how films are shown to the networks while they learn."
        "\nThe pictures are what the networks get: what you cannot see there, they cannot either."
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.draft)
        self._context, self._draft = context, context.draft
        self.panel = PreparationPanel()
        self.samples = ViewSamples(self.panel, context)
        self._size_error = ""
        self._is_shown = self._is_changing = False
        self._counted: tuple[Dataset, Imbalance] | None = None
        self._counting = context.shared.bridge.channel(Lane.IO)
        self._counting.succeeded.connect(self._on_counted)
        panel = self.panel
        panel.own_size_wanted.connect(lambda: self._set_size(None))
        panel.size_entered.connect(self._on_size)
        panel.strength_changed.connect(self._on_strength)
        panel.way_wanted.connect(lambda word: self._change("", imbalance=Imbalance(word)))
        panel.framing_wanted.connect(lambda word: self._change("", framing=Framing(word)))
        panel.seen_by.connect(lambda _name: self._show())
        panel.others_wanted.connect(self._on_others)
        self._draft.changed.connect(self._on_draft)
        context.data.changed.connect(self._show)
        context.state.preferences_changed.connect(self._show)

    # --- the page

    def problem(self) -> str | None:
        """Why one cannot go on from here."""
        size = self._draft.draft.preparation.input_size
        return self._size_error or words.size_problem(size, self._backbones())

    def enter(self) -> None:
        """Show films."""
        self._is_shown = True
        self._show()

    def leave(self) -> None:
        """Prepare no more pictures."""
        self._is_shown = False
        self.samples.stop()
        self._counting.cancel()
        self._counted = None

    # --- what is shown

    def _backbones(self) -> list[Backbone]:
        return [backbone_named(choice.name) for choice in self._draft.draft.backbones]

    def _recipe(self) -> Recipe:
        """As the plan says; the preset where its settings are not valid."""
        draft = self._draft.draft
        try:
            return draft.recipe
        except LungDeskError:
            return PRESETS[draft.plan.preset]

    def _on_draft(self) -> None:
        if not self._is_changing:
            self._size_error = ""  # undone, or begun anew: the field shows what holds now
        self._show()

    def _show(self) -> None:
        if not self._is_shown:
            return
        recipe, backbones = self._recipe(), self._backbones()
        size = self._draft.draft.preparation.input_size
        panel = self.panel
        if not self._size_error:  # else what was typed stays
            panel.show_size(size, words.size_words(size, backbones), self.problem() or "")
        panel.show_framing(recipe.framing.value, words.framing_words(recipe.framing))
        strength = recipe.augmentation
        panel.show_strength(strength, words.strength_name(strength), words.strength_words(recipe))
        panel.show_way(recipe.imbalance.value, words.way_words(recipe.imbalance))
        panel.show_networks(
            [(each.name, each.display_name) for each in backbones], panel.network.currentData()
        )
        self._show_films(recipe)
        self._count(recipe.imbalance)

    def _show_films(self, recipe: Recipe) -> None:
        seen_by = self.panel.network.currentData()
        if seen_by is None:
            return
        if self.problem() is None:
            self.samples.show(backbone_named(seen_by), recipe)
        else:
            self.samples.wait()

    def _count(self, way: Imbalance) -> None:
        selection = self._context.data.selection
        if selection is None:
            return
        wanted = (selection.dataset, way)
        if self._counted is None or wanted != self._counted:
            self._counted = wanted
            self._counting.replace(class_balance, wanted)

    def _on_counted(self, _tag: object, balance: ClassBalance) -> None:
        assert self._counted is not None
        labels = self._counted[0].labels
        colours = theme.class_colours(labels)
        figures = zip(class_names(labels), colours, balance.films, balance.counted, strict=True)
        self.panel.bars.show_rows(tuple(BalanceRow(*row) for row in figures))

    # --- what the user does

    def _change(self, step: str, **parts: Any) -> None:
        preparation = replace(self._draft.draft.preparation, **parts)
        self._is_changing = True
        self._draft.change(step, preparation=preparation)
        self._is_changing = False

    def _set_size(self, size: int | None) -> None:
        self._size_error = ""
        self._change("", input_size=size)
        self._show()
        self.problem_changed.emit()

    def _on_size(self, text: str) -> None:
        if not text:
            self._set_size(None)
            return
        if text.isdecimal() and _LEAST_SIZE <= int(text) <= _MOST_SIZE:
            self._set_size(int(text))
            return
        self._size_error = tr(
            "“{text}” is no size: type a multiple of 32 from {least_size} to {most_size}.",
            text=text,
            least_size=_LEAST_SIZE,
            most_size=_MOST_SIZE,
        )
        self.panel.size_field.show_error(self._size_error)
        self.samples.wait()
        self.problem_changed.emit()

    def _on_strength(self, factor: float) -> None:
        named = min(STRENGTHS.values(), key=lambda known: abs(known - factor))
        strength = named if abs(named - factor) <= _NEAR else factor
        self._change("strength", augmentation=strength)

    def _on_others(self) -> None:
        self.samples.next()
        self._show()
