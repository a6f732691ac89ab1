"""Says what works on this machine."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from pathlib import Path
from typing import Any

from lungdesk import __version__
from lungdesk.core.errors import LungDeskError
from lungdesk.formats.codecs import decodable_transfer_syntaxes
from lungdesk.ml import openvino_runtime
from lungdesk.ml.lungs.bundle import load_lung_bundle, verify_lung_bundle
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID
from lungdesk.services.models.library import ModelLibrary, verified
from lungdesk.services.paths import AppPaths, shipped_models_folder

_PACKAGES = (
    "numpy",
    "PySide6_Essentials",
    "openvino",
    "pydicom",
    "pylibjpeg",
    "imagecodecs",
    "opencv-python-headless",
    "tensorflow",
    "keras",
    "scikit-learn",
    "pandas",
    "matplotlib",
)


def examine(library: ModelLibrary) -> dict[str, Any]:
    """Versions, processor, memory, codecs, models and display, as plain values."""
    models = library.list()
    return {
        "lungdesk": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "processor": {
            "name": openvino_runtime.processor_name(),
            "threads": os.cpu_count(),
            "bfloat16": openvino_runtime.has_bfloat16(),
        },
        "memory": _memory(),
        "transfer_syntaxes": decodable_transfer_syntaxes(),
        "models": {m.folder.name: _state(verified(m)) for m in models},
        "lung_network": _state(_fault_of_lungs(library)),
        "model_sha256": {m.folder.name: m.bundle.model.sha256 for m in models if m.bundle},
        "display": has_display(),
    }


def examine_here() -> dict[str, Any]:
    """The same for this user, and whether the folder for data is there: without, shipped models."""
    try:
        library, state = ModelLibrary.of(AppPaths.default()), _state(None)
    except LungDeskError as error:
        library, state = ModelLibrary((shipped_models_folder(),)), _state(error)
    return {**examine(library), "data_folder": state}


def has_display() -> bool:
    """Whether a window can be shown: on Linux an X or Wayland display is named."""
    return not sys.platform.startswith("linux") or bool(named_displays())


def named_displays() -> tuple[str, ...]:
    """Displays that are named on Linux, as Qt calls their kinds, in the order in which it tries."""
    kinds = {"WAYLAND_DISPLAY": "wayland", "DISPLAY": "xcb"}
    return tuple(kind for variable, kind in kinds.items() if os.environ.get(variable))


def _memory() -> dict[str, float]:
    """Of the whole computer, in 10^9 bytes."""
    import psutil  # noqa: PLC0415 - only here

    memory = psutil.virtual_memory()
    return {
        "total_gb": round(memory.total / 1e9, 1),
        "free_gb": round(memory.available / 1e9, 1),
    }


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _fault_of_lungs(library: ModelLibrary) -> LungDeskError | None:
    """What is wrong with the network that the film check and outlines of lungs go by."""
    try:
        found = (root / DEFAULT_SEGMENTER_ID for root in library.folders)
        verify_lung_bundle(load_lung_bundle(next(filter(Path.is_dir, found), Path())))
    except LungDeskError as error:
        return error
    return None


def _state(error: LungDeskError | None) -> str:
    return "ok" if error is None else str(error)
