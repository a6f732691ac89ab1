"""Writes a document as one HTML file that needs nothing else: no script, no font, no picture."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any, Final

from lungdesk.reporting import html_film
from lungdesk.reporting.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Findings,
    Gallery,
    Heading,
    Letterhead,
    Notice,
    Panels,
    Paragraph,
    Picture,
    Table,
    TableSection,
)
from lungdesk.reporting.figure_style import encoded
from lungdesk.reporting.html_text import shown

_STYLE: Final = """
body { margin: 0; background: #fff; color: #1c1c1c; line-height: 1.45;
  font: 15px/1.45 "Segoe UI", "Noto Sans", "DejaVu Sans", Helvetica, Arial, sans-serif; }
main { max-width: 58rem; margin: 0 auto; padding: 2.5rem 1.5rem 3rem; }
h1 { font-size: 1.55rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0; }
.subtitle, .note, figcaption, caption, footer { color: #555; font-size: .87rem; }
header { display: flex; justify-content: space-between; align-items: center; color: #555;
  font-weight: 600; border-bottom: 1px solid #888; padding-bottom: .5rem; margin-bottom: 1.2rem; }
header span { white-space: pre-line; overflow-wrap: anywhere; }
header img { max-height: 3.2rem; max-width: 12rem; }
ul { margin: .5rem 0; padding-left: 1.2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0 1rem; font-size: .82rem;
  font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .35rem; font-size: .87rem; }
th, td { padding: .2rem .45rem; text-align: right; vertical-align: top; white-space: nowrap; }
th.word, td.word { text-align: left; white-space: normal; }
thead th { border-bottom: 1px solid #888; font-weight: 600; vertical-align: bottom;
  white-space: normal; }
tbody tr:last-child td { border-bottom: 1px solid #888; }
th.section { text-align: left; padding-top: .6rem; border-bottom: 1px solid #ddd; }
figure { margin: 1rem 0 1.4rem; }
figure img { max-width: 100%; height: auto; display: block; margin: 0 auto .3rem; }
footer { border-top: 1px solid #ccc; margin-top: 2rem; padding-top: .5rem; }
@media print { @page { size: A4; margin: 18mm; } html { font-size: 11px; } body { font-size: 1rem; }
  main { max-width: none; padding: 0; } h2 { break-after: avoid; }
  figure, tr { break-inside: avoid; } }
"""
_NOTE: Final = ' class="note"'
_WORD: Final = ' class="word"'


def html_document(document: Document) -> str:
    """The whole page as text; what UTF-8 cannot say, of a file's name, is a question mark."""
    body = "\n".join(_block(block) for block in document.blocks)
    page = (
        f'<!DOCTYPE html>\n<html lang="{document.language.code}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{shown(document.title)}</title>\n<style>{_STYLE}{html_film.STYLE}</style>\n"
        "</head>\n<body>\n"
        f"<main>\n{_letterhead(document.letterhead)}<h1>{shown(document.title)}</h1>\n"
        f'<p class="subtitle">{shown(document.subtitle)}</p>\n{body}\n'
        f"<footer>{shown(document.foot)}</footer>\n</main>\n</body>\n</html>\n"
    )
    return page.encode(errors="replace").decode()


def _block(block: Block) -> str:
    return _WRITERS[type(block)](block)


def _letterhead(head: Letterhead) -> str:
    """Institution and logo; the kind of picture is told by its first bytes."""
    if not head.institution and not head.logo:
        return ""
    kind = "jpeg" if head.logo.startswith(b"\xff\xd8") else "png"
    data = base64.b64encode(head.logo).decode("ascii")
    logo = f'<img alt="" src="data:image/{kind};base64,{data}">' if head.logo else ""
    return f'<header><span dir="auto">{shown(head.institution)}</span>{logo}</header>\n'


def _paragraph(block: Paragraph) -> str:
    text = shown(block.text).replace("\n", "<br>")
    return f'<p dir="auto"{_NOTE if block.is_note else ""}>{text}</p>'


def _table(table: Table) -> str:
    head = _cells("th", table.columns, table.words)
    rows = "\n".join(
        f'<tr><th class="section" colspan="{len(table.columns)}">{shown(row.text)}</th></tr>'
        if isinstance(row, TableSection)
        else f"<tr>{_cells('td', row, table.words)}</tr>"
        for row in table.rows
    )
    return (
        f'<div class="wide"><table><caption>{shown(table.caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )


def _cells(tag: str, texts: Sequence[str], words: int) -> str:
    return "".join(
        f"<{tag}{_WORD if number < words else ''}>{shown(text)}</{tag}>"
        for number, text in enumerate(texts)
    )


def _picture(picture: Picture) -> str:
    data = base64.b64encode(encoded(picture.figure, "svg")).decode("ascii")
    caption = shown(picture.caption)
    return (
        f'<figure><img style="width: {100 * picture.width:.0f}%" alt="{caption}"'
        f' src="data:image/svg+xml;base64,{data}"><figcaption>{caption}</figcaption></figure>'
    )


_WRITERS: Final[dict[type[Block], Callable[[Any], str]]] = {
    Heading: lambda block: f"<h2>{shown(block.text)}</h2>",
    Paragraph: _paragraph,
    Bullets: lambda block: f"<ul>{''.join(f'<li>{shown(i)}</li>' for i in block.items)}</ul>",
    Table: _table,
    Picture: _picture,
    Notice: html_film.notice,
    Facts: html_film.facts,
    Findings: html_film.findings,
    Panels: html_film.panels,
    Gallery: html_film.gallery,
}
