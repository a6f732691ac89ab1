"""Logits of films as they come, for a model of either kind: nothing piles up."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.radiograph import Radiograph
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble_engine import AnyEngine, mean_logits
from lungdesk.ml.prefetch import batched
from lungdesk.ml.preprocess import model_view

#: What each member of a model sees of one film, ``(S, S)`` uint8 each; one view for a single one.
Views = tuple[NDArray[np.uint8], ...]
#: ``on_logits(number, logits)``, logits ``(C,)`` float32, in the order of the films.
OnLogits = Callable[[int, NDArray[np.float32]], None]

#: Films that the members of an ensemble read in turn.
_CHUNK = 32


def views_of(radiograph: Radiograph, engine: AnyEngine) -> Views:
    """What the model sees of a film; from any thread."""
    members = (engine,) if isinstance(engine, Engine) else engine.members
    return tuple(model_view(radiograph, member.spec).grey for member in members)


def stream_logits(engine: AnyEngine, films: Iterable[Views], on_logits: OnLogits) -> None:
    """Read films with several in flight; ``on_logits`` is called from this thread."""
    if isinstance(engine, Engine):
        views = (film[0] for film in films)
        engine.network.run_many(views, lambda number, outputs: on_logits(number, outputs[0][0]))
        return
    done = 0
    for chunk in batched(films, _CHUNK):
        of_members = [
            member.logits_of((film[index] for film in chunk), len(chunk))
            for index, member in enumerate(engine.members)
        ]
        for logits in mean_logits(of_members, engine.bundle.weights):
            on_logits(done, logits)
            done += 1
