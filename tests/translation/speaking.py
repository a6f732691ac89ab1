"""A plug-in for pytest: the window speaks ``LUNGDESK_TEST_LANGUAGE``, and what it says is kept.

``-p tests.translation.speaking`` runs tests that do not know words, as those of accessibility, in
another language. The texts of all windows in which words were looked for that are cut off go into
the file ``LUNGDESK_TEST_TEXTS``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from lungdesk.gui import translation

translation.use(os.environ["LUNGDESK_TEST_LANGUAGE"])  # before texts are imported

from tests.gui import looking  # noqa: E402 - in the language chosen above
from tests.translation.spoken_windows import texts_of  # noqa: E402 - as above

_found: set[str] = set()
_cut_off = looking.cut_off


def cut_off(window: QWidget) -> list[str]:
    """As `looking.cut_off`; keeps the texts."""
    _found.update(texts_of(window))
    return _cut_off(window)


looking.cut_off = cut_off


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what was kept."""
    path = Path(os.environ["LUNGDESK_TEST_TEXTS"])
    path.write_text(json.dumps(sorted(_found)), encoding="utf-8")
