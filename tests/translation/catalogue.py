"""Reads and writes the catalogue of a language, as Qt Linguist does: ``.ts``."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from lungdesk.core.language import BELOW, REPORTS, WINDOW
from lungdesk.services.languages import read_catalogue
from tests.translation.sources import report_texts, texts_below, window_texts

#: Translation of each text, by context; empty where there is none yet.
Catalogue = dict[str, dict[str, str]]

_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


def wanted() -> dict[str, set[str]]:
    """Texts that a catalogue has to have, by context; what the window says itself stands once."""
    window = window_texts()
    return {WINDOW: window, REPORTS: report_texts(), BELOW: texts_below() - window}


def read(path: Path) -> Catalogue:
    """Catalogue of a ``.ts`` file; an empty one where there is none."""
    return read_catalogue(path) if path.is_file() else {}


def updated(known: Catalogue) -> Catalogue:
    """The catalogue with all texts that the sources have, and no other."""
    return {
        context: {text: known.get(context, {}).get(text, "") for text in sorted(texts)}
        for context, texts in wanted().items()
    }


def write(catalogue: Catalogue, path: Path, language: str) -> None:
    """Write it as Qt Linguist does, in the order of the texts, so that changes can be compared."""
    lines = [f'{_HEAD}<TS version="2.1" language="{language}" sourcelanguage="en">']
    for context, texts in catalogue.items():
        lines += ["<context>", f"    <name>{context}</name>"]
        for text, said in texts.items():
            state = "" if said else ' type="unfinished"'
            lines += [
                "    <message>",
                f"        <source>{escape(text)}</source>",
                f"        <translation{state}>{escape(said)}</translation>",
                "    </message>",
            ]
        lines.append("</context>")
    path.write_text("\n".join([*lines, "</TS>", ""]), encoding="utf-8")
