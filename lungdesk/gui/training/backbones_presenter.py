"""The second page: which networks are trained, and what each begins with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui import open_dialog
from lungdesk.gui.training.backbone_words import (
    Standing,
    card,
    character,
    reading_advice,
    reading_words,
    size_words,
    weights_words,
)
from lungdesk.gui.training.backbones_panel import BackbonesPanel
from lungdesk.gui.training.reading_times import ReadingTimes
from lungdesk.gui.translation import tr
from lungdesk.services.backbone_facts import BackboneFacts, backbone_facts, fetch_weights
from lungdesk.services.job_runner import Lane
from lungdesk.services.training.draft import BackboneChoice

if TYPE_CHECKING:
    from pathlib import Path

    from lungdesk.gui.training.page_context import PageContext

#: Chosen at first: always, and where its weights are here.
_DEFAULT, _SECOND = "efficientnet_lite0", "vgg16"


class BackbonesPresenter(QObject):
    """A page of the wizard; see `lungdesk.gui.training.training_view.Page`."""

    problem_changed = Signal()

    name = "backbones"
    title = tr("Backbones")
    explanation = tr(
        "Choose one or more pre-trained networks; each becomes a model, and they are compared."
        "\nSmall ones train and read quickly; large ones are not always better with few films."
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.draft)
        self._context, self._draft = context, context.draft
        self.panel = BackbonesPanel()
        self.facts: dict[str, BackboneFacts] = {}
        self.times = ReadingTimes(context)
        bridge = context.shared.bridge
        self._looking = bridge.channel(Lane.IO)
        self._looking.succeeded.connect(self._on_facts)
        self._looking.failed.connect(self._on_failed)
        self._fetching = bridge.channel(Lane.IO)
        self._fetching.succeeded.connect(self._on_fetched)
        self._fetching.failed.connect(self._on_fetch_failed)
        self._fetching.stopped.connect(lambda _name: self._show())
        self._fetching.progressed.connect(self._on_fetch_progress)
        self._errors: dict[str, str] = {}
        self._wire()
        self._looking.replace(backbone_facts, context.paths)
        self._show()

    def _wire(self) -> None:
        panel = self.panel
        panel.cards.toggled.connect(self._on_toggled)
        panel.cards.looked_at.connect(lambda _key: self._show_details())
        panel.weights_wanted.connect(self._on_weights)
        panel.fetch_wanted.connect(self._on_fetch)
        panel.fetch_cancelled.connect(self._on_fetch_cancelled)
        panel.measure_wanted.connect(lambda: self.times.measure(panel.cards.current_key))
        panel.measure_cancelled.connect(self.times.stop)
        self.times.changed.connect(self._show)
        self.times.progressed.connect(panel.show_measuring)
        self._draft.changed.connect(self._show)

    # --- the page

    def problem(self) -> str | None:
        """Why one cannot go on from here."""
        chosen = self._draft.draft.backbones
        if not chosen:
            return tr("Choose at least one backbone.")
        if not self.facts:
            return tr("The weights are being looked for.")
        standings = (self._standing(choice.name) for choice in chosen if choice.name in self.facts)
        return next((problem for each in standings if (problem := each.problem())), None)

    def enter(self) -> None:
        """Look anew for weights, and measure what is chosen."""
        self._looking.replace(backbone_facts, self._context.paths)
        self.times.enter()
        self._show()

    def leave(self) -> None:
        """Measure no more; a download goes on."""
        self.times.leave()

    # --- what is known

    def _on_facts(self, _tag: object, facts: tuple[BackboneFacts, ...]) -> None:
        self.facts = {each.backbone.name: each for each in facts}
        if self.panel.isVisible():
            self._choose_usual()
        self._show()

    def _choose_usual(self) -> None:
        """What follows from the computer is no step of the user's."""
        if not self._draft.draft.backbones:
            has_second = self.facts[_SECOND].weights_file is not None
            names = (_DEFAULT, _SECOND) if has_second else (_DEFAULT,)
            self._draft.record(backbones=tuple(BackboneChoice(name) for name in names))

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._context.shared.messages.fail(error)

    def _choice(self, name: str) -> BackboneChoice | None:
        return next((each for each in self._draft.draft.backbones if each.name == name), None)

    def _standing(self, name: str) -> Standing:
        facts = self.facts[name]
        is_fetched = name in self._fetching.pending
        is_measured = self.times.is_measuring(name)
        measuring = "waiting" if self.times.is_waiting(name) else "measuring"
        busy = "fetching" if is_fetched else measuring if is_measured else ""
        size = self.times.input_size(name)
        return Standing(facts, self._choice(name), size, self.times.of(name), busy)

    # --- what is shown

    def _show(self) -> None:
        self.panel.cards.show_cards([card(self._standing(name)) for name in self.facts])
        self._show_details()
        self.problem_changed.emit()

    def _show_details(self) -> None:
        panel, name = self.panel, self.panel.cards.current_key
        if not name:
            panel.show_fetching(None)
            panel.show_measuring(None)
            return
        standing = self._standing(name)
        backbone, weights = standing.backbone, standing.weights
        panel.name.setText(backbone.display_name)
        panel.character.setText(character(backbone))
        licence = tr("weights under {weights_licence}", weights_licence=backbone.weights_licence)
        panel.facts.setText(
            tr(
                "{size_words} as a model; {licence}.",
                size_words=size_words(standing.facts),
                licence=licence,
            )
        )
        word = weights if weights in panel.weights else "file"
        is_fetched = standing.busy == "fetching"
        is_wanting = standing.problem() is not None and bool(standing.facts.server)
        panel.show_weights(word, weights_words(standing), can_fetch=is_wanting and not is_fetched)
        panel.show_error(self._errors.get(name, ""))
        words = f"{reading_words(standing)}\n{reading_advice(standing)}".strip()
        panel.show_reading(words, can_measure=not self.times.is_measuring(name))
        if not is_fetched:
            panel.show_fetching(None)
        if not self.times.is_busy:
            panel.show_measuring(None)

    # --- what the user does

    def _on_toggled(self, name: str) -> None:
        chosen = self._draft.draft.backbones
        others = tuple(each for each in chosen if each.name != name)
        if others == chosen:  # in the order of the cards
            names = list(self.facts)
            added = (*chosen, BackboneChoice(name))
            others = tuple(sorted(added, key=lambda each: names.index(each.name)))
        self._draft.change(backbones=others)

    def _on_weights(self, word: str) -> None:
        weights = word
        if word == "file":
            path = open_dialog.ask_for_weights(self.panel)
            weights = str(path) if path is not None else ""
        if weights:
            self._choose_weights(self.panel.cards.current_key, weights)
        self._show()

    def _choose_weights(self, name: str, weights: str) -> None:
        """Choose what a network begins with, and so the network."""
        if self._choice(name) is None:
            self._on_toggled(name)
        changed = (
            replace(each, weights=weights) if each.name == name else each
            for each in self._draft.draft.backbones
        )
        self._errors.pop(name, None)
        self._draft.change(backbones=tuple(changed))

    def _on_fetch(self) -> None:
        name = self.panel.cards.current_key
        self._errors.pop(name, None)
        self._fetching.add(fetch_weights, (name, self._context.paths), tag=name)
        self.panel.show_fetching(Progress(0, 0, tr("Looking for the server")))
        self._show()

    def _on_fetch_cancelled(self) -> None:
        name = self.panel.cards.current_key
        self._fetching.keep_only(tuple(tag for tag in self._fetching.pending if tag != name))
        self._show()

    def _on_fetch_progress(self, name: str, progress: Progress) -> None:
        if name == self.panel.cards.current_key:
            self.panel.show_fetching(progress)

    def _on_fetched(self, name: str, path: Path) -> None:
        self.facts[name] = replace(self.facts[name], weights_file=path)
        self._show()

    def _on_fetch_failed(self, name: str, error: LungDeskError) -> None:
        self._errors[name] = f"{error.message} {error.hint}".strip()
        self._show()
