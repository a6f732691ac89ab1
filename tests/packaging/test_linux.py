"""Archive and package for Linux, of a program that is much smaller than the real one."""

from __future__ import annotations

import configparser
import gzip
import re
import shutil
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lungdesk import __version__
from lungdesk.cli.commands import create_cli

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="packages for Linux"),
    # Icons are drawn by Qt, which has one application in a process: that of the window's tests.
    pytest.mark.usefixtures("qapp"),
]

MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture
def linux(repo_root: Path) -> Path:
    return repo_root / "packaging" / "linux"


@pytest.fixture
def unpacked(packaging: Callable[[str], Any], program: Path, tmp_path: Path) -> Path:
    """Where a user has unpacked the archive: a path with a blank, as in many homes."""
    archive = packaging("make_tar").make_tar(program, "reader", tmp_path)
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "my programs", filter="data")
    (folder,) = (tmp_path / "my programs").iterdir()
    return folder


def entry_of(path: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read(path, encoding="utf-8")
    return parser["Desktop Entry"]


def install(folder: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / "install.sh", *words],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


# --- what the desktop is told


def test_the_menu_entry_opens_dicom_files(linux: Path) -> None:
    entry = entry_of(linux / "lungdesk.desktop")

    assert (entry["Exec"], entry["Icon"], entry["Terminal"]) == ("lungdesk %F", "lungdesk", "false")
    assert "application/dicom" in entry["MimeType"].split(";")


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="no desktop-file-utils")
def test_the_menu_entry_is_as_the_standard_says(linux: Path) -> None:
    done = subprocess.run(
        ["desktop-file-validate", linux / "lungdesk.desktop"], capture_output=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="no appstream")
def test_what_a_software_centre_shows_is_as_the_standard_says(linux: Path) -> None:
    (page,) = linux.glob("*.metainfo.xml")

    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", page], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
    names = {element.tag: element.text for element in ET.parse(page).getroot().iter()}
    assert names["id"] == page.name.removesuffix(".metainfo.xml")
    assert (linux / str(names["launchable"])).is_file()


def test_the_manual_names_every_command(linux: Path) -> None:
    page = (linux / "lungdesk.1").read_text(encoding="utf-8")
    described = re.findall(r"^\.TP\n\.BI? (\w+)", page.split(".SH OPTIONS")[0], re.MULTILINE)

    def nothing(*_: object) -> Any:
        raise AssertionError("nothing is run")

    cli = create_cli(nothing, nothing)
    known = {one.name for one in cli.registered_commands}

    assert set(described) == known | {one.name for one in cli.registered_groups}
    assert len(described) == len(set(described))


def test_dicom_files_are_known_by_their_names_and_by_their_start(linux: Path) -> None:
    (kind,) = ET.parse(linux / "lungdesk.xml").getroot()
    names = {glob.get("pattern") for glob in kind.iter(f"{MIME}glob")}
    (match,) = kind.iter(f"{MIME}match")

    assert kind.get("type") == "application/dicom"
    assert {"*.dcm", "*.dicom", "DICOMDIR"} <= names
    assert (match.get("offset"), match.get("value")) == ("128", "DICM")


def test_icons_are_drawn_for_each_system(packaging: Callable[[str], Any], tmp_path: Path) -> None:
    icons = packaging("draw_icons")

    icons.draw_icons(tmp_path / "icons")

    for size in icons.SIZES:
        with Image.open(tmp_path / "icons" / f"lungdesk-{size}.png") as picture:
            assert picture.size == (size, size)
            assert picture.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)  # round corners
            assert picture.convert("L").getextrema()[1] > 100  # type: ignore[operator]
    with (
        Image.open(tmp_path / "icons" / "lungdesk-128.png") as drawn,
        Image.open(icons.SVG.with_suffix(".png")) as shown,
    ):
        difference = np.asarray(drawn, np.int16) - np.asarray(shown, np.int16)
        assert np.abs(difference).mean() < 2  # renderers round edges differently
    for name, kind in (("lungdesk.ico", "ICO"), ("lungdesk.icns", "ICNS")):
        with Image.open(tmp_path / "icons" / name) as picture:
            assert picture.format == kind


