"""LayerCAM maps of a film: where they lie, by one network and by several."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
import tensorflow as tf

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.ml.bundle import load_bundle
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble_engine import EnsembleEngine
from lungdesk.ml.explain.layer_maps import layer_maps
from lungdesk.ml.gradient_graph import NotDifferentiableError
from tests.unit.ml.conftest import SPEC, SmallModel
from tests.unit.ml.explain.conftest import film
from tests.unit.services.fakes import Listener


def test_maps_of_a_real_network_equal_the_tape(small_model: SmallModel, engine: Engine) -> None:
    """EfficientNet-Lite0 with a hidden layer in its head: 12 x 12 places instead of 3 x 3."""
    import keras  # noqa: PLC0415 - nothing else here needs it

    maps = layer_maps(engine, film(), NO_CORRECTION, NullContext())

    whole = small_model.keras_model
    inner = [
        layer.output
        for layer in whole.layers
        if isinstance(layer, keras.layers.ReLU | keras.layers.Activation)
        and layer.output.shape[1] == 12
    ][-1]
    both = keras.Model(whole.input, [inner, whole.output[0]])
    grey = engine.view(film()).grey
    with tf.GradientTape(persistent=True) as tape:
        values, logits = both(tf.convert_to_tensor(SPEC.normalization.apply(grey[None])))
        each = [logits[:, index] for index in range(5)]
    for index, logit in enumerate(each):
        weighted = tf.nn.relu(tape.gradient(logit, values)) * values
        wanted = np.asarray(tf.nn.relu(tf.reduce_sum(weighted, axis=-1)))[0]
        found = maps[index]
        assert (found.class_index, found.method) == (index, "LayerCAM")
        assert found.values.shape == (12, 12)
        assert np.abs(found.values - wanted).max() <= 1e-3 * wanted.max()


def test_a_map_of_a_turned_film_lies_on_the_film_in_the_file(engine: Engine) -> None:
    turned = Correction(1)
    radiograph = film()

    maps = layer_maps(engine, radiograph, turned, NullContext())

    view = engine.view(radiograph, turned)
    _, as_read = engine.layer_network.run(turned.applied(view.grey))
    np.testing.assert_allclose(maps[2].values, np.rot90(as_read[2]), rtol=1e-4, atol=1e-7)
    assert maps[2].region == view.region


def test_of_an_ensemble_it_is_the_mean_and_how_far_it_is_is_told(engine: Engine) -> None:
    bundle = SimpleNamespace(weights=(0.75, 0.25))
    both = cast("EnsembleEngine", SimpleNamespace(members=(engine, engine), bundle=bundle))
    ctx = Listener()

    means = layer_maps(both, film(), NO_CORRECTION, ctx)

    alone = layer_maps(engine, film(), NO_CORRECTION, NullContext())
    assert [one.method for one in means] == ["LayerCAM"] * 5
    np.testing.assert_allclose(means[4].values, alone[4].values, rtol=1e-4, atol=1e-7)
    assert [(told.done, told.total) for told in ctx.reports] == [(0, 2), (1, 2)]


def test_it_can_be_cancelled_between_networks(engine: Engine) -> None:
    class Impatient(NullContext):
        asked = 0

        def check(self) -> None:
            self.asked += 1
            if self.asked > 1:
                raise Cancelled

    bundle = SimpleNamespace(weights=(0.5, 0.5))
    both = cast("EnsembleEngine", SimpleNamespace(members=(engine, engine), bundle=bundle))

    with pytest.raises(Cancelled):
        layer_maps(both, film(), NO_CORRECTION, Impatient())


def test_where_there_is_no_such_layer_it_is_said(small_model: SmallModel) -> None:
    class Plain(Engine):
        @property
        def layer_network(self) -> None:  # type: ignore[override]
            raise NotDifferentiableError

    with pytest.raises(LungDeskError, match="LayerCAM cannot be made of Small model") as raised:
        layer_maps(Plain(small_model.bundle), film(), NO_CORRECTION, NullContext())
    assert raised.value.code is ErrorCode.USAGE


@pytest.mark.parametrize(("model", "side"), [("lungdesk-lite0", 28), ("lungdesk-vgg16", 32)])
def test_shipped_networks_in_integers_have_finer_maps(
    repo_root: Path, model: str, side: int
) -> None:
    engine = Engine(load_bundle(repo_root / "models" / model))

    maps = layer_maps(engine, film(), NO_CORRECTION, NullContext())

    assert [one.values.shape for one in maps] == [(side, side)] * 5
    assert all(np.isfinite(one.values).all() and one.values.min() >= 0 for one in maps)
    assert max(one.peak for one in maps) > 0
