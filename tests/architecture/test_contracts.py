"""The import contracts of pyproject.toml are awake: each catches a violation planted for it."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

#: One violation for each contract: file to write, its text, identifier of the contract to break.
PLANTS = [
    ("core/plant.py", "from lungdesk.services import job_runner\n", "Layers"),
    ("ml/plant.py", "import lungdesk.formats\n", "Layers"),
    ("stray/__init__.py", "", "Layers"),
    ("core/plant.py", "import cv2\n", "core knows"),
    ("services/plant.py", "def f():\n    from PySide6 import QtCore\n", "gui is the only"),
    ("ml/plant.py", "import pydicom\n", "formats is the only"),
    ("app.py", "from PySide6 import QtCore\n", "gui is the only"),
    ("services/plant.py", "def f():\n    import tensorflow\n", "ml is the only"),
    ("services/plant.py", "def f():\n    import reportlab\n", "reporting is the only"),
    ("core/metrics/plant.py", "from lungdesk.core import plant\n", "no package"),
]
PARTNERS = {"no package": ("core/plant.py", "import lungdesk.core.metrics.plant\n")}


def test_core_imports_numpy_and_the_standard_library_only(repo_root: Path) -> None:
    allowed = {*sys.stdlib_module_names, "numpy", "lungdesk"}
    strangers = {
        f"{path.relative_to(repo_root)}: {name}"
        for path in (repo_root / "lungdesk" / "core").rglob("*.py")
        for name in _imported(path)
        if name not in allowed
    }

    assert not strangers


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize(("file", "text", "contract"), PLANTS)
def test_a_planted_violation_is_caught(
    repo_root: Path, tmp_path: Path, file: str, text: str, contract: str
) -> None:
    shutil.copytree(
        repo_root / "lungdesk", tmp_path / "lungdesk", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(repo_root / "pyproject.toml", tmp_path)
    for name, content in ((file, text), PARTNERS.get(contract, (file, text))):
        (tmp_path / "lungdesk" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "lungdesk" / name).write_text(content)

    lint_imports = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert lint_imports is not None
    outcome = subprocess.run(
        [lint_imports, "--no-cache", "--no-logo"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    broken = [line for line in outcome.stdout.splitlines() if " BROKEN" in line]
    assert outcome.returncode == 1
    assert any(line.startswith(contract) for line in broken), outcome.stdout
