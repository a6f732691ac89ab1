"""A model that has travelled is the very one, or reads nothing."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.bundle import MANIFEST, Bundle
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.ml.lungs.source import LungSource
from lungdesk.services.cluster.portable_model import PortableModel
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID
from lungdesk.services.paths import shipped_models_folder


@pytest.fixture
def model(shipped_bundle: Bundle) -> PortableModel:
    return PortableModel.of(shipped_bundle, PrecisionChoice.FLOAT32)


def test_it_arrives_with_all_its_files(model: PortableModel, shipped_bundle: Bundle) -> None:
    arrived = pickle.loads(pickle.dumps(model))

    assert arrived.engine() is arrived.engine()
    assert arrived.engine().bundle.model == shipped_bundle.model
    assert set(arrived.content.files) == {MANIFEST, *shipped_bundle.manifest.files}


@pytest.mark.parametrize(
    ("name", "words"),
    [(MANIFEST, "manifest.json is not the one that was sent"), ("head.npz", "head.npz is not")],
)
def test_altered_on_the_way_it_is_refused(model: PortableModel, name: str, words: str) -> None:
    content = model.content
    altered = content.files[name].replace(b"0", b"1", 1)
    sent = PortableModel(replace(content, files={**content.files, name: altered}))

    with pytest.raises(LungDeskError, match=words) as caught:
        sent.engine()

    assert caught.value.code is ErrorCode.MODEL_DAMAGED


def test_other_arithmetic_is_refused(model: PortableModel) -> None:
    sent = PortableModel(replace(model.content, precision="bfloat16"))

    with pytest.raises(LungDeskError, match="computes in int8, not in bfloat16") as caught:
        sent.engine()

    assert caught.value.code is ErrorCode.CLUSTER_DIFFERS


def test_lungs_are_looked_for_with_the_same_network_or_nowhere(
    shipped_bundle: Bundle, model: PortableModel
) -> None:
    source = LungSource((shipped_models_folder() / DEFAULT_SEGMENTER_ID,))
    looking = PortableModel.of(shipped_bundle, PrecisionChoice.FLOAT32, source)
    another = PortableModel(replace(looking.content, lungs="ab" * 32))

    assert model.engine().sight is None
    assert looking.content.lungs == source.usual()
    sight = looking.engine().sight
    assert sight is not None
    assert sight.digest == source.usual()
    with pytest.raises(LungDeskError, match="looks for lungs with another") as caught:
        another.engine()
    assert caught.value.code is ErrorCode.CLUSTER_DIFFERS
