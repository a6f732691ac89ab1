"""Lines of text in any script: broken where they may be, in the order in which they are drawn."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.reporting.fonts import BOLD, FALLBACK, PLAIN, register_fonts, runs, width_of
from lungdesk.reporting.pdf_text import broken, printable
from lungdesk.reporting.writing_order import (
    has_right_to_left,
    is_right_to_left,
    joined,
    visual_line,
)


@pytest.fixture(autouse=True)
def _fonts() -> None:
    register_fonts()


@pytest.mark.parametrize("font", [PLAIN, BOLD])
def test_each_letter_gets_a_font_that_has_it(font: str) -> None:
    assert runs("Größe Щ Ω 山田 12 김", font) == [
        ("Größe Щ Ω ", font),
        ("山田", FALLBACK),
        (" 12 ", font),
        ("김", FALLBACK),
    ]


def test_a_letter_that_no_font_has_stays_where_it_is() -> None:
    assert runs("a\U0001f600b", PLAIN) == [("a\U0001f600b", PLAIN)]


@given(st.text(st.sampled_from("ab 山田مح\u00e9-_"), max_size=40), st.integers(20, 200))
def test_broken_lines_fit_and_lose_nothing_but_spaces(text: str, width: int) -> None:
    lines = broken(text, PLAIN, 8, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert len(line) <= 1 or width_of(line, PLAIN, 8) <= width


def test_words_stay_whole_where_there_is_room() -> None:
    assert broken("alpha beta gamma", PLAIN, 8, width_of("alpha beta", PLAIN, 8)) == [
        "alpha beta",
        "gamma",
    ]


def test_the_first_letter_with_a_direction_decides() -> None:
    assert is_right_to_left("12 محمد Doe")
    assert not is_right_to_left("12 Doe محمد")
    assert has_right_to_left("Doe שלום")
    assert not has_right_to_left("Größe 12 Щ 山")


def test_numbers_and_latin_words_keep_their_order_within_arabic() -> None:
    line = visual_line(joined("طول 12.5 mm"), is_right_to_left=True)

    assert line.startswith("mm 12.5 ")
    # The last letter drawn is the first one read.
    assert unicodedata.normalize("NFKC", line[-1]) == "ط"


def test_hebrew_is_turned_and_brackets_with_it() -> None:
    assert visual_line("שלום (a)", is_right_to_left=True) == "(a) םולש"


def test_joined_letters_are_all_in_the_font() -> None:
    words = joined("محمد بن عبد الله پژمان لا")
    assert [name for _, name in runs(words, PLAIN)] == [PLAIN]
    assert width_of(words, PLAIN, 8) > 0


def test_what_cannot_be_drawn_becomes_a_space() -> None:
    assert printable("a\x00b\udcffc\nd\u00a0e") == "a b c\nd\u00a0e"
