"""Importing the reader is quick: the libraries wait for a file that needs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_no_library_is_loaded_before_a_file_needs_it(repo_root: Path) -> None:
    code = (
        "import sys; import lungdesk.formats.reader, lungdesk.formats.discovery;"
        "print([m for m in ('pydicom', 'highdicom', 'PIL', 'cv2') if m in sys.modules])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=repo_root, capture_output=True, text=True, check=True
    )
    assert finished.stdout.strip() == "[]"
