"""Reads films as they come, with a model of either kind: nothing piles up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.radiograph import Radiograph
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble_engine import AnyEngine, gatekeeper, views_of
from lungdesk.ml.film_pass import FilmPass
from lungdesk.ml.gate import AS_IT_IS, FilmLook, Handling, all_judged, judged, look_at

#: What each member of a model sees of one film, ``(S, S)`` uint8 each; one view for a single one.
Views = tuple[NDArray[np.uint8], ...]

#: Films that each network reads in turn: all at once would share the processors' caches, and few
#: would keep them waiting for each other. With slow networks as many as the first one reads in the
#: time in seconds: rows come film by film then.
_CHUNK, _CHUNK_S = 48, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class PreparedFilm:
    """A film that has been looked at.

    Attributes
    ----------
    look
        What the gate has seen; lungs may be still to be judged.
    views
        What the model is to see of it in each pass.
    """

    look: FilmLook
    views: tuple[Views, ...]


#: ``on_film(look, passes)``, in the order of the films; lungs are judged.
OnFilm = Callable[[FilmLook, tuple[FilmPass, ...]], None]


def prepared_film(
    radiograph: Radiograph, engine: AnyEngine, handling: Handling = AS_IT_IS
) -> PreparedFilm:
    """What the gate sees of a film, and what the model is to see of it; from any thread.

    The model sees it once. One that lies otherwise than films do will be refused, so its pass tells
    whether it is a chest film; where the reader wants it read as it is, that is a second pass.
    """
    members = _members(engine)
    views = views_of(members, radiograph, handling.correction)
    first = gatekeeper(members)
    look = look_at(views[first], radiograph, handling, engine.sight)
    if (mending := look.mending) is not None:
        return prepared_film(radiograph, engine, mending)
    if views[first].found_in is not None:
        look = judged(look, engine.sight)  # which has just seen the film
    as_wanted = tuple(look.corrected(view.grey) for view in views)
    if not look.pose.correction:
        return PreparedFilm(look, (as_wanted,))
    upright = [
        member.view_again(view, radiograph, look.upright)
        for member, view in zip(members, views, strict=True)
    ]
    probe = tuple(look.probe(view.grey) for view in upright)
    return PreparedFilm(look, (as_wanted, probe) if handling.is_overridden else (probe,))


def stream_films(engine: AnyEngine, films: Iterable[PreparedFilm], on_film: OnFilm) -> None:
    """Read films with several in flight; ``on_film`` is called from this thread."""
    coming = iter(films)
    first, *others = _members(engine)
    while True:
        chunk: list[PreparedFilm] = []
        of_members = [first.passes_of(_first_views(coming, chunk))]
        if not chunk:
            return
        for index, member in enumerate(others, start=1):
            of_members.append(member.passes_of(views[index] for f in chunk for views in f.views))
        looks = all_judged([film.look for film in chunk], engine.sight)
        together = zip(*of_members, strict=True)
        passes = (
            one[0] if isinstance(engine, Engine) else engine.mean_pass(one) for one in together
        )
        for film, look in zip(chunk, looks, strict=True):
            on_film(look, tuple(islice(passes, len(film.views))))


def _members(engine: AnyEngine) -> tuple[Engine, ...]:
    return (engine,) if isinstance(engine, Engine) else engine.members


def _first_views(
    films: Iterator[PreparedFilm], seen: list[PreparedFilm]
) -> Iterator[NDArray[np.uint8]]:
    """What the first member sees of some films as they come, which are kept for the others."""
    ends = time.monotonic() + _CHUNK_S
    for film in islice(films, _CHUNK):
        seen.append(film)
        for views in film.views:
            yield views[0]
        if time.monotonic() > ends:
            return
