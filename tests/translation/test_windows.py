"""Every window in each language: nothing is cut off, nothing is left in English."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from lungdesk.core.language import ENGLISH
from lungdesk.services.guide import load_guide
from lungdesk.services.languages import LANGUAGES, catalogue_file
from tests.translation import catalogue
from tests.translation.sources import ROOT

OTHERS = [language for language in LANGUAGES if language != ENGLISH.code]
Found = dict[str, dict[str, list[str]]]

#: Shown, and not of the window: paths, parts of a collection, names of networks, what Qt's preview
#: and doubles of the tests say, chapters of the guide.
_OF_FILES: Final = re.compile(
    r"film(-\d)?\.dcm|^/|^[\d×x.,:%\s/–-]*$|: films$|^(train|val|test) \(|with levels|CC-BY"
    r"|^(Cancel|(Next|Previous) page|Zoom (in|out)|Show (single|facing|overview) ?.*)$"
    r"|it is of another kind|This is no chest film"
)
#: The guide is written in English.
_IN_ENGLISH: Final = ("guide",)
_CHAPTERS: Final = frozenset(chapter.title for chapter in load_guide())
#: What looks at every window there is.
_ACCESSIBILITY: Final = sorted(
    path.as_posix() for path in (ROOT / "tests" / "gui").glob("test_accessibility*.py")
)
#: Words that are in nearly every English sentence, and in none of the other languages.
ENGLISH_WORDS: Final = re.compile(
    r"\b(the|of|and|is|are|was|were|with|without|not|from|this|that|by|for|which|films?|how|what"
    r"|where|about|each|its?|has|have|be|been|can|cannot)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module", params=OTHERS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def found(language: str, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Windows of a process of its own: texts of tables are looked up when modules are imported."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.translation.spoken_windows", language],
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "LUNGDESK_HOME": str(tmp_path_factory.mktemp("home")),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    windows: Found = json.loads(ended.stdout)["windows"]
    return windows


def test_words_have_their_room(found: Found) -> None:
    assert {name: one["cut_off"] for name, one in found.items() if one["cut_off"]} == {}


def test_letters_of_a_menu_are_distinct(found: Found) -> None:
    assert found["menus"]["twice"] == []


def test_nothing_is_left_in_english(found: Found, language: str) -> None:
    said = {name: one["texts"] for name, one in found.items() if name not in _IN_ENGLISH}
    assert {name: left for name, texts in said.items() if (left := _english(texts, language))} == {}


@pytest.mark.slow
def test_all_windows_can_be_reached_and_read_in_the_language(language: str, tmp_path: Path) -> None:
    """The tests of accessibility, which open every window and know no words, in that language."""
    texts = tmp_path / "texts.json"
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.translation.speaking", *_ACCESSIBILITY],
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "LUNGDESK_TEST_LANGUAGE": language,
            "LUNGDESK_TEST_TEXTS": str(texts),
        },
        capture_output=True,
        text=True,
        timeout=3600,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-3000:]
    assert _english(json.loads(texts.read_text(encoding="utf-8")), language) == []


def _english(texts: list[str], language: str) -> list[str]:
    """Those that are English, or a text of the catalogue that is another in the language."""
    known = catalogue.read(catalogue_file(language))
    changed = {_bare(text): _bare(said) for each in known.values() for text, said in each.items()}
    same = set(changed.values())
    of_window = (one for one in texts if not _OF_FILES.search(one) and one not in _CHAPTERS)
    return [one for one in of_window if _is_english(_bare(one), changed, same)]


def _is_english(text: str, changed: dict[str, str], same: set[str]) -> bool:
    is_source = text in changed and changed[text] != text and text not in same
    return is_source or ENGLISH_WORDS.search(text) is not None


def _bare(text: str) -> str:
    """A text without its mnemonic, paths in it, and the key that tooltips add."""
    return re.sub(r" \([^()]*\)$|/\S+/\S+", "", text.replace("&", "")).strip()


def test_what_is_looked_for_is_found(found: Found) -> None:
    """Each window was opened, and its texts were seen."""
    assert {"film", "preferences-4", "models", "evaluate", "train", "guide"} <= found.keys()
    assert all(len(one["texts"]) > 3 for one in found.values())
    assert ENGLISH_WORDS.search("The film is open")
