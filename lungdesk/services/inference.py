"""Reads a decoded film with the active model."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lungdesk.core.faithfulness import Faithfulness
from lungdesk.core.jobs import JobContext
from lungdesk.core.prediction import Prediction
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import SaliencyMap
from lungdesk.core.similar import SimilarFilms
from lungdesk.core.study import Instance
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.ml.ensemble import AnyBundle
from lungdesk.ml.ensemble_engine import AnyEngine, open_engine, sight_digest
from lungdesk.ml.gate import Handling
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.services import explanation
from lungdesk.services.film_files import require_film
from lungdesk.services.read_request import ExplainRequest, MapTest, ReadRequest


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the model says of one frame, and where it looked.

    Attributes
    ----------
    saliency_maps
        One for each class, in label order.
    timings_ms
        ``preprocess``, ``gate``, ``infer``, ``explain``; the caller may add ``decode``.
    similar
        The most similar films that the model learnt from; None of a model that keeps none.
    precision
        Arithmetic of the model.
    lungs
        Digest of the network whose lungs the film check judged; empty for none.
    """

    instance: Instance
    frame: int
    prediction: Prediction
    saliency_maps: tuple[SaliencyMap, ...]
    timings_ms: dict[str, float] = field(default_factory=dict)
    similar: SimilarFilms | None = None
    precision: str = ""
    lungs: str = ""


class FilmReader:
    """The active model. Constructing it is cheap; the network is compiled at its first use.

    All its methods belong on the compute lane: one thread owns the network.

    Parameters
    ----------
    lungs
        Has the lung networks that models may be bound to.
    """

    def __init__(
        self,
        bundle: AnyBundle,
        *,
        precision: PrecisionChoice = PrecisionChoice.FLOAT32,
        cache_folder: Path | None = None,
        lungs: LungNetworks | None = None,
    ) -> None:
        self._bundle = bundle
        self._precision = precision
        self._cache_folder = cache_folder
        self._lungs = lungs
        self._engine: AnyEngine | None = None
        self.model = bundle.model
        self.labels = bundle.labels
        self.display_name = bundle.manifest.name
        self.map_peak = bundle.map_peak

    def warm_up(self, _request: None, ctx: JobContext) -> None:
        """Verify and compile the model, so that the first film need not wait for it.

        Raises
        ------
        LungDeskError
            ``MODEL_DAMAGED``, ``MODEL_INVALID`` or ``LUNG_NETWORK_FOREIGN``.
        """
        ctx.check()
        self._ready_engine()

    def read(self, radiograph: Radiograph, ctx: JobContext) -> Reading:
        """Verdict, probabilities and the heatmaps of all classes for one film.

        Raises
        ------
        LungDeskError
            ``FILE_OWN_PICTURE``, and those of `warm_up`.
        """
        return self.read_as(ReadRequest(radiograph), ctx)

    def read_as(self, request: ReadRequest, ctx: JobContext) -> Reading:
        """The same, corrected first, or although the film is refused."""
        require_film(request.radiograph.instance)
        engine = self._ready_engine()
        ctx.check()
        radiograph = request.radiograph
        handling = Handling(request.correction, request.is_overridden, request.is_mended)
        output = engine.read(radiograph, handling)
        return Reading(
            instance=radiograph.instance,
            frame=radiograph.frame,
            prediction=output.prediction,
            saliency_maps=output.saliency_maps,
            timings_ms=output.timings_ms,
            similar=output.similar,
            precision=str(engine.precision),
            lungs=sight_digest(engine),
        )

    def explain(self, request: ExplainRequest, ctx: JobContext) -> tuple[SaliencyMap, ...]:
        """Maps of all classes by asking the model again; see `lungdesk.services.explanation`."""
        return explanation.explain(self._ready_engine(), request, ctx)

    def put_to_test(self, request: MapTest, ctx: JobContext) -> Faithfulness:
        """Whether a map shows what the model goes by; see `lungdesk.services.explanation`."""
        return explanation.put_to_test(self._ready_engine(), request, ctx)

    def _ready_engine(self) -> AnyEngine:
        if self._engine is None:
            self._engine = open_engine(
                self._bundle,
                precision=self._precision,
                cache_folder=self._cache_folder,
                lungs=self._lungs,
            )
            _ = self._engine.sight  # which the first film need not wait for
        return self._engine
