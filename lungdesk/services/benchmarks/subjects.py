"""What the benchmarks measure: backbones at one size, with weights that are here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from lungdesk.core.jobs import JobContext
from lungdesk.ml.backbones import Backbone, backbone_named
from lungdesk.ml.preprocess import PreprocessSpec
from lungdesk.ml.weights import Weights, found_weights, resolve_weights

#: Measured unless others are asked for.
USUAL_BACKBONES = ("vgg16", "resnet152v2", "densenet201", "efficientnet_lite0")

#: Side in pixels of what all networks are given: that of ImageNet.
INPUT_SIZE = 224


@dataclass(frozen=True, slots=True)
class Subject:
    """A backbone that is measured.

    Attributes
    ----------
    weights
        ``imagenet``, ``none`` or a file; empty for those of ImageNet where they are on this
        computer, and else for random ones, which cost the same.
    weights_folder
        Where fetched weights are.
    """

    name: str
    weights: str
    weights_folder: Path

    @property
    def backbone(self) -> Backbone:
        """Its entry in the registry."""
        return backbone_named(self.name)

    @property
    def spec(self) -> PreprocessSpec:
        """What it sees of a film."""
        return PreprocessSpec(INPUT_SIZE, self.backbone.normalization)

    def resolved_weights(self, ctx: JobContext) -> Weights:
        """Weights to load; raises the errors of `lungdesk.ml.weights.resolve_weights`."""
        folders = (self.weights_folder,)
        choice = self.weights
        if not choice:
            choice = "imagenet" if found_weights(self.backbone, folders) else "none"
        return resolve_weights(self.backbone, choice, folders=folders, ctx=ctx)


def subjects(names: Sequence[str], weights: str, weights_folder: Path) -> tuple[Subject, ...]:
    """The backbones of these names, or the usual ones; raises LungDeskError (``USAGE``)."""
    known = [backbone_named(name).name for name in names or USUAL_BACKBONES]
    return tuple(Subject(name, weights, weights_folder) for name in dict.fromkeys(known))


@contextmanager
def scratch_folder(root: Path) -> Iterator[Path]:
    """A folder below ``root`` that is gone afterwards, whatever a child process left in it."""
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=root, prefix="benchmark-") as folder:
        yield Path(folder)
