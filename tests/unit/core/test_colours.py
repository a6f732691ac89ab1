"""Which colour a class has, whatever the model."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.colours import CLASS_COLOURS, colour_places
from lungdesk.core.labels import CHEST_LABELS

KNOWN = len(CHEST_LABELS)
NAMES = st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=20, unique=True)


def test_well_known_classes_have_their_colour_in_every_model() -> None:
    assert colour_places(CHEST_LABELS.ids) == tuple(range(KNOWN))
    assert colour_places(("tuberculosis", "normal")) == (4, 0)
    assert colour_places(("Healthy", "TB")) == (0, 4)


def test_another_class_goes_by_its_name_and_not_by_its_place() -> None:
    alone = colour_places(("silicosis",))
    last = colour_places(("normal", "tuberculosis", "silicosis"))

    assert alone == last[2:] == colour_places(("silicosis", "normal"))[:1] == (12,)
    assert last[:2] == (0, 4)


@given(NAMES)
def test_classes_of_one_model_share_no_colour_while_there_is_another(names: list[str]) -> None:
    places = dict(zip(names, colour_places(tuple(names)), strict=True))

    others = [place for name, place in places.items() if CHEST_LABELS.match(name) is None]
    assert all(KNOWN <= place < len(CLASS_COLOURS) for place in others)
    assert len(set(others)) == min(len(others), len(CLASS_COLOURS) - KNOWN)
    assert colour_places(tuple(reversed(names))) == tuple(reversed(places.values()))
