"""Training of a head against scikit-learn, SciPy and the Keras network that it was trained as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import softmax
from sklearn.metrics import log_loss, recall_score
from sklearn.utils.class_weight import compute_class_weight

from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.ml.head import Head
from lungdesk.ml.training import network as networks
from lungdesk.ml.training.checkpoint import Checkpoints, stored_facts
from lungdesk.ml.training.epoch import Epoch, epochs_kept
from lungdesk.ml.training.loop import Phase, cross_entropy
from lungdesk.ml.training.order import class_weights
from lungdesk.ml.training.phases import TrainedHead, fit_temperature, train_head
from lungdesk.ml.training.recipe import HeadSettings, Imbalance, MixupPartners, Recipe, Solver
from lungdesk.ml.training.sources import LabelledFeatures
from tests.unit.services.fakes import Listener

#: The second takes steps that are too long, so that val gets worse again.
LAYERS = {
    "one layer": HeadSettings(epochs=8, batch_size=64, learning_rate=0.02),
    "two layers": HeadSettings(epochs=20, batch_size=128, learning_rate=0.1, hidden_units=16),
}


def clouds(count: int, *, seed: int) -> LabelledFeatures:
    """Features of three overlapping classes, on scales that differ by dimension."""
    rng = np.random.default_rng(seed)
    targets = rng.integers(0, 3, count)
    centres = np.random.default_rng(99).normal(0, 1, (3, 12))
    features = 1 + (centres[targets] + rng.normal(0, 1, (count, 12))) * np.geomspace(0.1, 3, 12)
    return one_view(features, targets)


def one_view(features: np.ndarray, targets: np.ndarray) -> LabelledFeatures:
    return LabelledFeatures(features[:, None].astype(np.float16), targets.astype(np.int64))


def phase(settings: HeadSettings, *, seed: int = 0, class_count: int = 3, **recipe: Any) -> Phase:
    return Phase("head", settings, Recipe(heads=(settings,), seed=seed, **recipe), class_count)


def flat(films: LabelledFeatures) -> np.ndarray:
    return films.features.reshape(len(films.targets), -1).astype(np.float32)


TRAIN = clouds(240, seed=1)
VAL = clouds(120, seed=2)


@dataclass(frozen=True)
class Run:
    """A training, with the Keras network that it used and what it reported."""

    settings: HeadSettings
    trained: TrainedHead
    network: Any
    reports: list[Progress]


def run(settings: HeadSettings, *, seed: int = 7) -> Run:
    made: list[Any] = []
    build = networks.head_network

    def recorded(*arguments: Any) -> Any:
        made.append(build(*arguments))
        return made[-1]

    listener = Listener()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(networks, "head_network", recorded)
        result = train_head(TRAIN, VAL, phase(settings, seed=seed), listener)
    return Run(settings, result, made[0], listener.reports)


@pytest.fixture(scope="module", params=LAYERS)
def either(request: pytest.FixtureRequest) -> Run:
    """A training of one layer to its last epoch, and of two layers beyond its best one."""
    return run(LAYERS[request.param])


def same(one: Head, other: Head) -> bool:
    return all(
        np.array_equal(a, b)
        for a, b in zip(one.arrays().values(), other.arrays().values(), strict=True)
    )


def test_what_an_exact_head_has_come_to_is_kept_for_who_looks_at_the_training(
    tmp_path: Path,
) -> None:
    told: list[Epoch] = []

    def listen(epochs: Sequence[Epoch], *, is_history: bool) -> None:
        assert not is_history
        told.extend(epochs)

    exact = phase(HeadSettings(solver=Solver.EXACT))
    kept = replace(exact, variant="-1", checkpoints=Checkpoints(tmp_path / "kept"), tell=listen)

    train_head(TRAIN, VAL, kept, NullContext())

    (facts,) = stored_facts(tmp_path / "kept")
    assert epochs_kept(facts) == tuple(told)
    assert (told[0].variant, told[0].epoch, told[0].of) == ("-1", 1, 1)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60))
def test_class_weights_are_those_of_scikit_learn_and_absent_classes_weigh_nothing(
    drawn: list[int],
) -> None:
    targets = np.array(drawn, np.int64)
    present = np.unique(targets)

    weights = class_weights(targets, 5)

    expected = dict.fromkeys(range(5), 0.0)
    balanced = compute_class_weight("balanced", classes=present, y=targets)
    expected.update(zip(present.tolist(), balanced.tolist(), strict=True))
    assert weights.tolist() == pytest.approx(list(expected.values()), rel=1e-6)
    assert np.mean([weights[target] for target in drawn]) == pytest.approx(1.0)


def test_cross_entropy_is_the_log_loss_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (50, 4)).astype(np.float32)
    targets = rng.integers(0, 4, 50)

    expected = log_loss(targets, softmax(logits.astype(np.float64), axis=1), labels=range(4))

    assert cross_entropy(logits, targets) == pytest.approx(expected, rel=1e-5)


def test_a_surely_wrong_film_does_not_make_the_cross_entropy_infinite() -> None:
    logits = np.array([[1000.0, 0.0]], np.float32)

    assert cross_entropy(logits, np.array([1])) == pytest.approx(-np.log(1e-12))


@pytest.mark.parametrize("overconfidence", [0.4, 1.0, 1.7, 3.5])
def test_the_temperature_is_where_scipy_finds_the_least_cross_entropy(
    overconfidence: float,
) -> None:
    rng = np.random.default_rng(3)
    honest = rng.normal(0, 1.5, (800, 5))
    targets = np.array([rng.choice(5, p=row) for row in softmax(honest, axis=1)])
    logits = (honest * overconfidence).astype(np.float32)

    temperature = fit_temperature(logits, targets)

    def loss(t: float) -> float:
        return float(cross_entropy(np.asarray(logits / t, np.float32), targets))

    least = minimize_scalar(loss, bounds=(0.25, 4.0), method="bounded")
    assert temperature == pytest.approx(least.x, rel=0.012)
    assert temperature == pytest.approx(overconfidence, rel=0.15)  # what it was drawn from


@pytest.mark.parametrize(("factor", "bound"), [(100.0, 4.0), (0.001, 0.25)])
def test_the_temperature_stays_within_its_bounds(factor: float, bound: float) -> None:
    rng = np.random.default_rng(4)
    logits = rng.normal(0, 1, (200, 3)).astype(np.float32)
    targets = np.where(rng.random(200) < 0.7, logits.argmax(axis=1), rng.integers(0, 3, 200))

    found = fit_temperature(np.asarray(logits * factor, np.float32), targets)

    assert found == pytest.approx(bound)


def test_the_head_gives_the_logits_of_the_keras_network_on_standardized_features(
    either: Run,
) -> None:
    head, temperature = either.trained.head, either.trained.temperature
    values = flat(TRAIN).astype(np.float64)
    standard = either.trained.standard

    expected = np.asarray(either.network(flat(VAL))) / temperature

    assert standard.mean == pytest.approx(values.mean(axis=0), rel=1e-5, abs=1e-6)
    assert standard.deviation == pytest.approx(values.std(axis=0) + 1e-3, rel=1e-5)

    assert len(head.layers) == (2 if either.settings.hidden_units else 1)
    assert abs(temperature - 1) > 0.01  # so that it matters where it is folded in
    assert np.abs(head.logits(flat(VAL)) - expected).max() <= 1e-4


def test_the_stated_loss_is_that_of_the_head_and_calibration_made_it_no_worse(
    either: Run,
) -> None:
    result = either.trained
    logits = result.head.logits(flat(VAL))

    assert result.val_loss == pytest.approx(cross_entropy(logits, VAL.targets), rel=1e-5)
    uncooled = np.asarray(logits * result.temperature, np.float32)
    assert result.val_loss <= cross_entropy(uncooled, VAL.targets) + 1e-4


def test_the_history_has_one_row_an_epoch_and_the_loss_falls(either: Run) -> None:
    history = either.trained.history

    assert [row["epoch"] for row in history] == list(range(1, len(history) + 1))
    names = ["phase", "epoch", "loss", "accuracy", "val_loss", "val_accuracy", "learning_rate"]
    assert all(list(row) == names for row in history)
    rates = [row["learning_rate"] for row in history]
    assert sorted(rates, reverse=True) == rates
    assert min(row["loss"] for row in history) < history[0]["loss"]


def test_every_epoch_is_reported_with_its_figures(either: Run) -> None:
    history, epochs = either.trained.history, either.settings.epochs
    last, told = history[-1], either.reports[-1].message

    steps = [(number, epochs) for number in range(1, len(history) + 1)]
    assert [(report.done, report.total) for report in either.reports] == steps
    assert f"val loss {last['val_loss']:.3f}" in told
    assert f"val accuracy {last['val_accuracy']:.3f}" in told


@pytest.mark.parametrize("either", ["two layers"], indirect=True)
def test_the_same_seed_gives_the_same_head_bit_for_bit(either: Run) -> None:
    again = run(either.settings).trained

    assert same(again.head, either.trained.head)
    assert again.history == either.trained.history


@pytest.mark.parametrize("either", ["two layers"], indirect=True)
def test_another_seed_gives_another_head(either: Run) -> None:
    assert not same(run(either.settings, seed=8).trained.head, either.trained.head)


@pytest.mark.parametrize("either", ["two layers"], indirect=True)
def test_training_ends_when_val_has_not_become_better_for_six_epochs(either: Run) -> None:
    losses = [row["val_loss"] for row in either.trained.history]

    assert len(losses) < either.settings.epochs
    assert len(losses) == losses.index(min(losses)) + 1 + 6


@pytest.mark.parametrize("either", ["two layers"], indirect=True)
def test_the_weights_of_the_best_epoch_are_kept(either: Run) -> None:
    result = either.trained
    losses = [row["val_loss"] for row in result.history]

    uncooled = np.asarray(result.head.logits(flat(VAL)) * result.temperature, np.float32)

    assert min(losses) < losses[-1]  # otherwise the last epoch would do
    assert cross_entropy(uncooled, VAL.targets) == pytest.approx(min(losses), rel=1e-3)


@pytest.mark.parametrize(
    ("imbalance", "is_found"),
    [(Imbalance.CLASS_WEIGHTS, True), (Imbalance.BALANCED, True), (Imbalance.NONE, False)],
)
def test_a_rare_class_is_found_as_often_as_a_frequent_one(
    imbalance: Imbalance, *, is_found: bool
) -> None:
    def films(seed: int) -> LabelledFeatures:
        rng = np.random.default_rng(seed)
        targets = (np.arange(400) % 20 == 0).astype(np.int64)  # one in twenty
        features = rng.normal(0, 1, (400, 2)) + 1.2 * targets[:, None]
        return one_view(features, targets)

    settings = HeadSettings(epochs=8, batch_size=128, learning_rate=0.2, dropout=0.0)
    wanted = phase(settings, class_count=2, imbalance=imbalance)
    result = train_head(films(1), films(2), wanted, NullContext())
    test = films(3)

    found = recall_score(test.targets, result.head.logits(flat(test)).argmax(axis=1))

    assert (found >= 0.6) is is_found  # without help the best answer is to find nearly none


def test_cancelling_gets_out_between_two_steps() -> None:
    # Two pieces of val are measured at the beginning and after each epoch of four steps.
    listener = Listener(cancels_at_check=2 + 2 * (4 + 2) + 3)

    with pytest.raises(Cancelled):
        train_head(TRAIN, VAL, phase(LAYERS["one layer"]), listener)

    assert [report.done for report in listener.reports] == [1, 2]


def hospitals(count: int, *, seed: int, is_swapped: bool = False) -> LabelledFeatures:
    """Two classes, most films of each from a hospital of its own, which is easier to see than it.

    Swapped, films of each class come from the other's hospital.
    """
    rng = np.random.default_rng(seed)
    targets = rng.integers(0, 2, count)
    elsewhere = rng.random(count) < (1.0 if is_swapped else 0.1)
    hospital = np.where(elsewhere, 1 - targets, targets)
    of_class, of_hospital = (np.stack([1 - 2 * one] * 2, axis=1) for one in (targets, hospital))
    means = np.concatenate([0.6 * of_class, 2.0 * of_hospital], axis=1)
    films = one_view(means + rng.normal(0, 0.7, means.shape), targets)
    return replace(films, sources=tuple(map(str, hospital)))


def test_mixed_with_related_films_a_head_goes_less_by_the_hospital() -> None:
    settings = HeadSettings(epochs=20, batch_size=64, learning_rate=0.02, dropout=0.0)
    train, val = hospitals(600, seed=1), hospitals(200, seed=2)
    elsewhere = hospitals(600, seed=3, is_swapped=True)
    right = {}
    for partners in MixupPartners:
        trained = train_head(
            *(train, val),
            phase(settings, class_count=2, mixup_alpha=2.0, mixup_partners=partners),
            NullContext(),
        )
        said = trained.head.logits(flat(elsewhere)).argmax(axis=1)
        right[partners] = float((said == elsewhere.targets).mean())

    assert right[MixupPartners.RELATED] > right[MixupPartners.ANY] + 0.05
