"""Reports as files: by their ending, whole, with the letterhead of the user."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from lungdesk.core.errors import LungDeskError
from lungdesk.core.lungs.heat_share import HeatShare
from lungdesk.core.report import PageSize, ReportStyle, Section
from lungdesk.core.settings import Settings
from lungdesk.services.reports.files import letterhead, plain_report, write_film_report
from lungdesk.services.reports.style import style_of, with_style
from tests.unit.formats.builders import gradient, write_picture
from tests.unit.reporting.film_reports import SHA256, film_report


@pytest.mark.parametrize(
    ("name", "start"), [("a.pdf", b"%PDF-"), ("a.HTML", b"<!DOCTYPE html>"), ("a.json", b"{")]
)
def test_the_ending_decides(tmp_path: Path, name: str, start: bytes) -> None:
    write_film_report(film_report(), tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


def test_another_ending_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError, match=r"a\.docx cannot be written.*LD-USAGE-001"):
        write_film_report(film_report(), tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


def test_json_holds_every_number(tmp_path: Path) -> None:
    write_film_report(film_report(), tmp_path / "a.json")
    values = json.loads((tmp_path / "a.json").read_text())

    assert [one["probability"] for one in values["classes"]] == [0.02, 0.12, 0.001, 0.1, 0.76]
    assert values["classes"][4]["interval"] == [0.61, 0.88]
    assert values["classes"][4]["interval_counts"] == "patients"
    assert values["classes"][1]["interval"] is None
    assert values["model"]["sha256"] == SHA256
    assert values["model"]["precision"] == "float32"
    assert values["shown"] == {"mirrored": False, "turned": 0, "inverted": False}
    assert values["patient"]["name"] == "Doe^Jane"
    assert values["measurements"][0] == {"name": "Length", "value": "12.3 mm"}
    assert values["reader"][0]["comment"] == "Cavity on the right."


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        (Section.IDENTITY, {"film", "patient", "sop_instance_uid"}),
        (Section.QUALITY, {"notes"}),
        (Section.READER, {"reader"}),
        (Section.MEASUREMENTS, {"measurements"}),
        (Section.MODEL, {"model"}),
        (Section.HEATMAP, {"heatmap"}),
    ],
)
def test_what_is_left_out_is_not_in_the_json_either(section: Section, keys: set[str]) -> None:
    style = ReportStyle(left_out=frozenset({section}))
    whole, part = plain_report(film_report()), plain_report(replace(film_report(), style=style))
    assert set(whole) - set(part) == keys


def test_json_says_of_numbers_too_that_the_film_was_refused() -> None:
    assert plain_report(film_report())["refusal"] == ""
    told = plain_report(replace(film_report(), refusal="The film lies on its side."))
    assert told["classes"]
    assert told["refusal"] == "The film lies on its side."


def test_json_says_how_much_of_the_heat_lies_inside_the_lungs() -> None:
    report = film_report()
    assert report.heat is not None
    told = replace(
        report, heat=replace(report.heat, share=HeatShare(0.25, 0.4, is_of_disease=True))
    )
    unknown = replace(report, heat=replace(report.heat, share=None))

    heat = plain_report(told)["heatmap"]
    assert (heat["class"], heat["inside_lungs"]) == (report.heat.class_name, 0.25)
    assert heat["inside_lungs_if_even"] == 0.4
    assert plain_report(unknown)["heatmap"]["inside_lungs"] is None


def test_an_alias_hides_the_patient_in_the_json() -> None:
    words = json.dumps(plain_report(replace(film_report(), alias="Film 3")))
    assert "Film 3" in words
    for telling in ("Doe", "4711", "1970", "thorax"):
        assert telling not in words


def test_the_letterhead_is_that_of_the_settings(tmp_path: Path) -> None:
    logo = write_picture(tmp_path / "logo.png", gradient())
    style = ReportStyle("Klinik", str(logo), PageSize.LETTER)
    head = letterhead(style)

    assert (head.institution, head.page_size) == ("Klinik", PageSize.LETTER)
    assert Image.open(io.BytesIO(head.logo)).size == gradient().shape[::-1]


def test_a_logo_that_is_gone_or_no_picture_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("not a picture")
    with pytest.raises(LungDeskError, match=r"logo\.png cannot be the logo.*LD-FILE-004"):
        letterhead(ReportStyle(logo=str(tmp_path / "logo.png")))
    with pytest.raises(LungDeskError, match="LD-FILE-001"):
        letterhead(ReportStyle(logo=str(tmp_path / "gone.png")))

    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    cut = replace(film_report(), style=ReportStyle(logo=str(tmp_path / "cut.png")))
    with pytest.raises(LungDeskError, match="LD-FILE-004"):
        write_film_report(cut, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_the_style_survives_the_settings() -> None:
    left_out = frozenset({Section.MODEL, Section.READER})
    style = ReportStyle("Klinik\nRadiologie", "/logo.png", PageSize.LETTER, left_out)
    assert style_of(with_style(Settings(), style)) == style


def test_words_that_are_not_known_are_passed_over() -> None:
    settings = Settings(report_page="A0", report_left_out=("model", "jokes"))
    assert style_of(settings) == ReportStyle(left_out=frozenset({Section.MODEL}))
