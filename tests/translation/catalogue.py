"""Reads, writes and compiles the catalogue of a language: Qt's ``.ts`` and ``.qm``."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import PySide6

from lungdesk.gui.translation import BELOW, TEMPLATES, WINDOW
from tests.translation.sources import texts_below, window_texts

#: Translation of each text, by context; empty where there is none yet.
Catalogue = dict[str, dict[str, str]]

_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
_COMPILER: Final = Path(PySide6.__file__).parent / "lrelease"


def wanted() -> dict[str, set[str]]:
    """Texts that a catalogue has to have, by context; what the window says itself stands once."""
    window = window_texts()
    return {WINDOW: window, BELOW: texts_below() - window}


def read(path: Path) -> Catalogue:
    """Catalogue of a ``.ts`` file; an empty one where there is none."""
    if not path.is_file():
        return {}
    found: Catalogue = {}
    for context in ET.parse(path).getroot().iter("context"):
        texts = found.setdefault(context.findtext("name") or "", {})
        for message in context.iter("message"):
            translation = message.find("translation")
            is_finished = translation is not None and translation.get("type") is None
            said = translation.text if translation is not None and is_finished else ""
            texts[message.findtext("source") or ""] = said or ""
    return found


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


def compiled(path: Path, target: Path) -> None:
    """Make the ``.qm`` of a ``.ts``; the one before stays whole for a window that reads it."""
    name, context = TEMPLATES
    known = read(path)
    templates = [text for text in known.get(BELOW, {}) if "{" in text]
    assert not any("\n" in text for text in templates)
    made, listed = target.with_suffix(".new"), target.with_suffix(".listed.ts")
    try:
        write(known | {context: {name: "\n".join(templates)}}, listed, path.stem.rpartition("_")[2])
        command = [str(_COMPILER), "-silent", str(listed), "-qm", str(made)]
        subprocess.run(command, check=True, capture_output=True)
        made.replace(target)
    finally:
        listed.unlink(missing_ok=True)
