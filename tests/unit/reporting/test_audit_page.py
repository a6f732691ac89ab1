from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.reporting.audit_page import audit_page
from lungdesk.reporting.html_document import html_document

COUNTS = dict.fromkeys(CHEST_LABELS.ids, 7)
REPORT: dict[str, Any] = {
    "n": 35,
    "splits": {"train": COUNTS},
    "sources": {"north <b>": COUNTS},
    "issues": [
        {
            "severity": "serious",
            "sentence": "Two films & a half.",
            "reason": "They matter.",
            "advice": "Look.",
            "paths": [f"<{n}>.png" for n in range(12)],
            "partners": [f"partner{n}.png" for n in range(12)],
        },
        {
            "severity": "info",
            "sentence": "Said.",
            "reason": "",
            "advice": "",
            "paths": [],
            "partners": [],
        },
    ],
    "shortcuts": [
        {
            "control": "without_lungs",
            "measured_on": "test",
            "n": 471,
            "accuracy": 0.7,
            "majority": 0.35,
            "balanced_accuracy": 0.71,
            "interval": [0.66, 0.75],
            "chance": 0.2,
        }
    ],
}


class _Checker(HTMLParser):
    """Collects the text, and sees that every element is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _read(page: str) -> str:
    checker = _Checker()
    checker.feed(page)
    assert checker.opened == []
    return " ".join(" ".join(checker.words).split())


def test_a_name_that_is_no_utf_8_does_not_end_the_page() -> None:
    issue = REPORT["issues"][0] | {"paths": ["R\udcf6ntgen.png"], "partners": []}

    page = html_document(audit_page(REPORT | {"issues": [issue]}, "films"))

    assert b"R?ntgen.png" in page.encode()


def test_the_page_says_what_was_found_and_what_to_do() -> None:
    text = _read(html_document(audit_page(REPORT, "films <i>")))

    assert "Audit of films <i>" in text
    assert "35 labelled films" in text
    assert "north <b>" in text
    assert "Two films & a half. Why it matters: They matter. What to do: Look." in text
    assert text.index("Serious") < text.index("Two films") < text.index("Good to know")
    assert text.index("Good to know") < text.index("Said.")
    assert "Warnings" not in text
    assert "<9>.png = partner9.png" in text
    assert "<10>.png" not in text
    assert "and 2 more, in findings.csv" in text
    assert "without lungs test 471 0.700 0.350 0.710 0.660 – 0.750 0.200" in text


def test_a_page_without_sources_and_controls() -> None:
    text = _read(html_document(audit_page({**REPORT, "sources": {}, "shortcuts": []}, "films")))

    assert "north" not in text
    assert "Controls" not in text
