"""Pages of reports at their limits: many sheets, many classes, long letterheads, any script."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lungdesk.core.report import ClassReading, ReaderOpinion, ReportStyle, RightShare, Section
from lungdesk.core.study import PatientRef
from lungdesk.reporting.document import Letterhead
from lungdesk.reporting.film_page import film_page
from lungdesk.reporting.fonts import register_fonts
from lungdesk.reporting.html_document import html_document
from lungdesk.reporting.pdf_document import pdf_document
from lungdesk.reporting.writing_order import beside, is_right_to_left, joined, visual_line
from lungdesk.services.languages import report_language
from tests.unit.reporting.film_reports import facts_of, film_report, poppler, text_of

LONG = (ReaderOpinion("Agrees with the model", "Nothing to be seen. " * 600),)
ARABIC, HEBREW = "د. أحمد", "ד״ר כהן"
DATE = "2026-11-28"


def written(made: bytes, folder: Path) -> Path:
    (folder / "document.pdf").write_bytes(made)
    return folder / "document.pdf"


@pytest.mark.parametrize(
    ("alias", "style", "said"),
    [
        ("", ReportStyle(), "Doe, Jane · 4711-08 · 2026-11-28 17:40"),
        ("Film 3", ReportStyle(), "Film 3 · 2026-11-28 17:40"),
        ("", ReportStyle(left_out=frozenset({Section.IDENTITY})), "2026-11-28 17:40"),
    ],
)
def test_each_sheet_says_whose_report_it_is(
    tmp_path: Path, alias: str, style: ReportStyle, said: str
) -> None:
    report = replace(film_report(), opinions=LONG, alias=alias, style=style)
    made = pdf_document(film_page(report))
    pages = poppler("pdftotext", "-layout", str(written(made, tmp_path)), "-").split("\f")[:-1]

    assert len(pages) > 1
    for page in pages[1:]:
        foot = " ".join("".join(page.strip().splitlines()[-3:]).split())
        assert said in foot
        assert ("Doe" in page) == (not alias and style.has(Section.IDENTITY))


def test_a_film_without_a_patient_is_known_by_its_file(tmp_path: Path) -> None:
    report = film_report()
    unknown = replace(report, instance=replace(report.instance, patient=PatientRef()))
    made = pdf_document(film_page(unknown))
    assert "thorax-17.dcm · 2026-11-28 17:40" in text_of(made, tmp_path)


@pytest.mark.parametrize(
    ("name", "number", "kept"),
    [
        ("García-Hernández " * 8, "A" * 40, ("García", "A" * 40)),
        ("影" * 64, "W" * 20, ("影影", "W" * 20)),
        ("דוד" * 40, "4711-08", ("דוד", "4711-08")),
        ("Doe^" + "Jane" * 300, "4711-08", ("Doe, Jane", "4711-08")),
        ("Doe^" + "Jane" * 20, "A" * 64, ("Doe", "A" * 64)),
        ("Doe^" + "Jane" * 20, "W" * 200, ("W" * 40,)),  # no line has room for that
    ],
)
def test_a_long_name_leaves_room_for_id_and_date_at_the_foot(
    tmp_path: Path, name: str, number: str, kept: tuple[str, ...]
) -> None:
    report = film_report()
    patient = replace(report.instance.patient, name=name, patient_id=number)
    report = replace(report, instance=replace(report.instance, patient=patient), opinions=LONG)
    made = pdf_document(film_page(report))
    last = poppler("pdftotext", "-layout", str(written(made, tmp_path)), "-").split("\f")[-2]

    foot = "".join(last.strip().splitlines()[-3:])
    assert [one for one in ("…", *kept, DATE + " 17:40") if one not in foot] == []


@pytest.mark.parametrize("letter", ["W", "影", "ד"])
def test_the_foot_has_room_for_the_number_of_the_page(tmp_path: Path, letter: str) -> None:
    made = pdf_document(film_page(replace(film_report(letter * 300), opinions=LONG)))
    drawn = poppler("pdftotext", "-bbox", str(written(made, tmp_path)), "-")
    second = drawn.split("<page ")[2]
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]+)<', second)
    ((page, height),) = [(float(x), float(y)) for x, y, _, word in words if word == "page"]
    beside_it = [
        float(end) for x, y, end, _ in words if abs(float(y) - height) < 6 and float(x) < page
    ]
    assert max(beside_it) < page


@pytest.mark.parametrize("count", [31, 60, 150])
def test_any_number_of_classes_has_its_bars(tmp_path: Path, count: int) -> None:
    readings = tuple(ClassReading(n % 6, f"Class-{n}", 1 / count) for n in range(count))
    made = pdf_document(film_page(replace(film_report(), readings=readings)))

    words = text_of(made, tmp_path, mode="-layout").split()
    assert [f"Class-{n}" for n in range(count)] == [w for w in words if w.startswith("Class-")]


@pytest.mark.parametrize(
    "institution", ["\n".join(f"Line {n}" for n in range(60)), "W" * 5000, "影" * 5000]
)
def test_a_letterhead_leaves_room_for_the_report(tmp_path: Path, institution: str) -> None:
    usual = facts_of(pdf_document(film_page(film_report())), tmp_path)["Pages"]
    made = pdf_document(film_page(film_report(), Letterhead(institution)))

    assert int(facts_of(made, tmp_path)["Pages"]) <= int(usual) + 1
    assert institution[:6] in text_of(made, tmp_path)


def test_a_remark_has_two_lines_rather_than_smaller_letters(tmp_path: Path) -> None:
    reading = ClassReading(4, "Tuberculosis", 0.95, 0.86, RightShare(0.91, 0.98, True))
    report = replace(film_report(), readings=(reading,), heat=None)
    made = pdf_document(film_page(report, None, report_language("es")))
    drawn = poppler("pdftotext", "-bbox", str(written(made, tmp_path)), "-")
    heights = {
        round(float(low) - float(high), 1)
        for high, low in re.findall(
            r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(?:acertado|operación|tales)<', drawn
        )
    }
    assert len(heights) == 1
    assert min(heights) > 6.5  # 7 points; it had been 5.4


@pytest.mark.parametrize("name", [ARABIC, HEBREW])
def test_a_date_beside_a_name_is_not_turned_round(name: str) -> None:
    register_fonts()
    for line in (f"Agrees ({beside((name, DATE))}).", beside((name, DATE))):
        drawn = visual_line(joined(line), is_right_to_left=is_right_to_left(line))
        assert DATE in drawn
    opinion = ReaderOpinion("Agrees with the model", "", name, DATE)
    page = html_document(film_page(replace(film_report(), opinions=(opinion,))))
    assert f"({name}, \N{LEFT-TO-RIGHT MARK}{DATE})" in page


def test_texts_beside_each_other_are_plain_where_none_runs_from_the_right() -> None:
    assert beside(("A. Reader", "", DATE)) == f"A. Reader, {DATE}"
    assert beside(()) == ""


class _Tags(HTMLParser):
    """Counts what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag not in {"meta", "img", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_has_no_controls_and_no_unescaped_signs() -> None:
    opinion = ReaderOpinion("Agrees with the model", "a\x07b\x00c & <d>\nनि\u200dर")
    page = html_document(film_page(replace(film_report(), opinions=(opinion,))))

    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)
    assert '<span class="number">&lt; 1 %</span>' in page
    assert "a b c &amp; &lt;d&gt;<br>नि\u200dर" in page
    assert not re.search(r"<(?![a-zA-Z/!])", page)
    tags = _Tags()
    tags.feed(page)
    assert tags.open == []


def test_bars_have_a_line_of_their_own_where_a_page_is_narrow_and_are_not_parted_on_paper() -> None:
    page = html_document(film_page(film_report()))
    narrow = page[page.index("@media screen and (max-width: 50rem)") :]
    assert '"name number" "bar bar" "note note"' in narrow[: narrow.index("@media print")]
    assert ".findings, .facts, .notice, .finding { break-inside: avoid; }" in narrow
    assert page.count('<div class="findings">') == 1
