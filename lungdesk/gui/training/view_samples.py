"""A few training films in the views that a training makes of them, prepared in the pool."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.training import preparation_words as words
from lungdesk.gui.training.film_titles import film_titles, shown_failure
from lungdesk.gui.translation import told, tr
from lungdesk.gui.widgets.view_grid import ViewColumn
from lungdesk.ml.backbones import Backbone
from lungdesk.ml.datasets import Dataset, Sample
from lungdesk.ml.preprocess import PreprocessSpec
from lungdesk.ml.training.films import seen_by
from lungdesk.ml.training.plan import usual_lungs
from lungdesk.ml.training.recipe import Recipe
from lungdesk.services.job_runner import Lane
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.training.views import ViewsRequest, training_views

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext
    from lungdesk.gui.training.preparation_panel import PreparationPanel

FILMS, VIEWS = 3, 4


@dataclass(frozen=True, slots=True)
class _Shown:
    """All that decides the pictures: the same films in the same settings are not made anew."""

    films: tuple[Path, ...]
    titles: tuple[str, ...]
    spec: PreprocessSpec
    augmentation: float
    acquisition: float
    seed: int


class ViewSamples(QObject):
    """The same films until others are wanted, whatever the settings."""

    def __init__(self, panel: PreparationPanel, context: PageContext) -> None:
        super().__init__(context.draft)
        self._panel, self._context = panel, context
        self._number = 0
        self._shown: _Shown | None = None
        self._chosen: tuple[Dataset, list[Sample]] | None = None
        self._making = context.shared.bridge.channel(Lane.IO)
        self._making.succeeded.connect(self._on_views)
        self._making.failed.connect(self._on_failed)

    def show(self, backbone: Backbone, recipe: Recipe) -> None:
        """Show films as a backbone sees them in a training by this recipe."""
        selection = self._context.data.selection
        if selection is None:
            return
        samples = self._samples(selection.dataset)
        lungs = lung_source(self._context.paths)
        paths = tuple(sample.path for sample in samples)
        titles = self._show_frame(selection.dataset, samples, recipe)
        try:
            spec = seen_by(backbone, recipe, usual_lungs(recipe, lungs))
        except LungDeskError as error:
            for row in range(len(paths)):
                self._panel.grid.show_failure(row, told(error.message))
            return
        self._panel.grid_words.setText(words.grid_words(recipe, spec.input_size, VIEWS))
        strengths = (recipe.augmentation, recipe.acquisition)
        wanted = _Shown(paths, titles, spec, *strengths, recipe.seed)
        if wanted != self._shown:
            self._shown = wanted
            self._making.cancel()
            for row, path in enumerate(paths):
                request = ViewsRequest(path, spec, recipe, VIEWS, lungs)
                self._making.add(training_views, request, tag=row)

    def next(self) -> None:
        """Show other films from now on."""
        self._number += 1
        self._chosen = None

    def wait(self) -> None:
        """Show nothing until it is known again how films are shown to the network."""
        self.stop()
        self._shown = None
        self._panel.grid.show_frame((), ())
        self._panel.grid_words.setText(tr("The films are seen here once their size is valid."))

    def stop(self) -> None:
        """Make no more pictures; they are made anew when they are wanted again."""
        if self._making.pending:
            self._shown = None
        self._making.cancel()

    def _samples(self, dataset: Dataset) -> list[Sample]:
        if self._chosen is None or self._chosen[0] is not dataset:
            self._chosen = dataset, _chosen(dataset, self._number)
        return self._chosen[1]

    def _show_frame(
        self, dataset: Dataset, samples: list[Sample], recipe: Recipe
    ) -> tuple[str, ...]:
        """Titles of columns and rows; under other titles, rows are empty again."""
        used = words.used_views(recipe)
        columns = [ViewColumn(tr("As it is"))]
        columns += [ViewColumn(tr("View {n}", n=n), is_used=n <= used) for n in range(2, VIEWS + 1)]
        names = film_titles(
            [sample.path for sample in samples], self._context.data, self._context.state
        )
        titles = tuple(
            f"{told(dataset.labels.labels[sample.class_index].name)} – {_short(names, sample.path)}"
            for sample in samples
        )
        self._panel.grid.show_frame(tuple(columns), titles)
        return titles

    def _on_views(self, row: int, views: NDArray[np.uint8]) -> None:
        images = tuple(to_qimage(view).copy() for view in views)
        self._panel.grid.show_views(row, images)

    def _on_failed(self, row: int, error: LungDeskError) -> None:
        self._panel.grid.show_failure(row, shown_failure(error, self._context.state))


def _short(names: dict[Path, str], path: Path) -> str:
    return names.get(path, path.name).rpartition("/")[2]


def _chosen(dataset: Dataset, number: int) -> list[Sample]:
    """`FILMS` films of different classes to learn from; another number gives others."""
    train = [sample for sample in dataset.samples if sample.split == "train"]
    rng: Any = np.random.default_rng(number)
    classes = sorted({sample.class_index for sample in train})
    chosen = []
    for class_index in rng.permutation(classes)[:FILMS]:
        members = [sample for sample in train if sample.class_index == class_index]
        chosen.append(members[int(rng.integers(len(members)))])
    return chosen
