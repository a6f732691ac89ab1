"""The guide is true to the program: codes, keys, links and pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from lungdesk.core.errors import ErrorCode
from lungdesk.core.verdict import ReasonCode
from lungdesk.gui.actions import SPECS
from lungdesk.services.guide import (
    TROUBLESHOOTING,
    Chapter,
    Section,
    anchor_of,
    code_anchor,
    guide_folder,
    load_guide,
)

GUIDE = load_guide()
BY_ID = {chapter.id: chapter for chapter in GUIDE}
CODES = {str(code) for code in (*ErrorCode, *ReasonCode)}

_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]+)\)")
_KEY_ROW = re.compile(r"^\| (`[^|]+`) \| ([^|]+) \|", re.MULTILINE)
_LARGEST_PICTURE = 150_000


def entries() -> dict[str, Section]:
    """What troubleshooting says, by code."""
    sections = BY_ID[TROUBLESHOOTING].sections
    return {one.title: one for one in sections if one.title.startswith("LD-")}


def test_every_code_has_an_entry_and_no_entry_is_stale() -> None:
    assert set(entries()) == CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_an_entry_says_what_it_is_and_more(code: str) -> None:
    entry = entries()[code]
    assert entry.anchor == code_anchor(code)
    markdown = BY_ID[TROUBLESHOOTING].markdown.partition(f"### {code}\n\n")[2]
    assert markdown.startswith("**"), "the first words say what the code means"
    assert len(entry.text.split()) >= 8, "and it says why, or what to do"


def test_no_code_has_two_entries() -> None:
    titles = [one.title for one in BY_ID[TROUBLESHOOTING].sections]
    assert len(set(titles)) == len(titles)


def test_codes_named_elsewhere_exist() -> None:
    named = {code for one in GUIDE for code in re.findall(r"LD-[A-Z]+-\d{3}", one.markdown)}
    assert named <= CODES


def test_the_contents_name_every_chapter_that_is_there() -> None:
    files = {path.stem for path in guide_folder().glob("*.md")}
    assert files == set(BY_ID)


@pytest.mark.parametrize("chapter", GUIDE, ids=lambda one: one.id)
def test_links_lead_to_what_is_there(chapter: Chapter) -> None:
    for is_picture, target in _LINK.findall(chapter.markdown):
        assert ":" not in target, f"{target} is not offline"
        name, _, anchor = target.partition("#")
        if is_picture:
            assert (guide_folder() / name).is_file(), name
            continue
        led_to = BY_ID[name.removesuffix(".md")] if name else chapter
        anchors = {one.anchor for one in led_to.sections}
        assert not anchor or anchor in anchors, target


@pytest.mark.parametrize("chapter", GUIDE, ids=lambda one: one.id)
def test_headings_can_be_told_apart(chapter: Chapter) -> None:
    anchors = [anchor_of(one.title) for one in chapter.sections]
    assert len(set(anchors)) == len(anchors)
    assert [one.level for one in chapter.sections].count(1) == 1


def test_pictures_are_small_and_used() -> None:
    used = {target for one in GUIDE for mark, target in _LINK.findall(one.markdown) if mark}
    there = sorted((guide_folder() / "images").iterdir())
    assert {f"images/{path.name}" for path in there} == used
    assert 8 <= len(there) <= 12
    for path in there:
        assert path.stat().st_size < _LARGEST_PICTURE, path.name
        assert not QImage(str(path)).isNull(), path.name


def test_every_key_stands_in_the_guide_as_it_is() -> None:
    rows = _KEY_ROW.findall(BY_ID["keys"].markdown)
    told = {command.strip(): set(re.findall(r"`([^`]+)`", keys)) for keys, command in rows}
    true = {spec.text.replace("&", "").rstrip("…"): set(spec.keys) for spec in SPECS if spec.keys}
    assert told == true


def test_it_says_what_it_is_for() -> None:
    assert "research and teaching only" in BY_ID["contents"].markdown.casefold()


def test_a_lacking_chapter_is_an_error_with_a_code(tmp_path: Path) -> None:
    (tmp_path / "contents.md").write_text("# Contents\n\n[One](one.md)\n")
    with pytest.raises(Exception, match=r"“one” of the guide .*LD-FILE-001"):
        load_guide(tmp_path)
