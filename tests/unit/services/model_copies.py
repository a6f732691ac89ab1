"""Real models without a training: the one that ships, with another head each."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from lungdesk.ml.bundle import CARD, FILES, Bundle, load_bundle, write_head, write_manifest
from lungdesk.ml.head import DenseLayer, Head
from lungdesk.reporting.model_card import render_model_card
from lungdesk.services.paths import shipped_models_folder
from tests.shipped_models import SINGLE_MODEL_ID
from tests.unit.services.run_folders import write_run

SHIPPED = shipped_models_folder() / SINGLE_MODEL_ID


def copy_of_model(folder: Path, id_: str, seed: int = 0) -> Bundle:
    """A whole bundle whose maps differ by ``seed``, as its head does; the network is the same."""
    folder.mkdir(parents=True)
    shipped = load_bundle(SHIPPED)
    # Another head needs another calibration, and other checks: a copy has none.
    for name in FILES:
        shutil.copyfile(SHIPPED / name, folder / name)
    rng = np.random.default_rng(seed)
    layers = tuple(
        DenseLayer(one.kernel + rng.normal(0, 0.01 * seed, one.kernel.shape).astype("f4"), one.bias)
        for one in shipped.head().layers
    )
    write_head(folder, Head(layers))
    changes = {"id": id_, "name": f"Copy {id_}", "calibration": None, "checks": None}
    manifest = shipped.manifest.model_copy(update=changes)
    (folder / CARD).write_text(render_model_card(manifest.model_dump(mode="json")))
    return write_manifest(folder, manifest)


def shuffled_copy(folder: Path, id_: str) -> Bundle:
    """A copy that says of itself that it was trained on shuffled labels."""
    bundle = copy_of_model(folder, id_, seed=1)
    training = bundle.manifest.training
    recipe = {**training.settings["recipe"], "shuffled_labels": True}
    told = training.model_copy(update={"settings": {**training.settings, "recipe": recipe}})
    return write_manifest(folder, bundle.manifest.model_copy(update={"training": told}))


def run_with_model(folder: Path, sharpness: float = 2.0, seed: int = 0) -> Path:
    """A finished run whose model is a copy of the one that ships; its tables are made up."""
    write_run(folder, sharpness, seed)
    copy_of_model(folder / "bundle", folder.name, seed)
    return folder
