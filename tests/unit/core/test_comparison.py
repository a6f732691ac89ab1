from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.comparison import COMPARED, paired_tests, pareto_front
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.metrics.comparison import delong, holm, mcnemar
from tests.unit.reporting.comparisons import comparison, model, targets_of


@given(st.lists(st.tuples(st.none() | st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_the_front_holds_what_nothing_beats(rows: list[tuple[int | None, int]]) -> None:
    costs, gains = [cost for cost, _ in rows], [gain for _, gain in rows]

    front = pareto_front(costs, gains)

    assert [costs[i] for i in front] == sorted(costs[i] for i in front)  # type: ignore[type-var]
    for number, (cost, gain) in enumerate(rows):
        others = [(c, g) for c, g in rows if c is not None]
        is_beaten = cost is None or any(
            c <= cost and g >= gain and (c, g) != (cost, gain) for c, g in others
        )
        assert (number in front) != is_beaten


def test_all_tests_of_a_kind_are_adjusted_together() -> None:
    models = [model("a", 2.5), model("b", 1.2), model("c", 0.4)]
    targets = targets_of("test")

    pairs = paired_tests(models, targets, CHEST_LABELS)

    assert [(p.first, p.second) for p in pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    right = {m.name: m.probabilities["test"].argmax(axis=1) == targets for m in models}
    alone = [mcnemar(right[p.first], right[p.second]).mid_p for p in pairs]
    assert [p.mcnemar_p for p in pairs] == holm(alone)
    by_name = {m.name: m.probabilities["test"] for m in models}
    areas = [
        delong(targets == i, by_name[p.first][:, i], by_name[p.second][:, i]).p
        for p in pairs
        for i in range(5)
    ]
    assert [q for p in pairs for q in p.delong_p.values()] == holm(areas)
    assert set(pairs[0].differences) == set(COMPARED)


def test_a_class_with_a_single_film_is_not_tested() -> None:
    models = [model("a", test_classes=(0, 4), splits=("test",)), model("b", splits=("test",))]
    targets = targets_of("test", (0, 4))
    targets[targets == 4] = 0
    targets[0] = 4

    (pair,) = paired_tests(models, targets, CHEST_LABELS)

    assert pair.delong == {}


def test_the_row_to_take_has_the_least_loss_on_val() -> None:
    models = [model("a", 1.0), model("b", 3.0), model("c", 2.0), model("d", 9.0, splits=("test",))]

    chosen = comparison(models).chosen

    assert chosen is models[1]
    assert comparison([model(n, splits=("test",)) for n in "ab"]).chosen is None
