"""Deletion and insertion of a model's maps against random order."""

from __future__ import annotations

import numpy as np
import pytest

from lungdesk.core.faithfulness import in_random_order
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.saliency import SaliencyMap
from lungdesk.ml.checks.order import orders
from lungdesk.ml.checks.randomisation import leading_map
from lungdesk.ml.ensemble_engine import open_engine
from lungdesk.ml.explain.faithfulness import faithfulness
from lungdesk.ml.explain.masked_film import MaskedFilm
from tests.unit.ml.checks.check_films import chests, shipped


def test_areas_are_those_of_the_test_of_one_map() -> None:
    engine, films = open_engine(shipped(), is_for_throughput=True), chests(2)
    areas = []
    for number, (_, film) in enumerate(films.each(NullContext(), "")):
        own = leading_map(engine, film)
        rng = np.random.default_rng([3, number])
        values = rng.permutation(own.values.ravel()).reshape(own.values.shape)
        other = SaliencyMap(values, own.class_index, own.method, own.target_layer, own.region)
        tested = [
            faithfulness(MaskedFilm(engine, film), one, NullContext()) for one in (own, other)
        ]
        areas.append([(one.deletion_area, one.insertion_area) for one in tested])

    found = orders(engine, films, NullContext(), seed=3)

    expected = np.mean(areas, axis=0)
    for place, record in enumerate((found.deletion, found.insertion)):
        assert record.by_map == pytest.approx(expected[0, place], abs=1e-3)
        assert record.at_random == pytest.approx(expected[1, place], abs=1e-3)
        each = [by_map[place] - at_random[place] for by_map, at_random in areas]
        assert record.difference == pytest.approx(np.mean(each), abs=1e-3)
        # Of two patients, either may be drawn twice.
        assert record.interval == pytest.approx((min(each), max(each)), abs=1e-3)


def test_a_map_in_random_order_has_the_same_cells() -> None:
    engine, films = open_engine(shipped()), chests(1)
    ((_, film),) = films.each(NullContext(), "")
    own = leading_map(engine, film)

    other = in_random_order(own, np.random.default_rng(0))

    assert np.array_equal(np.sort(other.values.ravel()), np.sort(own.values.ravel()))
    assert not np.array_equal(other.values, own.values)
    assert (other.class_index, other.region) == (own.class_index, own.region)


def test_it_can_be_cancelled_amid_a_film() -> None:
    class Cancelling(NullContext):
        checks = 0

        def check(self) -> None:
            self.checks += 1
            if self.checks > 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        orders(open_engine(shipped()), chests(1), Cancelling())
