"""The user guide: its chapters as they ship, what stands in them, and a search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.services.paths import resources_folder

#: Chapter with the table of contents, whose links give the order of the others.
CONTENTS: Final = "contents"
#: Chapter with an entry for each code of an error.
TROUBLESHOOTING: Final = "troubleshooting"

_HEADING = re.compile(r"(#{1,6}) (.+)")
_CHAPTER_LINK = re.compile(r"\]\(([a-z-]+)\.md\)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LETTERS_MARKUP = re.compile(r"[*`]+")
_LINES_MARKUP = re.compile(r"^[-:| ]+$|\||^(?:[->]|\d+\.) ", re.MULTILINE)
#: Characters of a text around the first word that is looked for.
_BEFORE, _AFTER = 40, 90


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, down to the next heading.

    Attributes
    ----------
    anchor
        What a link to it ends with, after the ``#``.
    level
        1 for the title of the chapter.
    text
        Plain words, without mark-up.
    """

    title: str
    anchor: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the guide; ``id`` is its name without the ending."""

    id: str
    markdown: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """Its first heading."""
        return self.sections[0].title


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that holds all words that were looked for.

    Attributes
    ----------
    around
        Some of its text, where the first of the words stands.
    """

    chapter: Chapter
    section: Section
    around: str


def guide_folder() -> Path:
    """Where chapters and pictures of the guide are."""
    return resources_folder() / "guide"


def load_guide(folder: Path | None = None) -> tuple[Chapter, ...]:
    """The contents, then the chapters in the order in which the contents name them.

    Raises
    ------
    LungDeskError
        ``FILE_MISSING`` when a chapter is not there.
    """
    folder = folder or guide_folder()
    contents = _chapter(folder, CONTENTS)
    names = dict.fromkeys(_CHAPTER_LINK.findall(contents.markdown))
    return (contents, *(_chapter(folder, name) for name in names))


def code_anchor(code: str) -> str:
    """Anchor of a code's entry in the chapter `TROUBLESHOOTING`."""
    return anchor_of(code)


def anchor_of(title: str) -> str:
    """Anchor of a heading, as it is made where Markdown is read."""
    kept = re.sub(r"[^\w\- ]", "", title.strip().casefold())
    return kept.replace(" ", "-")


def words_of(text: str) -> tuple[str, ...]:
    """The words that somebody looks for, each once."""
    return tuple(dict.fromkeys(text.casefold().split()))


def search(chapters: Sequence[Chapter], text: str) -> tuple[Hit, ...]:
    """Sections that hold every word, upper or lower case; those that name one in their title first.

    Without a word there are none.
    """
    words = words_of(text)
    if not words:
        return ()
    hits = [
        Hit(chapter, section, _around(section.text, words[0]))
        for chapter in chapters
        for section in chapter.sections
        if _holds(section, words)
    ]
    return tuple(sorted(hits, key=lambda hit: not _is_titled(hit.section, words)))


def _holds(section: Section, words: Sequence[str]) -> bool:
    text = f"{section.title} {section.text}".casefold()
    return all(word in text for word in words)


def _is_titled(section: Section, words: Sequence[str]) -> bool:
    title = section.title.casefold()
    return any(word in title for word in words)


def _around(text: str, word: str) -> str:
    at = max(text.casefold().find(word), 0)
    start = text.find(" ", at - _BEFORE) + 1 if at > _BEFORE else 0
    end = text.find(" ", at + _AFTER) if at + _AFTER < len(text) else -1
    shown = text[start:] if end < 0 else text[start:end] + " …"
    return f"… {shown}" if start else shown


def _chapter(folder: Path, name: str) -> Chapter:
    path = folder / f"{name}.md"
    try:
        markdown = path.read_text(encoding="utf-8")
    except OSError:
        raise LungDeskError(
            f"The chapter “{name}” of the guide is not there.",
            hint="Install LungDesk again.",
            code=ErrorCode.FILE_MISSING,
        ) from None
    return Chapter(name, markdown, tuple(_sections(markdown)))


def _sections(markdown: str) -> Iterator[Section]:
    heading: re.Match[str] | None = None
    lines: list[str] = []
    for line in [*_prose(markdown), "# end"]:
        found = _HEADING.fullmatch(line)
        if found is None:
            lines.append(line)
            continue
        if heading is not None:
            title = plain(heading[2])
            yield Section(title, anchor_of(title), len(heading[1]), plain("\n".join(lines)))
        heading, lines = found, []


def _prose(markdown: str) -> Iterator[str]:
    """Lines; those of code are no headings, whatever they begin with."""
    is_code = False
    for line in markdown.splitlines():
        if line.startswith("```"):
            is_code = not is_code
        else:
            yield f" {line}" if is_code else line


def plain(markdown: str) -> str:
    """The words of a piece of Markdown, in one line."""
    words = _LETTERS_MARKUP.sub("", _LINK.sub(r"\1", markdown))
    return " ".join(_LINES_MARKUP.sub(" ", words).split())
