"""A report in another language: all that LungDesk says is said in it, and all is seen here."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging.turns import Hanging
from lungdesk.core.labels import LabelSet
from lungdesk.core.language import BELOW, ENGLISH, REPORTS, Language
from lungdesk.core.lungs.heat_share import HeatShare
from lungdesk.core.measure.units import Extent, length_text, source_text
from lungdesk.core.radiograph import SpacingSource
from lungdesk.core.report import (
    BatchLine,
    BatchPicture,
    BatchReport,
    FilmReport,
    MeasuredLine,
    ReaderOpinion,
    ReportStyle,
    RightShare,
    Section,
    UnreadLine,
)
from lungdesk.reporting.batch_page import batch_page
from lungdesk.reporting.batch_sheet import batch_workbook
from lungdesk.reporting.document import Document
from lungdesk.reporting.film_page import film_page
from lungdesk.reporting.html_document import html_document
from lungdesk.reporting.pdf_document import pdf_document
from lungdesk.services.languages import (
    LANGUAGES,
    catalogue_file,
    language,
    read_catalogue,
    report_language,
)
from tests.translation.sources import report_texts
from tests.translation.test_windows import ENGLISH_WORDS
from tests.unit.reporting.film_reports import film_report, text_of

OTHERS = [code for code in LANGUAGES if code != ENGLISH.code]
#: A single word may be the same in the language, or a name.
LEAST_WORDS = 2


class Listening(Language):
    """Keeps what it was asked for."""

    def __init__(self, code: str) -> None:
        super().__init__(code, read_catalogue(catalogue_file(code)), REPORTS)
        self.asked: set[str] = set()

    def tr(self, text: str, /, **values: Any) -> str:
        self.asked.add(text)
        return super().tr(text, **values)


@pytest.fixture(params=OTHERS)
def spoken(request: pytest.FixtureRequest) -> Listening:
    return Listening(str(request.param))


def films() -> Iterator[FilmReport]:
    """Everything that can be said of a film; what its file and its readers say is no English."""
    whole = film_report()
    instance = replace(whole.instance, study_description="Tórax PA", frame_count=3)
    notes = (
        "The film seems to show only a part of the chest.",
        "The film was refused and read at the reader’s wish.",
        "Before it was read, the film was corrected: turn it round.",
        "The film is unlike most films that the model knows: its probabilities may not hold.",
    )
    opinions = (
        ReaderOpinion("Corrects it to: Bacterial pneumonia", "Cavidad a la derecha.", "A. Ruiz"),
        ReaderOpinion(comment="Ver anterior.", reader="B. Gil"),
    )
    measured = (
        MeasuredLine("Length", "12.3 mm at detector"),
        MeasuredLine("Text", "sombra", is_written=True),
    )
    whole = replace(
        whole, instance=instance, notes=notes, opinions=opinions, measured=measured, frame=1
    )
    yield whole
    by_film = RightShare(0.61, 0.88)
    readings = tuple(replace(one, is_found=False, interval=by_film) for one in whole.readings)
    doubt = "no class reaches its operating point"
    yield replace(whole, readings=readings, doubt=doubt, measured=(), alias="not named")
    yield replace(whole, hanging=Hanging(1, is_mirrored=True), is_inverted=True)
    yield replace(
        whole, refusal="The film is turned to the left and inverted (black is white).", readings=()
    )
    yield replace(whole, refusal="The film is turned to the left and inverted (black is white).")
    assert whole.heat is not None
    for inside in (0.6, 0.1):
        yield replace(
            whole, heat=replace(whole.heat, share=HeatShare(inside, 0.27, is_of_disease=True))
        )
    yield replace(whole, refusal="a.dcm is empty.", readings=(), model=None, picture=None)


def batches() -> Iterator[BatchReport]:
    """Tables of all rows, tables of a few of them, and a batch of nothing."""
    lines = (
        BatchLine(1, "a.png", "4711", "Bacterial pneumonia", 0.9, ""),
        BatchLine(
            2,
            "b.png",
            "",
            "Normal",
            0.4,
            "uncertain: no class reaches one half",
            is_uncertain=True,
        ),
    )
    pictured = (*lines, replace(lines[0], is_overridden=True))
    unread = (
        UnreadLine((3,), ("d.png",), 1, "The film is upside down. To read it, turn it round."),
        UnreadLine((4,), ("c.png",), 1, "c.png is empty. Copy or export it again."),
    )
    some = BatchReport(
        "/radiografías",
        "2026-11-28 17:40",
        LabelSet.from_ids(("normal", "bacterial_pneumonia")),
        np.array([[1, 0.9], [0, 0.4]]),
        read=2,
        refused=1,
        failed=1,
        uncertain=1,
        codes=(("LD-FILE-003", 1234),),
        urgent=lines,
        unread=unread,
        pictures=tuple(BatchPicture(np.zeros((40, 30), np.uint8), line) for line in pictured),
        model=film_report().model,
    )
    yield some
    yield replace(some, read=2345, failed=3456)
    many = UnreadLine((5, 6), ("e.png", "f.png"), 3455, "The file is empty.")
    nameless = ReportStyle(left_out=frozenset({Section.IDENTITY}))
    yield replace(some, failed=3456, copies=1, unread=(*unread, many), style=nameless)
    yield replace(some, leading=np.empty((0, 2)), read=1, refused=0, failed=0, urgent=(), unread=())


ROW = {
    "row": "1", "path": "/a.png", "status": "ok", "code": "", "predicted": "viral_pneumonia",
    "p_normal": "0.1",
    "message": "uncertain: no class reaches one half", "model_id": "duo", "model_version": "1",
    "file_sha256": "", "patient_id": "", "study_instance_uid": "", "sop_instance_uid": "",
    "seconds": "0.5",
}  # fmt: skip
ROWS = [ROW, ROW | {"status": "refused", "predicted": ""}, ROW | {"status": "failed"}]


def pages(spoken: Language) -> Iterator[Document]:
    yield from (film_page(report, None, spoken) for report in films())
    yield from (batch_page(report, None, spoken) for report in batches())


def book(spoken: Language, folder: Path) -> str:
    path = folder / "book.xlsx"
    path.write_bytes(batch_workbook(list(ROW), ROWS, spoken))
    with zipfile.ZipFile(path) as parts:
        names = [n for n in parts.namelist() if "sheet" in n or n == "xl/workbook.xml"]
        read = [ET.fromstring(parts.read(name)) for name in names if name.endswith(".xml")]
    texts = [text for part in read for text in part.itertext()]
    sheets = [one.get("name") or "" for part in read for one in part.iter() if "sheet" in one.tag]
    return " ".join([*texts, *sheets])


def words_of_html(page: str) -> str:
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    named = re.findall(r'alt="([^"]*)"', page)
    return " ".join(" ".join([shown, *named]).split())


def english_in(words: str, code: str) -> list[str]:
    """Sources of the catalogue that stand in words although they are others in the language."""
    texts = read_catalogue(catalogue_file(code))
    pieces = {
        piece.strip(" .:;,()")
        for context in (REPORTS, BELOW)
        for text, said in texts[context].items()
        if text != said
        for piece in re.split(r"{[^}]*}", text)
    }
    telling = (piece for piece in pieces if len(piece.split()) >= LEAST_WORDS and piece in words)
    return [piece for piece in telling if re.search(rf"\b{re.escape(piece)}\b", words)]


def test_no_report_has_english_in_it(spoken: Listening, tmp_path: Path) -> None:
    drawn = [text_of(pdf_document(page), tmp_path) for page in pages(spoken)]
    drawn += [words_of_html(html_document(page)) for page in pages(spoken)]
    for words in (*drawn, book(spoken, tmp_path)):
        assert english_in(words, spoken.code) == []
        assert ENGLISH_WORDS.findall(words) == []


def test_these_reports_say_all_that_reports_can_say(spoken: Listening, tmp_path: Path) -> None:
    *_, page = pages(spoken)
    pdf_document(page)
    book(spoken, tmp_path)
    figure_of_nothing = "no film was read"  # a page without films has no figure
    assert spoken.asked | {figure_of_nothing} == report_texts()


def test_english_would_be_found() -> None:
    for page in pages(ENGLISH):
        words = words_of_html(html_document(page))
        assert len(english_in(words, OTHERS[0])) > 5
        assert ENGLISH_WORDS.search(words)


def test_what_people_have_written_stays_as_it_is(tmp_path: Path) -> None:
    lines = (
        MeasuredLine("Lung", "Length", is_named=True, is_written=True),
        MeasuredLine("Length", "12.3 mm at detector"),
    )
    opinion = ReaderOpinion("Agrees with the model", "The film is upside down.")
    report = replace(film_report("Normal^Length"), measured=lines, opinions=(opinion,))
    words = text_of(pdf_document(film_page(report, None, report_language("es"))), tmp_path)

    for expected in (
        *("Normal, Length", "Chest PA", "1 Lung Length", "The film is upside down."),
        *("2 Longitud 12.3 mm en el detector", "Coincide con el modelo.", "página 1 de"),
    ):
        assert expected in words, expected


@pytest.mark.parametrize("source", SpacingSource)
def test_where_millimetres_come_from_is_told(source: SpacingSource) -> None:
    spanish = report_language("es")
    said = source_text(source)

    assert spanish.told(said) != said
    assert spanish.told(length_text(Extent(10, 12.3, source))) == f"12.3 mm {spanish.told(said)}"


def test_numbers_are_grouped_as_in_the_language_and_not_parted(tmp_path: Path) -> None:
    few, many, *_others = batches()
    words = text_of(pdf_document(batch_page(many, None, report_language("es"))), tmp_path)

    assert "LD-FILE-003 (1 234)." in words
    assert "2 de 2 345 radiografías leídas. Todas las filas" in words
    page = html_document(batch_page(few, None, report_language("es")))
    assert '<html lang="es">' in page
    assert "1\u202f234" in page


def test_a_workbook_in_english_is_the_table_of_programs(tmp_path: Path) -> None:
    words = book(ENGLISH, tmp_path)
    for expected in (*ROW, "viral_pneumonia", "refused", "Results", "About"):
        assert expected in words
    said = book(report_language("es"), tmp_path)
    for expected in ("Neumonía viral", "rechazada", "probabilidad: Normal", "Resultados"):
        assert expected in said


def test_a_language_that_is_not_spoken_is_one_sentence() -> None:
    for asked in (language, report_language):
        with pytest.raises(LungDeskError, match="LungDesk does not speak the language xx"):
            asked("xx")
