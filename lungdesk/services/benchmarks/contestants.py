"""The two ways to train one backbone on the same films: ours, and a plain Keras ``fit``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.formats.plain_reader import read_grey
from lungdesk.formats.reader import read_patient, read_radiograph
from lungdesk.ml.backbones import CutPoint
from lungdesk.ml.datasets import Sample, load_dataset
from lungdesk.ml.reference_training import PlainFilms, PlainTraining
from lungdesk.ml.training.checkpoint import Checkpoints
from lungdesk.ml.training.films import CachePlace, Films
from lungdesk.ml.training.loop import Phase
from lungdesk.ml.training.recipe import BlockSettings, HeadSettings, Recipe
from lungdesk.ml.training.sources import CachedMaps, LabelledFeatures
from lungdesk.ml.trunk import Trunk, build_keras_trunk
from lungdesk.ml.weights import Weights
from lungdesk.services.benchmarks.subjects import Subject

EPOCHS = 20
_BATCH_SIZE = 32

HEAD = HeadSettings(epochs=EPOCHS, batch_size=_BATCH_SIZE)
BLOCK = BlockSettings(epochs=EPOCHS, batch_size=_BATCH_SIZE)
#: As usual, but for one head and no early end.
_RECIPE = Recipe(heads=(HEAD,), block=BLOCK, patience=EPOCHS)
#: Views of each film of train: for the head, and for the block.
VIEWS, BLOCK_VIEWS = _RECIPE.view_count, _RECIPE.map_count


@dataclass(frozen=True, slots=True)
class TrainingTask:
    """The share of one child process.

    Attributes
    ----------
    film_count
        How many films of train are used, and a third as many of val, but one of each class; None
        for all.
    runs
        How often each way is timed, where not all epochs are.
    folder
        For caches.
    """

    subject: Subject
    data: Path
    film_count: int | None
    runs: int
    folder: Path


class Contestants:
    """A backbone with its films, ready to be trained both ways; needs TensorFlow.

    Raises
    ------
    LungDeskError
        Those of data set and weights.
    """

    def __init__(self, task: TrainingTask, ctx: JobContext) -> None:
        self.name = task.subject.backbone.display_name
        ctx.report(Progress(0, 0, f"preparing {self.name}"))
        self._task, self._ctx = task, ctx
        self.backbone, self.spec = task.subject.backbone, task.subject.spec
        self.dataset = load_dataset(task.data, patient_of=read_patient)
        wanted, least = task.film_count, len(self.dataset.labels)
        self.train = _some(self.dataset.split("train"), wanted and max(wanted, least))
        self.val = _some(self.dataset.split("val"), wanted and max(-(-wanted // 3), least))
        self.weights = task.subject.resolved_weights(ctx)
        self.keras_trunk = build_keras_trunk(self.backbone, self.spec.input_size, self.weights)
        self.plain = PlainTraining(
            self.backbone,
            self.keras_trunk,
            PlainFilms(self.train, self.val, read_grey, _BATCH_SIZE),
            class_count=len(self.dataset.labels),
            dropout=HEAD.dropout,
        )
        self._cache_numbers = count()

    @property
    def film_count(self) -> int:
        """Films that an epoch passes over, those of val included."""
        return len(self.train) + len(self.val)

    @property
    def cut(self) -> CutPoint:
        """Where the block begins."""
        return self.backbone.cut_points[0]

    def films(self) -> Films:
        """The films of our training, with an empty cache."""
        root = self._task.folder / f"cache-{next(self._cache_numbers)}"
        return Films(
            spec=self.spec,
            recipe=_RECIPE,
            place=CachePlace(root, sys.maxsize),
            labels=self.dataset.labels,
            decode=read_radiograph,
            ctx=self._ctx,
        )

    def trunk(self, cut_layer: str = "") -> Trunk:
        """The frozen part, as it reads."""
        return Trunk.of(
            self.keras_trunk,
            self.backbone,
            input_size=self.spec.input_size,
            # By its values: training the block changes them.
            weights=Weights("none", None, "random"),
            cut_layer=cut_layer,
        )

    def fastest_trunk(self, cut_layer: str = "") -> Trunk:
        """The frozen part, as it runs for a collection of some size, compiled."""
        views = self.films().some_views(self.train, _BATCH_SIZE)
        trunk = self.trunk(cut_layer).in_fastest_arithmetic(views)
        trunk.network.compiled()
        return trunk

    def pooled(self, trunk: Trunk) -> tuple[LabelledFeatures, LabelledFeatures]:
        """Features of train and val, from the films to the disk."""
        films = self.films()
        return films.pooled(trunk, self.train, VIEWS), films.pooled(trunk, self.val, 1)

    def maps(self, trunk: Trunk) -> tuple[CachedMaps, CachedMaps]:
        """Activations of train and val behind the cut point, from the films to the disk."""
        films = self.films()
        return films.maps(trunk, self.train, BLOCK_VIEWS), films.maps(trunk, self.val, 1)

    def phase(self, name: str, checkpoints: Checkpoints | None = None) -> Phase:
        """``head`` or ``block`` of our training."""
        settings = HEAD if name == "head" else BLOCK
        kept = checkpoints or Checkpoints(None)
        return Phase(name, settings, _RECIPE, len(self.dataset.labels), checkpoints=kept)


def _some(samples: Sequence[Sample], wanted: int | None) -> tuple[Sample, ...]:
    """So many films, of each class in turn."""
    seen: dict[int, int] = {}
    ranks = []
    for sample in samples:
        ranks.append(seen.get(sample.class_index, 0))
        seen[sample.class_index] = ranks[-1] + 1
    order = sorted(range(len(samples)), key=lambda number: ranks[number])
    return tuple(samples[number] for number in order[:wanted])
