"""The set-up scripts on machines that lack something: other tools stand in for the machine's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import Machine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the scripts are for Linux")


@pytest.fixture
def system_libraries(repo_root: Path) -> Path:
    return repo_root / "packaging" / "system_libraries.sh"


@pytest.fixture
def create_venv(repo_root: Path) -> Path:
    return repo_root / "packaging" / "create_venv.sh"


LACKS_WINDOW = """
case $1 in
    *libqxcb.so)
        echo "    libxcb-icccm.so.4 => not found"
        echo "    libxkbcommon-x11.so.0 => not found"
        ;;
esac"""
LACKS_BASE = 'case $1 in *QtGui*) echo "    libEGL.so.1 => not found" ;; esac'


def test_a_user_is_told_the_command_and_goes_on_without_a_display(
    machine: Machine, system_libraries: Path
) -> None:
    machine.has("ldd", LACKS_WINDOW)
    machine.has("apt-get", "exit 9")

    outcome = machine.run(system_libraries, sys.executable)

    assert outcome.returncode == 0
    assert "sudo apt-get install" in outcome.stderr
    assert "libxcb-icccm4 libxkbcommon-x11-0" in outcome.stderr


@pytest.mark.parametrize(
    ("ldd", "display", "library"),
    [(LACKS_WINDOW, ":0", "libxcb-icccm.so.4"), (LACKS_BASE, "", "libEGL.so.1")],
)
def test_what_cannot_be_done_without_is_an_error(
    machine: Machine, system_libraries: Path, ldd: str, display: str, library: str
) -> None:
    machine.has("ldd", ldd)
    machine.has("apt-get", "exit 9")
    machine.environment["DISPLAY"] = display

    outcome = machine.run(system_libraries, sys.executable)

    assert outcome.returncode == 1
    assert f"cannot start without: {library}" in outcome.stderr


def test_root_on_debian_gets_the_packages(machine: Machine, system_libraries: Path) -> None:
    installed = machine.folder / "installed"
    machine.has("id", "echo 0")
    machine.has("ldd", f'[ -e {installed} ] || echo "    libEGL.so.1 => not found"')
    machine.has("apt-get", f'case $1 in install) echo "$@" >{installed} ;; esac')

    outcome = machine.run(system_libraries, sys.executable)

    assert outcome.returncode == 0, outcome.stderr
    assert "libegl1" in installed.read_text().split()


def test_other_package_managers_are_asked_by_library(
    machine: Machine, system_libraries: Path
) -> None:
    machine.has("ldd", LACKS_WINDOW)
    machine.has("dnf", "exit 9")

    outcome = machine.run(system_libraries, sys.executable)

    assert "sudo dnf install" in outcome.stderr
    assert "'libxcb-icccm.so.4()(64bit)'" in outcome.stderr


def test_a_complete_machine_hears_nothing(machine: Machine, system_libraries: Path) -> None:
    machine.has("ldd", 'echo "    libEGL.so.1 => /usr/lib/libEGL.so.1 (0x0)"')
    fonts = machine.folder / ".fonts"
    fonts.mkdir()
    (fonts / "sans.ttf").touch()

    outcome = machine.run(system_libraries, sys.executable)

    assert (outcome.returncode, outcome.stderr) == (0, "")


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.15"])
def test_an_unfit_python_is_named_in_one_sentence(
    machine: Machine, create_venv: Path, tmp_path: Path, version: str
) -> None:
    machine.has("python3", f"echo {version}")

    outcome = machine.run(create_venv, "python3", tmp_path / "venv")

    assert outcome.returncode == 1
    assert outcome.stderr.count("\n") == 1
    assert f"'python3' is {version}" in outcome.stderr


def test_a_missing_python_is_named(machine: Machine, create_venv: Path, tmp_path: Path) -> None:
    outcome = machine.run(create_venv, "python3", tmp_path / "venv")

    assert outcome.returncode == 1
    assert "no 'python3' here" in outcome.stderr


def test_a_python_without_venv_is_told_the_package(
    machine: Machine, create_venv: Path, tmp_path: Path
) -> None:
    machine.has("python3", "case $2 in *ensurepip*) exit 1 ;; *) echo 3.11 ;; esac")

    outcome = machine.run(create_venv, "python3", tmp_path / "venv")

    assert outcome.returncode == 1
    assert "sudo apt-get install python3.11-venv" in outcome.stderr


def test_no_pin_names_a_registry_or_a_file(repo_root: Path) -> None:
    pins = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (repo_root / name).read_text().splitlines()
        if line and not line.startswith("#")
    ]

    assert pins
    assert all(line.count("==") == 1 and not set(line) & set("/:@ ;") for line in pins)
