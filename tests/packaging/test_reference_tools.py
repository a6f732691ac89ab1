"""The script that gets the programs tests compare with, on machines that have or lack them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import Machine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the script is for Linux")


@pytest.fixture
def reference_tools(repo_root: Path) -> Path:
    return repo_root / "packaging" / "reference_tools.sh"


def test_root_on_debian_gets_all_packages(machine: Machine, reference_tools: Path) -> None:
    installed = machine.folder / "installed"
    machine.has("id", "echo 0")
    machine.has("apt-get", f'case $1 in install) echo "$@" >{installed} ;; esac')

    outcome = machine.run(reference_tools)

    assert outcome.returncode == 0, outcome.stderr
    assert installed.read_text().split()[-3:] == ["dcmtk", "dicom3tools", "poppler-utils"]


def test_only_what_is_missing_is_installed(machine: Machine, reference_tools: Path) -> None:
    installed = machine.folder / "installed"
    machine.has("id", "echo 0")
    machine.has("dcm2pnm", "exit 9")
    machine.has("apt-get", f'case $1 in install) echo "$@" >{installed} ;; esac')

    machine.run(reference_tools)

    words = installed.read_text().split()
    assert "dicom3tools" in words
    assert "dcmtk" not in words


def test_a_user_is_told_the_command(machine: Machine, reference_tools: Path) -> None:
    machine.has("apt-get", "exit 9")

    outcome = machine.run(reference_tools)

    assert outcome.returncode == 0
    assert "sudo apt-get install dcmtk dicom3tools poppler-utils" in outcome.stderr


def test_other_systems_are_told_that_tests_are_skipped(
    machine: Machine, reference_tools: Path
) -> None:
    outcome = machine.run(reference_tools)

    assert outcome.returncode == 0
    assert "Not here: dcmtk dicom3tools poppler-utils" in outcome.stderr
    assert "sudo" not in outcome.stderr


def test_a_machine_without_a_network_goes_on(machine: Machine, reference_tools: Path) -> None:
    machine.has("id", "echo 0")
    machine.has("apt-get", "exit 100")

    outcome = machine.run(reference_tools)

    assert outcome.returncode == 0
    assert "could not be installed" in outcome.stderr


def test_a_machine_that_has_all_hears_nothing(machine: Machine, reference_tools: Path) -> None:
    machine.has("dcm2pnm", "exit 9")
    machine.has("dciodvfy", "exit 9")
    machine.has("pdftotext", "exit 9")
    machine.has("apt-get", "exit 9")

    outcome = machine.run(reference_tools)

    assert (outcome.returncode, outcome.stderr) == (0, "")
