"""Packs the built program for Debian and Ubuntu: ``python packaging/make_deb.py reader|full``.

It installs on the release that it was built on, and on later ones. What it needs of the system is
not listed by hand: it is what its own files ask for and do not bring. ``DEBFULLNAME`` and
``DEBEMAIL`` name who answers for the package.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final

import debian
from contents import ROOT, version
from debian_copyright import copyright_text
from draw_icons import draw_icons
from linux_share import LINUX, copy_share, pack_as_asked

#: Contents of a file that is a program or library, and of one that may be.
_ELF: Final = b"\x7fELF"

_DESCRIPTIONS: Final = {
    "reader": "It reads, measures and reports; training models needs lungdesk-full instead.",
    "full": "It reads, measures and reports, and trains models.",
}

#: Of the package, where the program stays the same.
_REVISION: Final = 1

#: Who answers for a package is who builds it: Debian's tools ask the environment, too. An address
#: under ``.invalid`` is nobody's for sure.
_MAINTAINER: Final = "{} <{}>".format(
    os.environ.get("DEBFULLNAME", "The LungDesk contributors"),
    os.environ.get("DEBEMAIL", "nobody@lungdesk.invalid"),
)

_CONTROL: Final = """\
Package: lungdesk-{flavour}
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size_kib}
Depends: {depends}
Recommends: fontconfig-config, fonts-dejavu-core
Provides: lungdesk
Conflicts: lungdesk
Replaces: lungdesk
Section: science
Priority: optional
Description: chest radiographs, read and explained
 LungDesk opens films (DICOM, PNG, JPEG, TIFF, BMP), says how likely each of
 five findings is and shows, as a heatmap over the film, where the model looked.
 .
 {words}
 .
 For research and teaching only. Not a medical device; not for diagnosis.
"""

_CHANGELOG: Final = """\
lungdesk-{flavour} ({version}) unstable; urgency=medium

  * LungDesk {upstream} as a program that is built whole; what has changed in it is
    in changelog.gz.

 -- {maintainer}  {date}
"""


def make_deb(program: Path, flavour: str, dist: Path) -> Path:
    """Pack the folder of a built program; the package.

    Raises
    ------
    subprocess.CalledProcessError
        When a tool of Debian fails, or is asked about a library that no package has.
    """
    architecture = debian.output_of("dpkg", "--print-architecture").strip()
    target = dist / f"lungdesk-{flavour}_{_version()}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "root"
        home = root / "usr" / "lib" / "lungdesk"
        shutil.copytree(program, home, symlinks=True)
        _set_modes(home)
        draw_icons(Path(scratch) / "icons")
        copy_share(root / "usr" / "share", Path(scratch) / "icons")
        _add_documents(root / "usr", flavour)
        control = _CONTROL.format(
            flavour=flavour,
            version=_version(),
            architecture=architecture,
            maintainer=_MAINTAINER,
            size_kib=debian.output_of("du", "-sk", str(root)).split()[0],
            depends=", ".join(sorted(_depends(home))),
            words=_DESCRIPTIONS[flavour],
        )
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
        (root / "DEBIAN" / "md5sums").write_text(_md5sums(root), encoding="utf-8")
        # Every dpkg knows xz, not every one zstd; its third level takes three times for 5 % less.
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(root)]
        subprocess.run([*command, str(target)], check=True, stdout=subprocess.DEVNULL)
    return target


def _add_documents(usr: Path, flavour: str) -> None:
    """What a Debian system wants to find of a package besides the program."""
    name, share = f"lungdesk-{flavour}", usr / "share"
    (usr / "bin").mkdir()
    (usr / "bin" / "lungdesk").symlink_to("../lib/lungdesk/lungdesk")
    text = copyright_text(usr / "lib" / "lungdesk")
    _write(share / "doc" / name / "copyright", text.encode())
    news = _CHANGELOG.format(
        flavour=flavour,
        version=_version(),
        upstream=version(),
        maintainer=_MAINTAINER,
        date=format_datetime(_built_at()),
    )
    _write(share / "doc" / name / "changelog.Debian.gz", _compressed(news.encode()))
    whole = (ROOT / "CHANGELOG.md").read_bytes()
    _write(share / "doc" / name / "changelog.gz", _compressed(whole))
    page = (LINUX / "lungdesk.1").read_bytes()
    _write(share / "man" / "man1" / "lungdesk.1.gz", _compressed(page))
    overrides = (LINUX / "lintian-overrides").read_text(encoding="utf-8")
    _write(share / "lintian" / "overrides" / name, overrides.encode())


def _version() -> str:
    return f"{version()}-{_REVISION}"


def _built_at() -> datetime:
    """Now, or when the environment says, so that a package can be made twice alike."""
    said = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.now(UTC) if said is None else datetime.fromtimestamp(int(said), UTC)


def _write(target: Path, contents: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(contents)
    target.chmod(0o644)


def _compressed(contents: bytes) -> bytes:
    # Without name and time, so that the same files make the same package.
    return gzip.compress(contents, 9, mtime=0)


def _md5sums(root: Path) -> str:
    """Sums of all files, by which ``debsums`` finds what is damaged."""
    files = sorted(p for p in (root / "usr").rglob("*") if p.is_file() and not p.is_symlink())
    return "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}"
        f"  {path.relative_to(root)}\n"
        for path in files
    )


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
    libc = debian.version_of("libc6").split("-")[0]
    return (packages - {"libc6"}) | {f"libc6 (>= {libc})"}


def _is_elf(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == _ELF


def _needed_by(path: Path) -> Iterator[str]:
    for line in debian.output_of("objdump", "-p", str(path)).splitlines():
        if line.split()[:1] == ["NEEDED"]:
            yield line.split()[1]


def _package_of(library: str) -> str:
    """Package that has a shared library, by its name as others ask for it."""
    known = debian.output_of("ldconfig", "-p").splitlines()
    path = next((line.split("=> ")[1] for line in known if line.split()[:1] == [library]), library)
    package = debian.package_of(path)
    if not package:
        raise SystemExit(f"{library}, which the built program needs, is in no package here.")
    return package


if __name__ == "__main__":
    pack_as_asked(make_deb, __doc__)