# --- the archive


def test_the_archive_is_one_folder_that_runs_where_it_is(unpacked: Path) -> None:
    done = subprocess.run([unpacked / "lungdesk", "a film"], capture_output=True, check=True)

    assert unpacked.name.startswith(f"lungdesk-reader-{__version__}-linux-")
    assert done.stdout == b"asked for: a film\n"
    assert (unpacked / "_internal" / "library.so").is_file()


def test_who_unpacks_it_can_put_it_into_the_menu_and_take_it_out_again(
    unpacked: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()

    done = install(unpacked, home)

    assert done.returncode == 0, done.stderr
    share = home / ".local" / "share"
    entry = entry_of(share / "applications" / "lungdesk.desktop")
    assert entry["Exec"] == f'"{unpacked}/lungdesk" %F'
    assert "TryExec" not in entry
    assert (share / "icons" / "hicolor" / "48x48" / "apps" / "lungdesk.png").is_file()
    command = home / ".local" / "bin" / "lungdesk"
    assert subprocess.run([command], capture_output=True, check=True).stdout == b"asked for: \n"

    assert install(unpacked, home, "--remove").returncode == 0

    left = [path for path in home.rglob("*") if path.is_file() or path.is_symlink()]
    assert [path for path in left if "lungdesk" in path.name] == []
    assert (unpacked / "lungdesk").is_file()


def test_the_installer_knows_no_other_words(unpacked: Path, tmp_path: Path) -> None:
    done = install(unpacked, tmp_path, "--help")

    assert done.returncode == 2
    assert "Usage" in done.stderr


# --- the package


@pytest.mark.skipif(
    None in (shutil.which("dpkg-deb"), shutil.which("objdump")), reason="not on Debian"
)
def test_the_package_asks_for_what_the_program_does_not_bring(
    packaging: Callable[[str], Any], program: Path, tmp_path: Path
) -> None:
    shutil.copy("/bin/ls", program / "_internal" / "tool")

    package = packaging("make_deb").make_deb(program, "reader", tmp_path)

    assert package.name.startswith(f"lungdesk-reader_{__version__}-1_")

    def told(*words: str) -> str:
        return subprocess.run(
            ["dpkg-deb", *words], capture_output=True, text=True, check=True
        ).stdout

    assert told("-f", package.as_posix(), "Package", "Version") == (
        f"Package: lungdesk-reader\nVersion: {__version__}-1\n"
    )
    depends = told("-f", package.as_posix(), "Depends")
    assert "libc6 (>= " in depends
    assert "libselinux1" in depends  # which ls is linked with
    listed = {" ".join(line.split()[5:]): line for line in told("-c", str(package)).splitlines()}
    assert "./usr/bin/lungdesk -> ../lib/lungdesk/lungdesk" in listed
    assert {
        "./usr/share/applications/lungdesk.desktop",
        "./usr/share/mime/packages/lungdesk.xml",
        "./usr/share/metainfo/org.lungdesk.LungDesk.metainfo.xml",
        "./usr/share/doc/lungdesk-reader/copyright",
        "./usr/share/doc/lungdesk-reader/changelog.Debian.gz",
        "./usr/share/lintian/overrides/lungdesk-reader",
    } <= listed.keys()
    assert listed["./usr/lib/lungdesk/lungdesk"].startswith("-rwxr-xr-x root/root")
    assert listed["./usr/lib/lungdesk/_internal/tool"].startswith("-rw-r--r-- root/root")
    subprocess.run(["dpkg-deb", "--raw-extract", package, tmp_path / "out"], check=True)
    subprocess.run(
        ["md5sum", "--check", "--quiet", "DEBIAN/md5sums"], cwd=tmp_path / "out", check=True
    )
    parsed = subprocess.run(
        ["dpkg-parsechangelog", "-l", "-"],
        input=gzip.decompress(
            (tmp_path / "out/usr/share/doc/lungdesk-reader/changelog.Debian.gz").read_bytes()
        ),
        capture_output=True,
        check=True,
    )
    assert f"Version: {__version__}-1" in parsed.stdout.decode()
