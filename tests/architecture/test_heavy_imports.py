"""Starting LungDesk and reading a film never load TensorFlow (4 to 6 seconds) or plotting."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

HEAVY = {"tensorflow", "keras", "matplotlib", "sklearn", "pandas", "scipy", "distributed"}

IMPORT_ALL = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_importing_every_module_loads_nothing_heavy(repo_root: Path) -> None:
    modules = [
        module.name
        for module in pkgutil.walk_packages([str(repo_root / "lungdesk")], prefix="lungdesk.")
        if not module.name.endswith("__main__")
    ]

    outcome = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, json.dumps(modules)],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert outcome.returncode == 0, outcome.stderr
    assert "lungdesk.core.errors" in modules
    assert HEAVY.isdisjoint(json.loads(outcome.stdout))


COMPOSE_THE_WINDOW = """
import json, sys
from lungdesk.app import compose
from lungdesk.cli.run import run
from lungdesk.gui.application import create_application
from lungdesk.gui.main_window import create_window
create_application()
services = compose(keeps_readings=True)
window = create_window(services)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
window.close()
services.runner.shutdown()
"""


def test_the_window_starts_without_the_database(repo_root: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-c", COMPOSE_THE_WINDOW],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert outcome.returncode == 0, outcome.stderr
    assert {"sqlalchemy", "alembic", "sqlite3"}.isdisjoint(json.loads(outcome.stdout))
