"""The page as HTML and PDF, and its figures."""

from __future__ import annotations

import io
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from matplotlib.container import BarContainer
from PIL import Image

from lungdesk import __version__
from lungdesk.core.comparison import Comparison, Kind, ModelFacts
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.reporting.comparison_figures import comparison_figures
from lungdesk.reporting.comparison_page import comparison_page
from lungdesk.reporting.comparison_words import signed, verdict, with_interval
from lungdesk.reporting.document import Document
from lungdesk.reporting.figure_style import encoded
from lungdesk.reporting.html_document import html_document
from lungdesk.reporting.pdf_document import pdf_document
from tests.unit.reporting.comparisons import comparison, model

BASELINE = "frozen <VGG16> & regression"


class _Reader(HTMLParser):
    """Text of a page, and what it asks for from elsewhere; fails on tags that do not close."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.elsewhere: list[str] = []
        self.pictures = 0
        self._open: list[str] = []
        self.feed(page)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.elsewhere.append(tag)
        if tag not in {"meta", "img"}:
            self._open.append(tag)
        self.pictures += tag == "img"
        for name, value in attrs:
            if name in {"src", "href"} and not (value or "").startswith("data:image/svg+xml"):
                self.elsewhere.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def compared() -> Comparison:
    """Two models, one that nothing is known of, and a baseline with a name full of traps."""
    bare = model("bare", 1.0, facts=ModelFacts(), history=(), splits=("val", "test"))
    baseline = model(
        BASELINE, 0.5, splits=("test",), facts=ModelFacts(), history=(), kind=Kind.BASELINE
    )
    ensemble = replace(
        model("Ensemble", 3.0, facts=ModelFacts(), history=(), kind=Kind.ENSEMBLE),
        members={"first": 0.7, "second": 0.3},
    )
    return comparison([model("first"), model("second", 1.5), bare, baseline, ensemble])


@pytest.fixture(scope="module")
def page(compared: Comparison) -> Document:
    return comparison_page(compared, comparison_figures(compared), created="1 May 2026")


def test_the_page_needs_nothing_else(page: Document) -> None:
    read = _Reader(html_document(page))

    assert read.elsewhere == []
    assert read.pictures == 5


def test_the_page_states_what_was_found(compared: Comparison, page: Document) -> None:
    text = "\n".join(_Reader(html_document(page)).text).replace("\N{NO-BREAK SPACE}", " ")

    assert f"LungDesk {__version__}, 1 May 2026." in text
    assert compared.limits[0] in text
    assert "not for diagnosis" in text
    assert "other hospitals (never chosen on)" in text
    assert "val (chosen on)" in text
    assert "first (0.70), second (0.30)" in text
    assert "test 60 of 40 patients or groups (3 left out, not common to all)" in text
    for row in compared.models:
        assert row.name in text
        for metrics in row.metrics.values():
            for figure in ("accuracy", "balanced_accuracy", "macro_f1", "loss", "ece"):
                assert with_interval(metrics, figure) in text
        for label in CHEST_LABELS.ids:
            assert with_interval(row.metrics["test"], f"auroc.{label}") in text
    for pair in compared.pairs:
        assert verdict(pair) in text
        assert signed(pair.differences["accuracy"]) in text


def test_the_pdf_is_whole_and_the_same_every_time(page: Document) -> None:
    pdf = pdf_document(page)

    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    assert pdf == pdf_document(page)
    assert 3 <= pdf.count(b"/Type /Page\n") <= 12


@pytest.mark.parametrize("count", [2, 9])
def test_few_and_many_models_are_drawn(count: int) -> None:
    models = [
        model(f"a model with a rather long name {n}", splits=("val", "test")) for n in range(count)
    ]
    many = comparison(models, limits=())

    figures = comparison_figures(many)
    pdf = pdf_document(comparison_page(many, figures, created="today"))

    assert set(figures) == {"bars", "roc", "confusion", "learning_curves", "cost"}
    assert pdf.startswith(b"%PDF-")


def test_what_is_not_known_is_not_drawn() -> None:
    models = [model(name, facts=ModelFacts(), history=()) for name in ("a", "b")]

    figures = comparison_figures(comparison(models))

    assert set(figures) == {"bars", "roc", "confusion"}


def test_films_of_one_class_have_no_curves() -> None:
    models = [model(name, test_classes=(3,), splits=("test",)) for name in ("a", "b")]
    alone = comparison(models, test_classes=(3,))

    figures = comparison_figures(alone)

    assert encoded(figures["roc"], "png").startswith(b"\x89PNG")
    assert all(not pair.delong for pair in alone.pairs)


def test_bars_tell_models_apart_without_colour(compared: Comparison) -> None:
    axes = comparison_figures(compared)["bars"].axes[0]

    bars = {c.get_label(): list(c) for c in axes.containers if isinstance(c, BarContainer)}
    heights = {name: [bar.get_height() for bar in of_model] for name, of_model in bars.items()}
    assert len({of_model[0].get_hatch() for of_model in bars.values()}) == len(bars) == 5
    by_name = {row.name: row.metrics for row in compared.models}
    first = by_name["first"]
    assert heights["first"] == [first[s].figures["accuracy"] for s in ("train", "val", "test")]
    assert heights[BASELINE] == [by_name[BASELINE]["test"].figures["accuracy"]]


def test_curves_tell_models_apart_without_colour(compared: Comparison) -> None:
    lines = comparison_figures(compared)["roc"].axes[0].get_lines()[1:]

    looks = {(str(line.get_linestyle()), line.get_marker()) for line in lines}
    assert len(lines) == 5
    assert len({marker for _, marker in looks}) == 5


def test_the_same_figure_is_the_same_file(compared: Comparison) -> None:
    first, second = (comparison_figures(compared)["bars"] for _ in range(2))

    for kind in ("png", "svg"):
        assert encoded(first, kind) == encoded(second, kind)


def test_nothing_is_cut_off_at_the_border(compared: Comparison) -> None:
    for name, figure in comparison_figures(compared).items():
        with Image.open(io.BytesIO(encoded(figure, "png"))) as image:
            grey = np.asarray(image.convert("L"))
        border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
        assert (border == 255).all(), name
