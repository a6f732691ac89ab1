"""Builds the program that needs no Python: ``python packaging/build_program.py reader|full``.

It is left in ``dist/lungdesk-reader`` or ``dist/lungdesk-full`` (on macOS in ``dist/LungDesk.app``,
too), for the system that it is built on. Needs what ``packaging/requirements-build.txt`` names,
besides the libraries of LungDesk.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from contents import ROOT
from draw_icons import draw_icons

_ICONS: Final = {"win32": "lungdesk.ico", "darwin": "lungdesk.icns"}


def build(flavour: str, *, dist: Path, work: Path) -> None:
    """Build one flavour; what was built before is replaced.

    Raises
    ------
    subprocess.CalledProcessError
        When PyInstaller fails, which says why itself.
    """
    icons = work / "icons"
    draw_icons(icons)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(dist), "--workpath", str(work / "pyinstaller")]
    environment = {
        **os.environ,
        "LUNGDESK_FLAVOUR": flavour,
        "LUNGDESK_ICONS": str(icons / _ICONS.get(sys.platform, "lungdesk-256.png")),
        "LUNGDESK_WORK": str(work),
    }
    spec = ROOT / "packaging" / "lungdesk.spec"
    subprocess.run([*command, *places, str(spec)], env=environment, check=True)


def main() -> None:
    """Parse the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("flavour", choices=("reader", "full"))
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    parser.add_argument("--work", type=Path, default=ROOT / "build")
    asked = parser.parse_args()
    work = asked.work.resolve() / asked.flavour
    build(asked.flavour, dist=asked.dist.resolve(), work=work)


if __name__ == "__main__":
    main()
