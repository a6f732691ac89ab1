"""Permissions that hold for whoever runs the tests."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def without_root_rights() -> tuple[str, ...]:
    """What to put before a command so that permissions hold for the superuser too."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("the superuser may read everything, and there is no setpriv to change that")
    prefix = (setpriv, "--bounding-set=-dac_override,-dac_read_search", "--")
    if subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode != 0:
        pytest.skip("the superuser may read everything, and may not give that up here")
    return prefix
