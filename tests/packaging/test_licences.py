"""Whose work a built program carries, what is said of it, and the texts that go with it."""

from __future__ import annotations

import json
import re
import sysconfig
from collections.abc import Callable
from email.message import Message
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import PySide6
import pytest

Entry = tuple[str, str, str]


class StrictMessage(Message):
    """Fields as `importlib_metadata` has them, which some libraries bring in: none is None."""

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if value is None:
            raise KeyError(name)
        return value


@pytest.fixture
def gather(packaging: Callable[[str], Any]) -> Any:
    return packaging("gather_licences")


@pytest.fixture
def added(
    gather: Any, repo_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """What is added to a program of a few files, by where it lies."""
    # To look through all of them takes seconds.
    libraries = [metadata.distribution(name) for name in ("numpy", "PySide6_Essentials")]
    monkeypatch.setattr(gather.metadata, "distributions", lambda: libraries)
    core = Path(np.__file__).parent / "_core" / "multiarray.py"
    qt = Path(PySide6.__file__).parent / "QtCore.abi3.so"
    entries: list[Entry] = [
        ("lungdesk.app", str(repo_root / "lungdesk" / "app.py"), "PYMODULE"),
        ("numpy._core.multiarray", str(core), "PYMODULE"),
        ("numpy/__init__.py", str(core.parents[1] / "__init__.py"), "DATA"),
        ("PySide6/QtCore.abi3.so", str(qt), "EXTENSION"),
        ("json", str(Path(sysconfig.get_path("stdlib")) / "json" / "__init__.py"), "PYMODULE"),
        ("libopenvino.so", "openvino/libs/libopenvino.so", "SYMLINK"),
    ]
    return {to: source for to, source, _ in gather.licence_entries(entries, tmp_path / "work")}


def parts_in(added: dict[str, str]) -> dict[str, dict[str, Any]]:
    told = json.loads(Path(added["licences/contents.json"]).read_text(encoding="utf-8"))
    return {part["name"]: part for part in told}


def test_each_part_is_told_with_its_places_and_nothing_of_our_own(added: dict[str, str]) -> None:
    parts = parts_in(added)

    assert set(parts) == {"numpy", "pyside6_essentials", "python"}
    assert parts["numpy"]["places"] == ["lungdesk", "numpy"]
    assert parts["pyside6_essentials"]["places"] == ["PySide6"]
    assert parts["numpy"]["version"] == np.__version__
    assert any("NumPy Developers" in holder for holder in parts["numpy"]["copyright"])
    assert "LGPL-3.0-only" in parts["pyside6_essentials"]["licence"]


def test_texts_go_in_and_what_a_library_says_where_it_has_none(added: dict[str, str]) -> None:
    assert all(Path(source).is_file() for source in added.values())
    assert {"licences/NOTICE.txt", "licences/LungDesk.txt", "licences/LGPL-3.0.txt"} <= set(added)
    assert "licences/numpy/LICENSE.txt" in added
    assert "licences/pyside6_essentials/METADATA" in added
    assert "GNU LESSER" in Path(added["licences/LGPL-3.0.txt"]).read_text(encoding="utf-8")


def test_every_library_that_is_needed_has_a_text_and_a_holder(gather: Any) -> None:
    needed = metadata.requires("lungdesk") or []
    names = {re.split(r"[<>=!; ]", one)[0] for one in needed if "extra ==" not in one}

    assert len(names) > 20
    for name in names:
        part = gather._of_library(name, metadata.distribution(name))
        assert part.files, name
        assert part.holders, name
        assert "\n" not in part.licence


@pytest.mark.parametrize("kind", [Message, StrictMessage])
@pytest.mark.parametrize(
    ("stated", "licence"),
    [
        ({"License-Expression": "MIT"}, "MIT"),
        ({"License": "Apache 2.0"}, "Apache-2.0"),
        ({"License": "BSD License: see\nthe file"}, ""),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, "MIT"),
        ({"License": "UNKNOWN"}, ""),
    ],
)
def test_licences_are_named_as_spdx_names_them(
    gather: Any, stated: dict[str, str], licence: str, kind: type[Message]
) -> None:
    about = kind()
    for name, value in stated.items():
        about[name] = value

    assert gather._licence_of("some library", SimpleNamespace(metadata=about)) == licence


def stanzas_of(text: str) -> list[dict[str, str]]:
    """Fields of each stanza; a line that begins with a blank goes on."""
    return [
        dict(re.findall(r"^(\S+?):[ \n](.*(?:\n .*)*)", stanza, re.MULTILINE))
        for stanza in text.split("\n\n")
    ]


def test_the_file_on_copyright_names_each_place_once_and_each_licence(
    packaging: Callable[[str], Any], program: Path
) -> None:
    inside = program / "_internal"
    (inside / "numpy").mkdir()

    def part(name: str, licence: str, *places: str) -> dict[str, Any]:
        return {
            "name": name,
            "version": "1",
            "licence": licence,
            "copyright": [f"2020 {name}"],
            "places": places,
        }

    parts = [
        part("libz1", "", "libz.so.1"),
        part("numpy", "BSD-3-Clause AND (MIT OR Zlib)", "lungdesk", "numpy"),
        part("pyinstaller", "GPL-2.0-or-later WITH Bootloader-exception", "lungdesk"),
    ]
    (inside / "licences" / "contents.json").write_text(json.dumps(parts))
    (inside / "licences" / "NOTICE.txt").write_text("Two lines.\n\nApart.\n")

    header, *stanzas = stanzas_of(packaging("debian_copyright").copyright_text(program))

    assert header["Format"].startswith("https://www.debian.org/")
    assert header["Comment"].split("\n") == ["Two lines.", " .", " Apart."]
    files = {one["Files"]: one for one in stanzas if "Files" in one}
    home = "usr/lib/lungdesk"
    assert list(files) == [
        "*",
        f"{home}/_internal/libz.so.1",
        f"{home}/_internal/numpy/*",
        f"{home}/lungdesk",
    ]
    assert files[f"{home}/lungdesk"]["License"] == (
        "Apache-2.0, and BSD-3-Clause and MIT or Zlib,"
        " and GPL-2.0-or-later with Bootloader exception"
    )
    assert files[f"{home}/lungdesk"]["Copyright"] == "2020 numpy\n 2020 pyinstaller"
    named = {one["License"].split("\n")[0] for one in stanzas if "Files" not in one}
    assert named == {
        "Apache-2.0",
        "BSD-3-Clause",
        "GPL-2.0-or-later with Bootloader exception",
        "MIT",
        "Zlib",
        "as-stated",
    }
