from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.services.guide import Chapter, anchor_of, load_guide, plain, search

CONTENTS = "# Contents\n\n- [Films](films.md)\n- [Words](words.md)\n"
FILMS = """# Films

A film is **read**, see [the words](words.md#what-is-it).

## Opening a film

Press `Ctrl+O`.

```
# no heading
lungdesk FILM
```

| key | does |
|---|---|
| `O` | opens |
"""
MANY = "with many words " * 20
WORDS = f"# Words\n\n## What is it?\n\nA long text, {MANY}and the END of it.\n"


@pytest.fixture
def chapters(tmp_path: Path) -> tuple[Chapter, ...]:
    for name, text in (("contents", CONTENTS), ("films", FILMS), ("words", WORDS)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    return load_guide(tmp_path)


def found(chapters: tuple[Chapter, ...], text: str) -> list[tuple[str, str]]:
    return [(hit.chapter.id, hit.section.title) for hit in search(chapters, text)]


def test_chapters_come_in_the_order_of_the_contents(chapters: tuple[Chapter, ...]) -> None:
    assert [one.id for one in chapters] == ["contents", "films", "words"]
    assert [one.title for one in chapters] == ["Contents", "Films", "Words"]


def test_sections_have_headings_and_plain_words(chapters: tuple[Chapter, ...]) -> None:
    films = chapters[1]
    assert [(one.title, one.anchor, one.level) for one in films.sections] == [
        ("Films", "films", 1),
        ("Opening a film", "opening-a-film", 2),
    ]
    assert films.sections[0].text == "A film is read, see the words."
    assert films.sections[1].text == "Press Ctrl+O. # no heading lungdesk FILM key does O opens"


def test_a_search_wants_every_word_in_any_case(chapters: tuple[Chapter, ...]) -> None:
    assert found(chapters, "CTRL+o press") == [("films", "Opening a film")]
    assert found(chapters, "press nothing") == []
    assert found(chapters, "  ") == []


def test_titles_come_first(chapters: tuple[Chapter, ...]) -> None:
    assert found(chapters, "words")[0] == ("words", "Words")


def test_a_hit_shows_the_words_around_it(chapters: tuple[Chapter, ...]) -> None:
    (hit,) = search(chapters, "end")
    assert hit.around.startswith("… ")
    assert hit.around.endswith("and the END of it.")
    assert len(hit.around) < 150


@pytest.mark.parametrize(
    ("title", "anchor"),
    [("LD-FILE-001", "ld-file-001"), ("What is it?", "what-is-it"), ("A  b", "a--b")],
)
def test_anchors_are_those_of_common_markdown(title: str, anchor: str) -> None:
    assert anchor_of(title) == anchor


def test_plain_words_have_no_markup() -> None:
    assert plain("- **One** [two](a.md) ![three](b.png)\n1. `four`\n> five") == (
        "One two three four five"
    )
