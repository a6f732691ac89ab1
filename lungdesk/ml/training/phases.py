"""The three phases: a head on pooled features, the last blocks with it, the whole network.

Each begins with what the one before has found. They stand alone: a trial of a head needs cached
features and seconds, one of a block cached activations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext
from lungdesk.ml.backbones import Backbone, CutPoint
from lungdesk.ml.graph_cut import split_at
from lungdesk.ml.head import DenseLayer, Head
from lungdesk.ml.training import network as networks
from lungdesk.ml.training.checkpoint import Checkpoint
from lungdesk.ml.training.epoch import epochs_kept
from lungdesk.ml.training.exact_head import fit_exactly
from lungdesk.ml.training.loop import FilmSource, Fitted, History, Phase, cross_entropy, fit
from lungdesk.ml.training.network import Standardization
from lungdesk.ml.training.recipe import HeadSettings
from lungdesk.ml.training.sources import LabelledFeatures
from lungdesk.ml.training.winograd import gains_by_compiling, with_fast_convolutions

#: A block phase of so many steps earns back the time that XLA takes,
_COMPILED_FROM = 300
#: and one of so many layers does not: it would be minutes, for little.
_MOST_COMPILED_LAYERS = 100


@dataclass(frozen=True, slots=True, eq=False)
class TrainedHead:
    """A head with its way there.

    Attributes
    ----------
    dense
        Its layers, on standardized features.
    val_loss
        Cross-entropy on val after calibration: what heads are chosen by.
    temperature
        By which the logits are divided (Guo et al., arXiv 1706.04599), fitted on val.
    val_logits
        Of the films of val, calibrated, ``(N, C)``.
    """

    dense: tuple[DenseLayer, ...]
    standard: Standardization
    settings: HeadSettings
    history: History
    val_loss: float
    temperature: float
    seconds: float
    val_logits: NDArray[np.float32]

    @property
    def head(self) -> Head:
        """On pooled features as they are, calibrated."""
        return networks.plain_head(self.dense, self.standard, self.temperature)


@dataclass(frozen=True, slots=True, eq=False)
class TuneStart:
    """What a phase that changes the trunk begins with.

    Attributes
    ----------
    keras_trunk
        The backbone's graph (`lungdesk.ml.trunk.build_keras_trunk`); it gets the tuned weights.
    """

    keras_trunk: Any
    backbone: Backbone
    head: TrainedHead


def train_head(
    train: LabelledFeatures, val: LabelledFeatures, phase: Phase, ctx: JobContext
) -> TrainedHead:
    """Fit one head on cached features, stop early on val, calibrate it on val.

    Parameters
    ----------
    phase
        Its settings are `HeadSettings`.

    Raises
    ------
    LungDeskError
        Those of `lungdesk.ml.training.loop.fit`.
    """
    settings = phase.settings
    if not isinstance(settings, HeadSettings):
        raise TypeError(f"expected HeadSettings, got {type(settings).__name__}")
    standard = Standardization.of(train.features)

    if phase.recipe.is_exact(settings):
        layer, fitted = fit_exactly(train, val, standard, phase)
        facts = {
            "variant": phase.variant,
            "of": 1,
            "history": fitted.history,
            "epoch_seconds": [fitted.seconds],
        }
        # Nothing to go on with: it is fitted anew in a moment. Who looks at the run knows of it.
        phase.checkpoints.save(phase.key, Checkpoint({}, facts))
        phase.tell(epochs_kept(facts), is_history=False)
        return _trained((layer,), fitted, val, standard, settings)

    def build() -> Any:
        return networks.head_network(standard, settings, phase.class_count)

    network, fitted = fit(build, train, val, phase, ctx)
    return _trained(networks.dense_of(network), fitted, val, standard, settings)


def train_block(
    start: TuneStart,
    cut: CutPoint,
    sources: tuple[FilmSource, FilmSource],
    phase: Phase,
    ctx: JobContext,
) -> TrainedHead:
    """Train the layers behind a cut point together with the head.

    Parameters
    ----------
    sources
        Train and val: activations behind the cut point's layer.
    """
    _, tail = split_at(start.keras_trunk, cut.layer)
    is_compiled = (
        gains_by_compiling(tail)
        and len(tail.layers) <= _MOST_COMPILED_LAYERS
        and _step_count(phase, sources[0]) >= _COMPILED_FROM
        and not networks.has_gpu()
    )
    # bfloat16 has too few digits for the additions around fast convolutions.
    is_fast = is_compiled and not networks.is_rounded()

    def part(trunk: Any) -> Any:
        _, tail = split_at(trunk, cut.layer)
        return with_fast_convolutions(tail) if is_fast else tail

    phase = replace(phase, is_compiled=is_compiled)
    return _tuned(start, part, sources, phase, ctx)


def train_whole(
    start: TuneStart, sources: tuple[FilmSource, FilmSource], phase: Phase, ctx: JobContext
) -> TrainedHead:
    """Train all layers but batch normalization together with the head.

    Parameters
    ----------
    sources
        Train and val: grey views ``(N, S, S)``.
    """

    def part(trunk: Any) -> Any:
        return networks.on_grey_views(trunk, start.backbone.normalization)

    return _tuned(start, part, sources, phase, ctx)


def _tuned(
    start: TuneStart,
    part: Callable[[Any], Any],
    sources: tuple[FilmSource, FilmSource],
    phase: Phase,
    ctx: JobContext,
) -> TrainedHead:
    """Train ``part(trunk)`` of a copy of the trunk, and give its weights to the trunk."""
    head = start.head

    def build() -> Any:
        return tuned_network(start, part, phase.class_count)

    train, val = sources
    network, fitted = fit(build, train, val, phase, ctx)
    networks.copy_layers(network, start.keras_trunk)
    return _trained(networks.dense_of(network), fitted, val, head.standard, head.settings)


def tuned_network(start: TuneStart, part: Callable[[Any], Any], class_count: int) -> Any:
    """Keras model of ``part(trunk)`` of a copy of the trunk, with the head: what is trained."""
    head = start.head
    with networks.arithmetic():
        trunk = start.backbone.build(start.keras_trunk.input.shape[1])
        trunk.set_weights(start.keras_trunk.get_weights())
        networks.make_trainable(trunk)
        tuned = part(trunk)
    network = networks.classifier(tuned, head.standard, head.settings, class_count)
    networks.copy_head(network, head.dense)
    return network


def _step_count(phase: Phase, train: FilmSource) -> int:
    return phase.settings.epochs * len(train.targets) // phase.settings.batch_size


def _trained(
    dense: tuple[DenseLayer, ...],
    fitted: Fitted,
    val: FilmSource,
    standard: Standardization,
    settings: HeadSettings,
) -> TrainedHead:
    temperature = fit_temperature(fitted.val_logits, val.targets)
    cooled = np.asarray(fitted.val_logits / temperature, np.float32)
    return TrainedHead(
        dense=dense,
        standard=standard,
        settings=settings,
        history=fitted.history,
        val_loss=cross_entropy(cooled, val.targets),
        temperature=temperature,
        seconds=fitted.seconds,
        val_logits=cooled,
    )


def fit_temperature(logits: NDArray[np.float32], targets: NDArray[np.int64]) -> float:
    """Temperature in [0.25, 4] with the least cross-entropy, to about 1 %."""
    candidates = np.geomspace(0.25, 4.0, 280)
    losses = [cross_entropy(np.asarray(logits / t, np.float32), targets) for t in candidates]
    return float(candidates[int(np.argmin(losses))])
