"""The script of the Windows installer names what the build makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def sections(repo_root: Path) -> dict[str, list[str]]:
    """Lines of the script by their section, without comments."""
    found: dict[str, list[str]] = {"": []}
    current = ""
    path = repo_root / "packaging" / "windows" / "lungdesk.iss"
    for line in path.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            current = heading[1]
            found[current] = []
        elif line and not line.startswith(";"):
            found[current].append(line)
    return found


def test_it_installs_the_folder_that_is_built(
    sections: dict[str, list[str]], repo_root: Path
) -> None:
    spec = (repo_root / "packaging" / "lungdesk.spec").read_text(encoding="utf-8")
    (files,) = sections["Files"]

    assert '"..\\..\\dist\\lungdesk-{#Flavour}\\*"' in files
    assert 'NAME = f"lungdesk-{FLAVOUR}"' in spec
    assert "recursesubdirs" in files


def test_it_starts_the_program_without_a_terminal(sections: dict[str, list[str]]) -> None:
    lines = [*sections["Icons"], *sections["Run"]]

    assert len(lines) >= 3
    assert all('"{app}\\LungDesk.exe"' in line for line in lines)


def test_it_needs_no_administrator_and_replaces_what_was_there(
    sections: dict[str, list[str]],
) -> None:
    setup = dict(line.split("=", 1) for line in sections["Setup"])

    assert setup["PrivilegesRequired"] == "lowest"
    assert re.fullmatch(r"\{\{[0-9A-F-]{36}\}", setup["AppId"])
    assert setup["SetupIconFile"].endswith("icons\\lungdesk.ico")
    assert any("_internal" in line for line in sections["InstallDelete"])


def test_dicom_files_are_opened_by_it(sections: dict[str, list[str]]) -> None:
    registry = "\n".join(sections["Registry"])

    assert '"""{app}\\LungDesk.exe"" ""%1"""' in registry
    assert "Software\\Classes\\.dcm\\OpenWithProgids" in registry
    # A double click is the user's to decide.
    (association,) = (line for line in sections["Registry"] if "Tasks: association" in line)
    assert 'Subkey: "Software\\Classes\\.dcm"' in association


def test_every_task_that_is_named_is_asked_about(sections: dict[str, list[str]]) -> None:
    asked = {re.findall(r'Name: "(\w+)"', line)[0] for line in sections["Tasks"]}
    lines = "\n".join([*sections["Icons"], *sections["Registry"]])

    assert set(re.findall(r"Tasks: (\w+)", lines)) == asked
