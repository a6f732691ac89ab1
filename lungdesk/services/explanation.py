"""Explains a reading by asking the model again, and puts its maps to the test.

Both belong on the compute lane. They take from one second to half a minute, tell how far they are,
and can be cancelled between a few readings. LayerCAM alone asks each network only once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from lungdesk.core.faithfulness import Faithfulness
from lungdesk.core.jobs import JobContext
from lungdesk.core.saliency import SaliencyMap
from lungdesk.ml.ensemble_engine import AnyEngine
from lungdesk.ml.explain.faithfulness import faithfulness
from lungdesk.ml.explain.layer_maps import layer_maps
from lungdesk.ml.explain.masked_film import MaskedFilm
from lungdesk.ml.explain.perturbed_maps import OCCLUSION, RISE, occlusion_maps, rise_maps
from lungdesk.ml.layer_cam import METHOD as LAYERCAM
from lungdesk.services.read_request import ExplainRequest, MapTest

Maps = tuple[SaliencyMap, ...]

_MAKERS: Final[Mapping[str, Callable[[MaskedFilm, JobContext], Maps]]] = {
    OCCLUSION: occlusion_maps,
    RISE: rise_maps,
}

#: Ways to explain that are done on demand.
METHODS: Final = (LAYERCAM, *_MAKERS)


def explain(engine: AnyEngine, request: ExplainRequest, ctx: JobContext) -> Maps:
    """One map for each class, in label order; in units of probability, or LayerCAM's of the logit.

    Raises
    ------
    Cancelled
        Between a few readings.
    LungDeskError
        ``USAGE`` where the model has no layer for LayerCAM.
    """
    if request.method == LAYERCAM:
        return layer_maps(engine, request.radiograph, request.correction, ctx)
    film = MaskedFilm(engine, request.radiograph, request.correction)
    return _MAKERS[request.method](film, ctx)


def put_to_test(engine: AnyEngine, request: MapTest, ctx: JobContext) -> Faithfulness:
    """What the probability does when what the map marks is blurred; raises as `explain`."""
    film = MaskedFilm(engine, request.radiograph, request.correction)
    return faithfulness(film, request.saliency_map, ctx)
