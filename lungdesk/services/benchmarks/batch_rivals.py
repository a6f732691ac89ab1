"""What a batch is measured beside.

A plain loop of Keras, the networks with nothing around them, and the engine that reads films from
memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext
from lungdesk.core.prediction import softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats.plain_reader import read_grey
from lungdesk.ml.bundle import Bundle
from lungdesk.ml.engine import Engine
from lungdesk.ml.engine_export import keras_classifier
from lungdesk.ml.ensemble import AnyBundle, members_of
from lungdesk.ml.ensemble_engine import AnyEngine
from lungdesk.ml.film_pass import FilmPass
from lungdesk.ml.gate import FilmLook
from lungdesk.ml.lungs.segmenter import LungSegmenter
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.preprocess import PreprocessSpec, model_view
from lungdesk.ml.reference_reader import predicted_probabilities
from lungdesk.ml.stream import prepared_film, stream_films
from lungdesk.ml.trunk import build_keras_trunk
from lungdesk.services.batch.reading import processors
from lungdesk.services.benchmarks.subjects import Subject


@dataclass(frozen=True, slots=True, eq=False)
class EngineAlone:
    """The networks that a film goes through, with several views in flight, and nothing else.

    Attributes
    ----------
    engines
        Of the model.
    views
        Of each of their networks, ``(S, S)`` uint8.
    lungs, lung_views
        The network whose lungs the film check judges, and what it sees; None and nothing without.
    """

    engines: tuple[Engine, ...]
    views: tuple[Sequence[NDArray[np.uint8]], ...]
    lungs: CompiledNetwork | None = None
    lung_views: Sequence[NDArray[np.uint8]] = ()

    @classmethod
    def of(cls, engine: AnyEngine, films: Sequence[Radiograph]) -> EngineAlone:
        """The networks of an engine, and what each of them sees of these films."""
        engines = (engine,) if isinstance(engine, Engine) else engine.members
        views = tuple([one.view(film).grey for film in films] for one in engines)
        sight = engine.sight
        if not isinstance(sight, LungSegmenter):
            return cls(engines, views)
        seen = [model_view(film, sight.spec).grey for film in films]
        return cls(engines, views, sight.network, seen)

    def read(self, film_count: int) -> None:
        """Run the views again and again, until so many films have been through each network."""
        runs = [
            (one.stream_network, seen) for one, seen in zip(self.engines, self.views, strict=True)
        ]
        runs += [(self.lungs, self.lung_views)] if self.lungs is not None else []
        for network, views in runs:
            shown = islice(cycle(views), film_count)
            network.run_many(shown, lambda *_: None, is_kept=False)


@dataclass(frozen=True, slots=True, eq=False)
class ReadingAlone:
    """The engine as it reads films in a row: looks at them, runs the networks, judges.

    Attributes
    ----------
    films
        In memory, decoded.
    """

    engine: AnyEngine
    films: Sequence[Radiograph]

    def read(self, film_count: int) -> None:
        """Read the films again and again, until so many predictions have been made."""
        judgement = self.engine.judgement

        def judge(look: FilmLook, passes: tuple[FilmPass, ...]) -> None:
            judgement.prediction(passes[0], judgement.verdict(look, passes[-1]))

        with closing(
            prefetched(
                lambda film: prepared_film(film, self.engine),
                islice(cycle(self.films), film_count),
                workers=processors(),
            )
        ) as prepared:
            stream_films(self.engine, prepared, judge)


@dataclass(frozen=True, slots=True, eq=False)
class _Network:
    """A Keras model with the outputs ``[logits, feature_map]``, and what it is to see."""

    model: Any
    spec: PreprocessSpec
    weights: str

    @classmethod
    def of(cls, bundle: Bundle, weights_folder: Path, ctx: JobContext) -> _Network:
        manifest = bundle.manifest
        subject = Subject(manifest.backbone, "", weights_folder)
        weights = subject.resolved_weights(ctx)
        trunk = build_keras_trunk(subject.backbone, manifest.preprocess.input_size, weights)
        model = keras_classifier(trunk, bundle.head().of_last(trunk.output.shape[-1]))
        return cls(model, manifest.preprocess.spec(), weights.choice)

    def probabilities(self, grey: NDArray[np.uint8]) -> NDArray[np.float32]:
        return predicted_probabilities(self.model, self.spec.normalization.apply(grey[None]))


@dataclass(frozen=True, slots=True, eq=False)
class PlainLoop:
    """Reads film by film with ``predict`` of Keras, with each network of a model in turn.

    Attributes
    ----------
    name
        Of the model, for people.
    """

    name: str
    networks: tuple[_Network, ...]

    @classmethod
    def of(cls, bundle: AnyBundle, weights_folder: Path, ctx: JobContext) -> PlainLoop:
        """Its networks, with weights that are here; raises those of `Subject.resolved_weights`."""
        members = members_of(bundle)
        networks = tuple(_Network.of(member, weights_folder, ctx) for member in members)
        return cls(bundle.manifest.name, networks)

    @property
    def weights(self) -> str:
        """Which weights its networks have, each choice once."""
        return ", ".join(dict.fromkeys(network.weights for network in self.networks))

    def read(self, films: Sequence[Path]) -> None:
        """Read files; they are decoded for each network, as a loop over networks would do."""
        for network in self.networks:
            for film in films:
                network.probabilities(read_grey(film, network.spec.input_size))

    def difference(self, alone: EngineAlone) -> float:
        """Largest difference of a probability of the first film, of any network."""
        worst = 0.0
        for network, engine, seen in zip(self.networks, alone.engines, alone.views, strict=True):
            ours = softmax(engine.network.run(seen[0])[0][0])
            worst = max(worst, float(np.abs(ours - network.probabilities(seen[0])).max()))
        return worst
