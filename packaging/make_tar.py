"""Packs the built program for any Linux: ``python packaging/make_tar.py reader|full``.

The archive holds one folder, which runs where it is unpacked; its ``install.sh`` puts it into the
menu of the user.
"""

from __future__ import annotations

import tarfile
import tempfile
from pathlib import Path

from draw_icons import draw_icons
from linux_share import LINUX, copy_share, pack_as_asked, package_name


def make_tar(program: Path, flavour: str, dist: Path) -> Path:
    """Pack the folder of a built program; the archive."""
    name = package_name(flavour)
    target = dist / f"{name}.tar.gz"
    with tempfile.TemporaryDirectory() as scratch:
        icons, share = Path(scratch) / "icons", Path(scratch) / "share"
        draw_icons(icons)
        copy_share(share, icons)
        with tarfile.open(target, "w:gz", compresslevel=4) as archive:
            for source, inside in (
                (program, name),
                (share, f"{name}/share"),
                (LINUX / "install.sh", f"{name}/install.sh"),
            ):
                archive.add(source, inside, filter=_of_nobody)
    return target


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who has built it is nobody's business."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    pack_as_asked(make_tar, __doc__)
