"""The page on one film: what is on it, what is left out, and that it is a sound PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from reportlab.lib.pagesizes import A4

from lungdesk.core.lungs.heat_share import HeatShare
from lungdesk.core.report import FilmReport, ModelFacts, PageSize, ReportStyle, Section
from lungdesk.reporting import pdf_styles as look
from lungdesk.reporting.document import (
    FOOT,
    RESEARCH_USE,
    Block,
    Document,
    Findings,
    Heading,
    Letterhead,
    Panels,
    Paragraph,
    Picture,
)
from lungdesk.reporting.film_page import film_page
from lungdesk.reporting.html_document import html_document
from lungdesk.reporting.pdf_document import pdf_document
from lungdesk.reporting.png import png_bytes
from lungdesk.services.languages import report_language
from tests.unit.reporting.film_reports import (
    SHA256,
    facts_of,
    film_report,
    fonts_of,
    poppler,
    text_of,
)


def pdf(report: FilmReport, letterhead: Letterhead | None = None) -> bytes:
    return pdf_document(film_page(report, letterhead))


def test_a_whole_report_says_everything(tmp_path: Path) -> None:
    words = text_of(pdf(film_report()), tmp_path)

    for expected in (
        RESEARCH_USE,
        FOOT,
        *("Doe, Jane", "4711-08", "1970-01-02", "thorax-17.dcm", "2026-01-31", "125 kV · 2.5 mAs"),
        *("DX · CHEST · PA", "1600 × 2000 pixels", "5 cm at detector", "3.21"),
        *("Most probable: Tuberculosis, 76 %", "< operating point 40 %", "≥ operating point 42 %"),
        *("right in 61 – 88 % of such films", "The film is underexposed."),
        "where the model was as sure (95 % interval by patient).",
        "Set made to be right for 90 % of films like those measured: Tuberculosis, Bacterial",
        *("Tuberculosis (A. Reader, 2026-11-28)", "Cavity on the right."),
        *("12.3 mm", "area 3 mm2", "LungDesk Lite0 (lungdesk-lite0)", SHA256, "page 1 of"),
    ):
        assert " ".join(expected.split()) in words, expected


def test_the_file_is_sound_and_brings_its_fonts(tmp_path: Path) -> None:
    made = pdf(film_report("山田^太郎"))

    assert facts_of(made, tmp_path)["Page size"].endswith("(A4)")
    fonts = fonts_of(made, tmp_path)
    assert len(fonts) == 3
    for columns in fonts:
        is_embedded, is_subset, has_unicode = columns[-5:-2]
        assert (is_embedded, is_subset, has_unicode) == ("yes", "yes", "yes"), columns


def test_the_last_short_sections_stay_on_the_page_that_has_room_for_them(tmp_path: Path) -> None:
    usual = replace(film_report(), opinions=(), measured=(), picture=np.zeros((196, 184), np.uint8))
    assert usual.heat is not None
    heat = replace(usual.heat, pixels=np.zeros((196, 184, 3), np.uint8))

    model = ModelFacts("lungdesk-duo", "LungDesk Duo", "0.1.0", SHA256)
    made = pdf(replace(usual, heat=heat, model=model))

    assert facts_of(made, tmp_path)["Pages"] == "1"
    assert SHA256 in text_of(made, tmp_path)


def test_a_section_that_needs_more_than_is_left_begins_on_the_next_page(tmp_path: Path) -> None:
    long = Paragraph("Nothing to be seen on this film. " * 400)
    lines = [Paragraph(f"Line {n}.") for n in range(38)]
    blocks: list[Block] = [*lines, Heading("Last words"), long]

    made = pdf_document(Document("A film", "Of today.", FOOT, blocks, Letterhead()))

    pages = poppler("pdftotext", "-layout", str(_written(made, tmp_path)), "-").split("\f")
    assert "Line 37." in pages[0]
    assert "Last words" not in pages[0]
    assert pages[1].lstrip().startswith("Last words")


@pytest.mark.parametrize("high", [6.0, 8.2, 40.0])
@pytest.mark.parametrize("paper", PageSize)
def test_a_heading_goes_with_its_picture_to_the_next_page(
    tmp_path: Path, high: float, paper: PageSize
) -> None:
    picture = Picture("What it costs.", Figure(figsize=(6.0, high)))
    lines = [Paragraph(f"Line {n}.") for n in range(20)]
    blocks: list[Block] = [*lines, Heading("Cost"), picture]

    head = Letterhead(page_size=paper)
    made = pdf_document(Document("Two models", "Of today.", FOOT, blocks, head))

    pages = poppler("pdftotext", "-layout", str(_written(made, tmp_path)), "-").split("\f")
    assert "Line 19." in pages[0]
    assert "Cost" not in pages[0]
    assert pages[1].lstrip().startswith("Cost")
    assert "What it costs." in pages[1]


@pytest.mark.parametrize("high", [2.0, 40.0])
def test_a_picture_of_any_height_leaves_no_page_empty(tmp_path: Path, high: float) -> None:
    picture = Picture("What it costs.", Figure(figsize=(6.0, high)))

    made = pdf_document(
        Document("Two models", "Of today.", FOOT, [Heading("Cost"), picture], Letterhead())
    )

    pages = poppler("pdftotext", "-layout", str(_written(made, tmp_path)), "-").split("\f")
    assert "Cost" in pages[0]
    assert "What it costs." in pages[-2]
    assert len(pages) <= 3


def _written(made: bytes, folder: Path) -> Path:
    file = folder / "document.pdf"
    file.write_bytes(made)
    return file


@pytest.mark.parametrize("shape", [(2500, 100), (2500, 10), (100, 2500)])
def test_below_a_narrow_picture_there_is_room_for_words(
    tmp_path: Path, shape: tuple[int, int]
) -> None:
    report = film_report()
    assert report.heat is not None
    heat = replace(report.heat, pixels=np.zeros((*shape, 3), np.uint8))
    narrow = replace(report, picture=np.zeros(shape, np.uint8), heat=heat, measured=())

    words = text_of(pdf(narrow), tmp_path)

    assert "Where the film holds evidence for" in words
    assert "evidence for Tuberculosis" in words


def test_the_same_report_is_the_same_bytes() -> None:
    assert pdf(film_report()) == pdf(film_report())
    later = replace(film_report(), created="2027-01-01 00:00")
    assert pdf(later) != pdf(film_report())


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Müller^Jörg", "Müller, Jörg"),
        ("Щукин^Александр", "Щукин, Александр"),
        ("Παπαδόπουλος^Γεώργιος", "Παπαδόπουλος, Γεώργιος"),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou (山田, 太郎; やまだ, たろう)"),
        ("김^민수", "김, 민수"),
        ("王小明", "王小明"),
        ("Smith^John^^^Jr.", "Smith, John, Jr."),
        ("de la Cruz^Ana^Luz^Dra.", "de la Cruz, Ana, Luz, Dra."),
        ("A^B, C^D", "A, B, C, D"),
    ],
)
def test_names_of_many_scripts_can_be_found_in_the_file(
    tmp_path: Path, name: str, written: str
) -> None:
    words = text_of(pdf(film_report(name)), tmp_path)

    assert "".join(written.split()) in "".join(words.split())


def test_arabic_comes_back_in_its_order(tmp_path: Path) -> None:
    words = text_of(pdf(film_report("محمد بن عبد الله")), tmp_path, mode="-layout")

    letters = re.sub(r"[\u200e\u200f\u202a-\u202e]", "", words)
    assert "محمد بن عبد الله" in letters


def test_a_name_that_is_too_long_is_broken_not_cut(tmp_path: Path) -> None:
    name = "x" * 64 + "^" + "y" * 64
    words = text_of(pdf(film_report(name)), tmp_path)

    assert words.count("x") >= 64
    assert words.count("y") >= 64


def test_what_is_absent_is_left_out(tmp_path: Path) -> None:
    bare = FilmReport(film_report().instance, "2026-11-28 17:40", refusal="The film is blank.")
    words = text_of(pdf(bare), tmp_path)

    assert "Could not be read: The film is blank." in words
    for heading in ("Reading of the model", "Quality", "Reader", "Measurements", "SHA-256"):
        assert heading not in words
    assert facts_of(pdf(bare), tmp_path)["Pages"] == "1"


@pytest.mark.parametrize(
    ("inside", "is_of_disease", "is_doubt"),
    [(0.62, True, False), (0.08, True, True), (0.08, False, False)],
)
def test_the_share_of_heat_inside_the_lungs_is_told_and_a_doubt_where_it_is_low(
    tmp_path: Path, inside: float, is_of_disease: bool, is_doubt: bool
) -> None:
    report = film_report()
    assert report.heat is not None
    share = HeatShare(inside, 0.27, is_of_disease)
    told = replace(report, heat=replace(report.heat, share=share))

    for words in (text_of(pdf(told), tmp_path), html_document(film_page(told))):
        assert f"{inside * 100:.0f} % of this heat lies inside the lungs" in words
        assert ("inside, 27 % if even" in words) == is_doubt
    left_out = replace(told, style=ReportStyle(left_out=frozenset({Section.HEATMAP})))
    assert "lungs" not in text_of(pdf(left_out), tmp_path)


@pytest.mark.parametrize(
    ("sex", "said"), [("M", "Sexo masculino"), ("F", "Sexo femenino"), ("O", "Sexo otro"),
                      ("U", "Sexo U")],
)  # fmt: skip
def test_the_sex_is_a_word_of_the_language(tmp_path: Path, sex: str, said: str) -> None:
    whole = film_report()
    patient = replace(whole.instance.patient, sex=sex)
    report = replace(whole, instance=replace(whole.instance, patient=patient))

    page = film_page(report, None, report_language("es"))
    assert said in text_of(pdf_document(page), tmp_path)


def test_without_a_map_the_film_stands_alone() -> None:
    blocks = film_page(replace(film_report(), heat=None)).blocks
    (panels,) = (block for block in blocks if isinstance(block, Panels))
    assert len(panels.panels) == 1


@pytest.mark.parametrize(
    ("section", "gone"),
    [
        (Section.IDENTITY, "Doe, Jane"),
        (Section.TECHNIQUE, "125 kV"),
        (Section.HEATMAP, "Grad-CAM"),
        (Section.QUALITY, "underexposed"),
        (Section.READER, "Cavity"),
        (Section.MEASUREMENTS, "12.3 mm"),
        (Section.MODEL, SHA256),
    ],
)
def test_each_part_can_be_left_out(tmp_path: Path, section: Section, gone: str) -> None:
    style = ReportStyle(left_out=frozenset({section}))
    words = text_of(pdf(replace(film_report(), style=style)), tmp_path)

    assert gone not in words
    assert "Most probable: Tuberculosis" in words


def test_an_alias_stands_in_place_of_the_identity(tmp_path: Path) -> None:
    words = text_of(pdf(replace(film_report(), alias="Film 3")), tmp_path)

    assert "Film 3" in words
    for telling in ("Doe", "Jane", "4711", "1970", "thorax"):
        assert telling not in words


def test_no_part_that_is_left_out_takes_along_that_a_film_was_refused(tmp_path: Path) -> None:
    style = ReportStyle(left_out=frozenset(Section))
    report = replace(film_report(), refusal="The film lies on its side.", style=style)

    words = text_of(pdf(report), tmp_path)

    told = "Refused by the film check, read at the reader’s wish: The film lies on its side."
    assert words.index(told) < words.index("Most probable: Tuberculosis, 76 %")


def test_a_doubtful_reading_names_no_class(tmp_path: Path) -> None:
    readings = tuple(replace(one, is_found=False) for one in film_report().readings)
    report = replace(film_report(), readings=readings, doubt="no class reaches one half")
    words = text_of(pdf(report), tmp_path)

    assert "Uncertain: no class reaches one half." in words
    assert "Most probable" not in words


def test_the_letterhead_and_the_paper_are_the_users(tmp_path: Path) -> None:
    logo = png_bytes(np.full((20, 60, 3), (200, 30, 30), np.uint8))
    head = Letterhead("Städtisches Klinikum\nRadiologie", logo, PageSize.LETTER)
    made = pdf(film_report(), head)

    assert "Städtisches Klinikum" in text_of(made, tmp_path)
    assert facts_of(made, tmp_path)["Page size"].endswith("(letter)")
    assert len(made) > len(pdf(film_report(), replace(head, logo=b"")))


def test_a_logo_that_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="logo"):
        pdf(film_report(), Letterhead(logo=b"GIF but not really"))


def test_bars_are_in_the_order_of_the_classes() -> None:
    blocks = film_page(film_report()).blocks
    (bars,) = (block for block in blocks if isinstance(block, Findings))
    assert [one.name for one in bars.findings][::4] == ["Normal", "Tuberculosis"]
    assert len({one.colour for one in bars.findings}) == 5


def test_long_names_of_classes_end_before_their_bars(tmp_path: Path) -> None:
    names = ("Nodule or mass greater than 3cm", "肺炎", "Ω" * 200)
    some = film_report().readings[:3]
    readings = tuple(replace(one, name=name) for one, name in zip(some, names, strict=True))
    (tmp_path / "report.pdf").write_bytes(pdf(replace(film_report(), readings=readings)))
    drawn = poppler("pdftotext", "-bbox", str(tmp_path / "report.pdf"), "-")
    words = re.findall(r'xMax="([\d.]+)"[^>]*>([^<]+)</word>', drawn)

    bars = look.MARGIN + 0.23 * (A4[0] - 2 * look.MARGIN)
    for part in ("greater", "3cm", "肺炎", "Ω"):
        ends = [float(end) for end, word in words if part in word]
        assert ends, part
        assert max(ends) < bars, part


def test_as_html_it_needs_nothing_else() -> None:
    page = html_document(film_page(film_report('<b>Doe</b>^"Jane"'), Letterhead("A & B")))

    assert re.findall(r'(?:src|href)="(?!data:image/png;base64,)', page) == []
    assert "<script" not in page
    assert "<b>Doe" not in page
    assert "&lt;b&gt;Doe&lt;/b&gt;, &quot;Jane&quot;" in page
    assert "A &amp; B" in page
    for expected in (SHA256, "12.3 mm", "operating point 42 %", 'points="9.0,9.0 50.0,20.0"'):
        assert expected in page


def test_a_film_that_the_model_refuses_is_called_refused(tmp_path: Path) -> None:
    refused = replace(film_report(), readings=(), refusal="The film lies on its side.")
    assert "Refused: The film lies on its side." in text_of(pdf(refused), tmp_path)
