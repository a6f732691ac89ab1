"""Lines of text in any script: broken where they may be, in the order in which they are drawn."""

from __future__ import annotations

import unicodedata

import pytest
from bidi import get_display
from hypothesis import assume, given
from hypothesis import strategies as st

from lungdesk.reporting.fonts import BOLD, FALLBACK, PLAIN, register_fonts, runs, width_of
from lungdesk.reporting.pdf_text import broken, printable
from lungdesk.reporting.writing_order import (
    MARKS,
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


def test_what_only_steers_writing_leaves_no_gap() -> None:
    assert printable("Sehr\u00adlang\u200b\u2060e \u200eWorte\ufeff") == "Sehrlange Worte"


def test_what_steers_arabic_and_hebrew_does_so_and_is_not_drawn() -> None:
    persian = printable("می\u200cخواهم")
    hebrew = printable("abc \u200fשלום\u200f (1)")

    drawn = visual_line(joined(persian), is_right_to_left=True)
    assert not set(drawn) & MARKS
    # The letter before the mark has the form that it has at the end of a word.
    assert drawn[-2:] == "\N{ARABIC LETTER FARSI YEH FINAL FORM}\N{ARABIC LETTER MEEM INITIAL FORM}"
    assert visual_line(hebrew, is_right_to_left=False) == "abc (1) םולש"
    assert visual_line("a\u200cb", is_right_to_left=False) == "ab"


@pytest.mark.parametrize(
    ("logical", "drawn"),
    [
        ("Note שלום (12)", "Note (12) םולש"),
        ("Note שלום (אב)", "Note (בא) םולש"),
        ("Note שלום (CT)", "Note םולש (CT)"),
        ("Note (שלום) 12", "Note (םולש) 12"),
        ("Note שלום [(12)]", "Note [(12)] םולש"),
        ("Note שלום (12", "Note 12) םולש"),
        ("Note שלום ()", "Note םולש ()"),
    ],
)
def test_both_brackets_of_a_pair_go_the_same_way(logical: str, drawn: str) -> None:
    """As the Unicode bidirectional algorithm has it since its version 6.3 (UAX #9, N0)."""
    assert visual_line(logical, is_right_to_left=False) == drawn


@given(st.text(st.sampled_from("ab אבמح12 ()[]-,"), max_size=14), st.booleans())
def test_order_is_that_of_the_other_implementation_which_mirrors_nothing(
    text: str, is_turned: bool
) -> None:
    line = text.strip()
    assume(has_right_to_left(line))
    closed = str.maketrans("([", ")]")
    expected = get_display(line, base_dir="R" if is_turned else "L")

    drawn = visual_line(line, is_right_to_left=is_turned)

    assert drawn.translate(closed) == str(expected).translate(closed)
