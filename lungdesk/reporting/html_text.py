"""Texts of an HTML page."""

from __future__ import annotations

import re
from html import escape
from typing import Final

#: What no text of a page may hold (HTML 13.1.7): controls, and what is no letter for good.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def shown(text: str) -> str:
    """A text as it stands in a page: nothing of it is markup, and controls are spaces."""
    return escape(_CONTROLS.sub(" ", text))
