"""Reads films as they come, with a model of either kind: nothing piles up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.radiograph import Radiograph
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble_engine import AnyEngine, gatekeeper, views_of
from lungdesk.ml.film_pass import FilmPass
from lungdesk.ml.gate import AS_IT_IS, FilmLook, Handling

#: What each member of a model sees of one film, ``(S, S)`` uint8 each; one view for a single one.
Views = tuple[NDArray[np.uint8], ...]
#: ``on_pass(number, pass)``, in the order of the films.
OnPass = Callable[[int, FilmPass], None]

#: Films that the members of an ensemble read in turn: both at once would share the processors'
#: caches, and few would keep them waiting for each other.
_CHUNK = 48


def looked_at(
    radiograph: Radiograph, engine: AnyEngine, handling: Handling = AS_IT_IS
) -> tuple[FilmLook, tuple[Views, ...]]:
    """What the gate sees of a film, and what the model is to see of it; from any thread.

    The model sees it once. One that lies otherwise than films do will be refused, so its pass tells
    whether it is a chest film; where the reader wants it read as it is, that is a second pass.
    """
    members = (engine,) if isinstance(engine, Engine) else engine.members
    views = views_of(members, radiograph, handling.correction)
    first = gatekeeper(members)
    look = members[first].look(views[first], radiograph, handling)
    if (mending := look.mending) is not None:
        return looked_at(radiograph, engine, mending)
    as_wanted = tuple(look.corrected(view.grey) for view in views)
    if not look.pose.correction:
        return look, (as_wanted,)
    upright = [
        member.view_again(view, radiograph, look.upright)
        for member, view in zip(members, views, strict=True)
    ]
    probe = tuple(look.probe(view.grey) for view in upright)
    return look, (as_wanted, probe) if handling.is_overridden else (probe,)


def stream_passes(engine: AnyEngine, films: Iterable[Views], on_pass: OnPass) -> None:
    """Read films with several in flight; ``on_pass`` is called from this thread."""
    if isinstance(engine, Engine):
        engine.stream((film[0] for film in films), on_pass)
        return
    done, coming = 0, iter(films)
    first, *others = engine.members
    while True:
        chunk: list[Views] = []
        of_members = [first.passes_of(_first_views(islice(coming, _CHUNK), chunk))]
        if not chunk:
            return
        for index, member in enumerate(others, start=1):
            of_members.append(member.passes_of(film[index] for film in chunk))
        for together in zip(*of_members, strict=True):
            on_pass(done, engine.mean_pass(together))
            done += 1


def _first_views(films: Iterable[Views], seen: list[Views]) -> Iterator[NDArray[np.uint8]]:
    """What the first member sees of films as they come, which are kept for the others."""
    for film in films:
        seen.append(film)
        yield film[0]
