"""Packs the built program for Debian and Ubuntu: ``python packaging/make_deb.py reader|full``.

It installs on the release that it was built on, and on later ones. What it needs of the system is
not listed by hand: it is what its own files ask for and do not bring.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from contents import ROOT, version
from draw_icons import draw_icons
from linux_share import FLAVOURS, LINUX, copy, copy_share

#: Contents of a file that is a program or library, and of one that may be.
_ELF: Final = b"\x7fELF"

_DESCRIPTIONS: Final = {
    "reader": "It reads, measures and reports; training models needs lungdesk-full instead.",
    "full": "It reads, measures and reports, and trains models.",
}

_CONTROL: Final = """\
Package: lungdesk-{flavour}
Version: {version}
Architecture: {architecture}
Maintainer: The LungDesk contributors <contributors@lungdesk.example>
Installed-Size: {size_kib}
Depends: {depends}
Recommends: fontconfig-config, fonts-dejavu-core
Provides: lungdesk
Conflicts: lungdesk
Replaces: lungdesk
Section: science
Priority: optional
Description: chest radiographs, read and explained
 LungDesk opens films (DICOM, PNG, JPEG, TIFF, BMP), says how likely each of five
 findings is and shows, as a heatmap over the film, where the model looked.
 .
 {words}
 .
 For research and teaching only. Not a medical device; not for diagnosis.
"""

_COPYRIGHT: Final = """\
LungDesk is licensed under the Apache License 2.0, copyright the LungDesk contributors. On Debian
systems the text of that licence is in /usr/share/common-licenses/Apache-2.0.

The libraries that the built program carries have licences of their own; all of them are in
/usr/lib/lungdesk/_internal/licences. pylibjpeg-libjpeg is among them, copyright its contributors
and licensed under the GNU General Public License 3 (/usr/share/common-licenses/GPL-3), so that the
program as a whole is passed on under that licence; see NOTICE.txt in that folder.
"""


def make_deb(program: Path, flavour: str, dist: Path) -> Path:
    """Pack the folder of a built program; the package.

    Raises
    ------
    subprocess.CalledProcessError
        When a tool of Debian fails, or is asked about a library that no package has.
    """
    architecture = _output("dpkg", "--print-architecture").strip()
    target = dist / f"lungdesk-{flavour}_{version()}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "root"
        home = root / "usr" / "lib" / "lungdesk"
        shutil.copytree(program, home, symlinks=True)
        _set_modes(home)
        _add_share(root / "usr", Path(scratch) / "icons", f"lungdesk-{flavour}")
        control = _CONTROL.format(
            flavour=flavour,
            version=version(),
            architecture=architecture,
            size_kib=_output("du", "-sk", str(root)).split()[0],
            depends=", ".join(sorted(_depends(home))),
            words=_DESCRIPTIONS[flavour],
        )
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
        command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z6", "--build", str(root)]
        subprocess.run([*command, str(target)], check=True, stdout=subprocess.DEVNULL)
    return target


def _add_share(usr: Path, icons: Path, package: str) -> None:
    (usr / "bin").mkdir()
    (usr / "bin" / "lungdesk").symlink_to("../lib/lungdesk/lungdesk")
    share = usr / "share"
    draw_icons(icons)
    copy_share(share, icons)
    documents = share / "doc" / package
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(_COPYRIGHT, encoding="utf-8")
    _compress(ROOT / "CHANGELOG.md", documents / "changelog.gz")
    _compress(LINUX / "lungdesk.1", share / "man" / "man1" / "lungdesk.1.gz")


def _compress(source: Path, target: Path) -> None:
    copy(source, target)
    # Without name and time, so that the same files make the same package.
    target.write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))


def _set_modes(home: Path) -> None:
    """Everybody may read all of it and start the program; libraries are not to be started."""
    for path in home.rglob("*"):
        if not path.is_symlink():
            is_open = path.is_dir() or path == home / "lungdesk"
            path.chmod(0o755 if is_open else 0o644)


def _depends(home: Path) -> set[str]:
    """Packages of Debian that have the libraries which the program asks for and does not bring."""
    files = [path for path in home.rglob("*") if path.is_file() and _is_elf(path)]
    brought = {path.name for path in files}
    needed = {name for path in files for name in _needed_by(path)} - brought
    packages = {_package_of(library) for library in needed}
    # Nothing runs with an older one than it was linked with.
    libc = _output("dpkg-query", "-W", "-f=${Version}", "libc6").split("-")[0]
    return (packages - {"libc6"}) | {f"libc6 (>= {libc})"}


def _is_elf(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == _ELF


def _needed_by(path: Path) -> Iterator[str]:
    for line in _output("objdump", "-p", str(path)).splitlines():
        if line.split()[:1] == ["NEEDED"]:
            yield line.split()[1]


def _package_of(library: str) -> str:
    """Package that has a shared library, by its name as others ask for it."""
    known = _output("ldconfig", "-p").splitlines()
    path = next((line.split("=> ")[1] for line in known if line.split()[:1] == [library]), library)
    # Folders of the root are links into /usr by now, and packages may say either.
    for place in dict.fromkeys((path, os.path.realpath(path), path.removeprefix("/usr"))):
        found = subprocess.run(["dpkg", "-S", place], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    raise SystemExit(f"{library}, which the built program needs, is in no package of this system.")


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Parse the command line and pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("flavour", choices=FLAVOURS)
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    asked = parser.parse_args()
    make_deb(asked.dist / f"lungdesk-{asked.flavour}", asked.flavour, asked.dist)


if __name__ == "__main__":
    main()
