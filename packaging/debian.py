"""What Debian's own tools know of a file: which package it belongs to."""

from __future__ import annotations

import os
import shutil
import subprocess


def output_of(*command: str) -> str:
    """What a command prints; `subprocess.CalledProcessError` when it fails."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def package_of(path: str) -> str:
    """Package that has brought a file; empty when none has, and on systems that are not Debian."""
    if shutil.which("dpkg") is None:
        return ""
    real = os.path.realpath(path)
    # Folders of the root are links into /usr by now, and packages may say either.
    for place in dict.fromkeys((path, real, path.removeprefix("/usr"), real.removeprefix("/usr"))):
        found = subprocess.run(["dpkg", "-S", place], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    return ""


def version_of(package: str) -> str:
    """Version of an installed package."""
    return output_of("dpkg-query", "-W", "-f=${Version}", package)
