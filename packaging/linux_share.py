"""What a Linux desktop wants to know of LungDesk: menu entry, icons, kinds of files, a page."""

from __future__ import annotations

import argparse
import platform
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from contents import ROOT, version
from draw_icons import SIZES, SVG

LINUX: Final = ROOT / "packaging" / "linux"
METAINFO: Final = "org.lungdesk.LungDesk.metainfo.xml"
FLAVOURS: Final = ("reader", "full")


def copy_share(share: Path, icons: Path) -> None:
    """Lay everything out below a ``share`` folder, as the desktop's standards say.

    Parameters
    ----------
    icons
        Folder with the pictures of `draw_icons.draw_icons`.
    """
    theme = share / "icons" / "hicolor"
    for size in SIZES:
        copy(icons / f"lungdesk-{size}.png", theme / f"{size}x{size}" / "apps" / "lungdesk.png")
    copy(SVG, theme / "scalable" / "apps" / "lungdesk.svg")
    copy(LINUX / "lungdesk.desktop", share / "applications" / "lungdesk.desktop")
    copy(LINUX / "lungdesk.xml", share / "mime" / "packages" / "lungdesk.xml")
    copy(LINUX / METAINFO, share / "metainfo" / METAINFO)


def copy(source: Path, target: Path) -> None:
    """Copy one file and make the folders for it; everybody may read it, nobody but root write."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)


def package_name(flavour: str) -> str:
    """Name of a package without its ending, such as ``lungdesk-reader-0.1.0-linux-x86_64``."""
    return f"lungdesk-{flavour}-{version()}-linux-{platform.machine()}"


def pack_as_asked(pack: Callable[[Path, str, Path], Path], about: str | None) -> None:
    """Parse a command line, ``about`` being its help, and pack the built program that it names."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("flavour", choices=FLAVOURS)
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    asked = parser.parse_args()
    pack(asked.dist / f"lungdesk-{asked.flavour}", asked.flavour, asked.dist)
