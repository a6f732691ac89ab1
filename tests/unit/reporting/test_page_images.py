"""Pages as pixels, and documents from many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from lungdesk.reporting.film_page import film_page
from lungdesk.reporting.page_images import page_images
from lungdesk.reporting.pdf_document import pdf_document
from tests.unit.reporting.film_reports import film_report


def test_pages_have_the_size_and_the_colours_of_paper() -> None:
    pages = page_images(pdf_document(film_page(film_report())), 72)

    assert {page.shape for page in pages} == {(842, 596, 3)}  # A4 at a point a pixel, rounded up
    assert pages[0][5, 5].tolist() == [255, 255, 255]
    # The bar of tuberculosis, in its colour and not with red and blue exchanged.
    assert (np.abs(pages[0].astype(int) - (0xD9, 0xD0, 0x6A)).max(axis=2) < 3).sum() > 100


def test_threads_make_and_draw_the_same_document() -> None:
    names = ["Doe^Jane", "山田^太郎", "محمد", "Щукин", "김^민수", "Ω"]
    documents = [film_page(film_report(name)) for name in names]
    expected = [pdf_document(document) for document in documents]
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(pdf_document, documents * 2))
        drawn = list(pool.map(lambda pdf: page_images(pdf, 30), made))

    assert made == expected * 2
    for first, second in zip(drawn[: len(names)], drawn[len(names) :], strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
