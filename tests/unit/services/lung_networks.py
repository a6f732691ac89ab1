"""Lung networks beside the one that ships."""

from __future__ import annotations

import shutil
from pathlib import Path

from lungdesk.ml.lungs.bundle import LungBundle, load_lung_bundle, write_lung_manifest
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID
from lungdesk.services.paths import shipped_models_folder

SHIPPED_LUNGS = shipped_models_folder() / DEFAULT_SEGMENTER_ID


def another_segmenter(folder: Path) -> LungBundle:
    """The network that ships, shown films in other greys: what it finds is something else."""
    shutil.copytree(SHIPPED_LUNGS, folder)
    manifest = load_lung_bundle(folder).manifest
    preprocess = manifest.preprocess.model_copy(update={"mean": (100.0,) * 3})
    changes = {"name": "My lungs", "preprocess": preprocess}
    return write_lung_manifest(folder, manifest.model_copy(update=changes))
