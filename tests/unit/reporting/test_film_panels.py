"""The film on its page: how it is shown, and what is drawn on it and nowhere else."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.imaging.turns import AS_STORED, Hanging
from lungdesk.core.measurements import Outline, OutlineKind
from lungdesk.core.report import FilmReport, MeasuredLine
from lungdesk.reporting.film_page import film_page
from lungdesk.reporting.html_document import html_document
from lungdesk.reporting.page_images import page_images
from lungdesk.reporting.pdf_document import pdf_document
from tests.unit.reporting.film_reports import film_report

#: Of a film of 160 x 200 pixels; the first begins on it, and the other ends there.
BEYOND = (
    Outline(OutlineKind.POLYLINE, ((150, 100), (700, -900))),
    Outline(OutlineKind.POLYLINE, ((-400, -90), (20, 50))),
    Outline(OutlineKind.ELLIPSE, ((80, 90), (80, 900), (-30, 495), (190, 495))),
)


@pytest.mark.parametrize(
    ("hanging", "is_inverted", "said"),
    [
        (Hanging(is_mirrored=True), False, "Shown mirrored."),
        (Hanging(1), False, "Shown turned right by 90°."),
        (Hanging(3, is_mirrored=True), True, "Shown mirrored, turned left by 90°, inverted."),
        (AS_STORED, True, "Shown inverted."),
    ],
)
def test_a_film_that_is_not_shown_as_it_is_says_so(
    hanging: Hanging, is_inverted: bool, said: str
) -> None:
    report = replace(film_report(), hanging=hanging, is_inverted=is_inverted)

    assert f"with what is drawn on it. {said}" in html_document(film_page(report))
    assert "Shown" not in html_document(film_page(film_report()))


def first_page(report: FilmReport) -> NDArray[np.uint8]:
    return page_images(pdf_document(film_page(report)), 72)[0]


def differing(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Top, left, bottom and right of what differs."""
    rows, columns = np.nonzero(np.any(one != other, axis=2))
    return rows.min(), columns.min(), rows.max(), columns.max()


def test_what_is_drawn_beyond_the_film_does_not_cross_the_page() -> None:
    report = replace(film_report(), heat=None, measured=(MeasuredLine("Length", "9 mm"),))
    assert report.picture is not None
    plain = first_page(report)
    film = differing(plain, first_page(replace(report, picture=255 - report.picture)))

    line = MeasuredLine("Length", "9 mm", BEYOND)
    drawn = differing(plain, first_page(replace(report, measured=(line,))))

    assert all(a >= b for a, b in zip(drawn[:2], film[:2], strict=True)), (drawn, film)
    assert all(a <= b for a, b in zip(drawn[2:], film[2:], strict=True)), (drawn, film)


def test_its_number_stands_on_the_film_as_html_too() -> None:
    page = html_document(
        film_page(replace(film_report(), measured=(MeasuredLine("Length", "9 mm", BEYOND),)))
    )

    places = re.findall(r'<text x="([-0-9.]+)" y="([-0-9.]+)"', page)
    assert len(places) == len(BEYOND)
    for x, y in places:
        assert 0 <= float(x) < 160
        assert 0 < float(y) <= 200
