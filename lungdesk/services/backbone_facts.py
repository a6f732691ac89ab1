"""What is known of each backbone on this computer: its size, and where its weights are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.jobs import JobContext
from lungdesk.ml.backbones import BACKBONES, Backbone, backbone_named
from lungdesk.ml.weights import found_weights, resolve_weights
from lungdesk.ml.weights_sources import PACKAGED, PUBLISHED
from lungdesk.services.paths import AppPaths

#: A model is stored in float16, and published weights in float32.
_MODEL_BYTES, _PUBLISHED_BYTES = 2, 4


@dataclass(frozen=True, slots=True)
class BackboneFacts:
    """A backbone, and its ImageNet weights.

    Attributes
    ----------
    weights_file
        None where they are not on this computer.
    server
        Where they can be fetched from; empty when they cannot.
    package
        Python package that brings them; empty when there is none.
    """

    backbone: Backbone
    weights_file: Path | None
    server: str
    package: str

    @property
    def model_bytes(self) -> int:
        """Of a model made of it, on disk."""
        return _MODEL_BYTES * self.backbone.parameter_count

    @property
    def download_bytes(self) -> int:
        """Of its published weights, nearly."""
        return _PUBLISHED_BYTES * self.backbone.parameter_count


def backbone_facts(paths: AppPaths, ctx: JobContext) -> tuple[BackboneFacts, ...]:
    """Of all backbones, in the order of the registry."""
    ctx.check()
    return tuple(_facts(backbone, paths) for backbone in BACKBONES.values())


def _facts(backbone: Backbone, paths: AppPaths) -> BackboneFacts:
    published = PUBLISHED.get(backbone.weights_name)
    return BackboneFacts(
        backbone=backbone,
        weights_file=found_weights(backbone, (paths.weights,)),
        server=published.server if published else "",
        package=PACKAGED.get(backbone.weights_name, ("", ""))[0].replace("_", "-"),
    )


def fetch_weights(request: tuple[str, AppPaths], ctx: JobContext) -> Path:
    """Download the ImageNet weights of a backbone, or find them here; what came before is kept.

    Raises
    ------
    LungDeskError
        ``WEIGHTS_MISSING``, ``WEIGHTS_DAMAGED``, those of `not_writable`.
    Cancelled
        What has come is kept.
    """
    name, paths = request
    folders = (paths.weights,)
    found = resolve_weights(backbone_named(name), "imagenet", folders=folders, ctx=ctx)
    assert found.path is not None
    return found.path
