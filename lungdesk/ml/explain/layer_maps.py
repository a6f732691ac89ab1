"""LayerCAM maps of a film, by one model or by the members of an ensemble."""

from __future__ import annotations

from dataclasses import replace

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import SaliencyMap
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble_engine import AnyEngine, mean_map
from lungdesk.ml.gradient_graph import NotDifferentiableError
from lungdesk.ml.layer_cam import METHOD

_MESSAGE = "following the evidence back"


def layer_maps(
    engine: AnyEngine,
    radiograph: Radiograph,
    correction: Correction,
    ctx: JobContext,
) -> tuple[SaliencyMap, ...]:
    """One map for each class, in label order, in the units of the logits.

    Parameters
    ----------
    correction
        What was done to the film before it was read.

    Raises
    ------
    Cancelled
        Between the members of an ensemble, and before the network is prepared.
    LungDeskError
        ``USAGE`` where a network has no such layer.
    """
    members = (engine,) if isinstance(engine, Engine) else engine.members
    found = []
    for number, member in enumerate(members):
        ctx.check()
        ctx.report(Progress(number, len(members), _MESSAGE))
        found.append(_maps_of(member, radiograph, correction))
    if isinstance(engine, Engine):
        return found[0]
    means = (mean_map(of_class, engine.bundle.weights) for of_class in zip(*found, strict=True))
    return tuple(replace(one, method=METHOD) for one in means)


def _maps_of(
    engine: Engine, radiograph: Radiograph, correction: Correction = NO_CORRECTION
) -> tuple[SaliencyMap, ...]:
    view = engine.view(radiograph, correction)
    try:
        network = engine.layer_network
    except NotDifferentiableError as error:
        raise LungDeskError(
            f"LayerCAM cannot be made of {engine.bundle.manifest.name}: its network has no finer"
            " layer that its answer can be followed back to.",
            hint="Occlusion and random masks work with every model.",
            code=ErrorCode.USAGE,
        ) from error
    _, maps = network.run(correction.applied(view.grey))
    return tuple(
        SaliencyMap(correction.turned_back(values), index, METHOD, "", view.region)
        for index, values in enumerate(maps)
    )
