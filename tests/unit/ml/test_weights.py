from __future__ import annotations

import hashlib
import pickle
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.lineage import Lineage
from lungdesk.ml.torch_checkpoint import read_torch_checkpoint
from lungdesk.ml.weights import Weights, keep_weights, load_weights, resolve_weights
from tests.unit.ml.conftest import BACKBONE

#: Keras's own way of saving asks NumPy for arrays in a way that NumPy 2 deprecates.
SAVES_WITH_KERAS = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"
)


@pytest.fixture(scope="module")
def model() -> Any:
    """A graph of the backbone, for files that are not taken."""
    return BACKBONE.build(64)


@pytest.fixture(scope="module")
def imagenet_model() -> Any:
    """A graph of the backbone with the weights of its package."""
    model = BACKBONE.build(64)
    load_weights(model, resolve_weights(BACKBONE, "imagenet"))
    return model


def imagenet_file() -> Path:
    path = resolve_weights(BACKBONE, "imagenet").path
    assert path is not None
    return path


def file_weights(path: Path) -> Weights:
    return resolve_weights(BACKBONE, str(path))


def equal(ours: list[np.ndarray], theirs: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_imagenet_is_the_file_of_the_package_with_its_digest() -> None:
    weights = resolve_weights(BACKBONE, "imagenet")

    assert weights.choice == "imagenet"
    digest = hashlib.sha256(imagenet_file().read_bytes()).hexdigest()
    assert weights.sha256 == digest
    # The name that its publisher gave it begins with the digest.
    assert digest.startswith(imagenet_file().stem.rpartition("-")[2])


def test_imagenet_loads_every_tensor_into_its_layer(imagenet_model: Any) -> None:
    tensors = read_torch_checkpoint(imagenet_file())
    stem = imagenet_model.get_layer("stem_conv").get_weights()[0]
    assert np.array_equal(stem, tensors["_conv_stem.weight"].transpose(2, 3, 1, 0))
    # All numbers but those of the classifier and the counters have found a place, once.
    used = [t for name, t in tensors.items() if not name.startswith("_fc.") and t.ndim]
    loaded = imagenet_model.get_weights()
    assert sum(w.size for w in loaded) == sum(t.size for t in used)
    total = sum(float(np.abs(t.astype(np.float64)).sum()) for t in used)
    assert sum(float(np.abs(w.astype(np.float64)).sum()) for w in loaded) == pytest.approx(total)


def test_none_leaves_the_random_weights_as_they_are(model: Any) -> None:
    weights = resolve_weights(BACKBONE, "none")
    before = model.get_weights()

    load_weights(model, weights)

    assert weights == Weights("none", None, "random")
    assert equal(model.get_weights(), before)


def test_a_pytorch_file_is_taken_by_its_path(imagenet_model: Any, tmp_path: Path) -> None:
    path = tmp_path / "my weights.pth"
    path.write_bytes(imagenet_file().read_bytes())
    model = BACKBONE.build(64)

    weights = file_weights(path)
    load_weights(model, weights)

    assert (weights.choice, weights.path) == ("file", path)
    assert weights.sha256 == resolve_weights(BACKBONE, "imagenet").sha256
    assert equal(model.get_weights(), imagenet_model.get_weights())


@SAVES_WITH_KERAS
def test_a_keras_file_gives_back_what_was_saved_at_another_size(model: Any, tmp_path: Path) -> None:
    path = tmp_path / "mine.weights.h5"
    model.save_weights(path)
    other = BACKBONE.build(96)
    assert not equal(other.get_weights(), model.get_weights())

    load_weights(other, file_weights(path))

    assert equal(other.get_weights(), model.get_weights())


@pytest.mark.parametrize("name", ["absent.pth", "absent.weights.h5", ".", ""])
def test_a_missing_file_is_one_sentence_with_its_place(tmp_path: Path, name: str) -> None:
    path = tmp_path / name

    with pytest.raises(LungDeskError, match="no weights for EfficientNet-Lite0") as caught:
        file_weights(path)

    assert caught.value.code is ErrorCode.WEIGHTS_MISSING
    assert str(path) in caught.value.message
    assert "--weights" in caught.value.hint


def refused(model: Any, path: Path) -> LungDeskError:
    with pytest.raises(LungDeskError) as caught:
        load_weights(model, file_weights(path))
    assert caught.value.code is ErrorCode.WEIGHTS_DAMAGED
    assert path.name in caught.value.message
    assert len(str(caught.value)) < 500
    return caught.value


@SAVES_WITH_KERAS
@pytest.mark.parametrize("name", ["other.weights.h5", "other.keras"])
def test_weights_of_another_network_are_refused(model: Any, tmp_path: Path, name: str) -> None:
    # Its one layer even bears the name of one of ours.
    layers = [keras.Input((64, 64, 3)), keras.layers.Conv2D(2, 3, name="stem_conv")]
    other = keras.Sequential(layers)
    (other.save if name.endswith(".keras") else other.save_weights)(tmp_path / name)

    error = refused(model, tmp_path / name)

    assert "does not hold the weights of efficientnet_lite0" in error.message


def test_a_pytorch_file_of_another_network_is_refused(model: Any, tmp_path: Path) -> None:
    path = tmp_path / "other.pth"
    parts: tuple[object, ...] = (0x1950A86A20F9469CFC6C, 1001, {}, OrderedDict(), [])
    path.write_bytes(b"".join(pickle.dumps(part, protocol=2) for part in parts))
    assert read_torch_checkpoint(path) == {}  # sound, but for its content

    assert "_conv_stem" in refused(model, path).message


@pytest.mark.parametrize(
    "name", ["text.pth", "text.weights.h5", "text.h5", "text.keras", "text.npz", "text"]
)
@pytest.mark.parametrize("content", [b"", b"no weights at all\n"], ids=["empty", "text"])
def test_what_is_no_weights_file_is_refused(
    model: Any, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    refused(model, tmp_path / name)


@SAVES_WITH_KERAS
@pytest.mark.parametrize("name", ["half.weights.h5", "half.keras"])
def test_half_a_keras_file_is_refused(model: Any, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    (model.save if name.endswith(".keras") else model.save_weights)(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    refused(model, path)


def test_an_archive_without_weights_is_refused(model: Any, tmp_path: Path) -> None:
    path = tmp_path / "archive.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")

    refused(model, path)


def test_a_full_disk_is_told_when_weights_are_kept(tmp_path: Path) -> None:
    class Full:
        def save_weights(self, _path: Path) -> None:
            # As HDF5 puts it.
            raise RuntimeError("Can't decrement id ref count (unable to extend file)")

    with pytest.raises(LungDeskError, match=r"network\.weights\.h5 cannot be written") as caught:
        keep_weights(Full(), tmp_path, Lineage(frozenset()))

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert list(tmp_path.iterdir()) == []
