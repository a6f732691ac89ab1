"""Colours of the classes, the same in the window, in figures and in reports."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from zlib import crc32

from lungdesk.core.labels import CHEST_LABELS

#: For areas: first those of the well-known classes (Paul Tol's "light" scheme, which stays apart
#: for every kind of colour blindness, the warm ones kept away from the amber of doubt), then those
#: of other classes, which stay apart from these and from each other.
CLASS_COLOURS: Final = (
    *("#44bb99", "#77aadd", "#ee8866", "#ffaabb", "#d9d06a"),
    *("#ac57d9", "#8e717c", "#c8e0f6", "#e14fa4", "#2780f9"),
    *("#5b8ab2", "#e0affe", "#ab8efe", "#d487c1"),
)

#: Nearly the same hues, dark enough for thin lines on white paper (contrast at least 3:1); they,
#: too, stay apart without red or green cones, by how dark they are.
CLASS_INKS: Final = (
    *("#1d8760", "#0966a5", "#8f3210", "#c15c88", "#868213"),
    *("#250048", "#811f70", "#000db8", "#be22b8", "#524cf3"),
    *("#4571d4", "#4f2a91", "#691ace", "#a34190"),
)


@lru_cache(maxsize=64)
def colour_places(label_ids: tuple[str, ...]) -> tuple[int, ...]:
    """Where in the tables the colour of each class of a model stands.

    A well-known class has its own in every model, however it is spelt. Any other class goes by its
    name, not by its place in the model; where two of a model would have the same, the later one in
    the alphabet takes the next that is free, while there is one.
    """
    known, every = len(CHEST_LABELS), len(CLASS_COLOURS)
    places: dict[str, int] = {}
    free: list[int] = []
    for label_id in sorted(set(label_ids)):
        place = CHEST_LABELS.match(label_id)
        if place is None:
            free = free or list(range(known, every))
            own = known + crc32(label_id.encode(errors="surrogatepass")) % (every - known)
            place = min(free, key=lambda one: (one - own) % (every - known))
            free.remove(place)
        places[label_id] = place
    return tuple(places[label_id] for label_id in label_ids)
