"""The import contracts of pyproject.toml are awake: each catches a violation planted for it."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

#: Violations to plant: file, its text, the contract that is broken, and the words that say where.
PLANTS = [
    ("core/plant_upwards.py", "from lungdesk.services import job_runner\n", "Layers",
     "lungdesk.core.plant_upwards -> lungdesk.services.job_runner"),
    ("ml/plant_sideways.py", "import lungdesk.formats\n", "Layers",
     "lungdesk.ml.plant_sideways -> lungdesk.formats"),
    ("stray/__init__.py", "", "Layers", "- lungdesk.stray"),
    ("core/plant_strange.py", "import cv2\n", "core knows", "lungdesk.core.plant_strange -> cv2"),
    ("services/plant_qt.py", "def f():\n    from PySide6 import QtCore\n", "gui is the only",
     "lungdesk.services.plant_qt -> PySide6"),
    ("app.py", "from PySide6 import QtCore\n", "gui is the only", "lungdesk.app -> PySide6"),
    ("ml/plant_dicom.py", "import pydicom\n", "formats is the only",
     "lungdesk.ml.plant_dicom -> pydicom"),
    ("services/plant_network.py", "def f():\n    import tensorflow\n", "ml is the only",
     "lungdesk.services.plant_network -> tensorflow"),
    ("services/plant_report.py", "def f():\n    import reportlab\n", "reporting is the only",
     "lungdesk.services.plant_report -> reportlab"),
    ("ml/plant_cluster.py", "def f():\n    import distributed\n", "services is the only",
     "lungdesk.ml.plant_cluster -> distributed"),
    ("services/plant_table.py", "def f():\n    import sqlalchemy\n", "services.workspace is",
     "lungdesk.services.plant_table -> sqlalchemy"),
    ("core/plant_there.py", "import lungdesk.core.metrics.plant_back\n", "no package",
     ".plant_there -> .metrics"),
    ("core/metrics/plant_back.py", "from lungdesk.core import plant_there\n", "no package",
     "No cycles are allowed in lungdesk.core."),
]  # fmt: skip


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


@pytest.fixture(scope="module")
def verdicts(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each broken contract, by its name, of a tree with all the violations."""
    tree = tmp_path_factory.mktemp("planted")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(repo_root / "lungdesk", tree / "lungdesk", ignore=ignored)
    shutil.copy(repo_root / "pyproject.toml", tree)
    for file, text, _, _ in PLANTS:
        path = tree / "lungdesk" / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    lint_imports = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert lint_imports is not None
    outcome = subprocess.run(
        [lint_imports, "--no-cache", "--no-logo"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 1, outcome.stdout
    assert "Contracts: 0 kept" in outcome.stdout, "a violation has to be planted of each contract"
    # A name underlined with dashes, then what is wrong.
    _, _, broken = outcome.stdout.partition("Broken contracts")
    parts = re.split(r"^(\S.*)\n-{4,}$", broken, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize(("contract", "words"), [plant[2:] for plant in PLANTS])
def test_a_planted_violation_is_caught(verdicts: dict[str, str], contract: str, words: str) -> None:
    (verdict,) = [said for name, said in verdicts.items() if name.startswith(contract)]

    assert words in verdict
