"""The page on one film: whose it is, how it was made, what the model and the reader say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lungdesk import __version__
from lungdesk.core.colours import CLASS_COLOURS
from lungdesk.core.measure.units import source_text
from lungdesk.core.report import FilmReport, HeatPicture, ReaderOpinion, Section
from lungdesk.core.words import date, percent, person_name_in_full
from lungdesk.reporting.document import (
    FOOT,
    Block,
    ColourScale,
    Document,
    Facts,
    Finding,
    Findings,
    Heading,
    Letterhead,
    Marking,
    Notice,
    Panel,
    Panels,
    Paragraph,
    Table,
)

RESEARCH_USE: Final = (
    "Research use only. This page was written by a program that is not a medical device; it is not"
    " for diagnosis, and no decision about a patient may rest on it."
)
_HEAT_WORDS: Final = (
    "Where the film holds evidence for {name} ({method}); one scale for all classes. A map shows"
    " what moved the model, not where disease is."
)
_READ_ANYWAY: Final = "Refused by the film check, read at the reader’s wish"
_BARS_NOTE: Final = (
    "Bars: probability that the model gives. The tick is the operating point from which the class"
    " counts as found; the interval tells in which share of films the model was right where it was"
    " as sure, in the collection it was measured on."
)


def film_page(report: FilmReport, letterhead: Letterhead | None = None) -> Document:
    """The document of a report; what the report does not hold is left out."""
    return Document(
        title="Chest radiograph: report of a model’s reading",
        subtitle=f"Written by LungDesk {__version__}, {report.created}.",
        foot=FOOT,
        blocks=tuple(_blocks(report)),
        letterhead=letterhead or Letterhead(page_size=report.style.page_size),
    )


def _blocks(report: FilmReport) -> Iterator[Block]:
    yield Notice(RESEARCH_USE)
    yield from _facts(report)
    if report.picture is not None:
        yield Panels(_panels(report))
    yield from _reading(report)
    if report.style.has(Section.QUALITY) and report.notes:
        yield Heading("Quality of the film")
        yield from (Paragraph(note) for note in report.notes)
    if report.style.has(Section.READER):
        yield from _opinions(report.opinions)
    if report.style.has(Section.MEASUREMENTS) and report.measured:
        yield Heading("Measurements")
        yield _measurements(report)
    yield from _model(report)


# --- whose film it is, and how it was made


def _facts(report: FilmReport) -> Iterator[Block]:
    rows: list[tuple[str, str]] = []
    if report.style.has(Section.IDENTITY):
        rows += _identity(report)
    if report.style.has(Section.TECHNIQUE):
        rows += _technique(report)
    known = [(name, value) for name, value in rows if value]
    if known:
        yield Facts(known)


def _identity(report: FilmReport) -> list[tuple[str, str]]:
    instance, patient = report.instance, report.instance.patient
    if report.alias:
        return [("Film", report.alias), ("Sex", patient.sex)]
    return [
        ("Name", person_name_in_full(patient.name)),
        ("Patient ID", patient.patient_id),
        ("Born", date(patient.birth_date)),
        ("Sex", patient.sex),
        ("File", instance.path.name),
    ]


def _technique(report: FilmReport) -> list[tuple[str, str]]:
    instance = report.instance
    modality = "" if instance.modality == "IMG" else instance.modality
    views = (modality, instance.body_part, instance.view_position, instance.laterality)
    frames = f", frame {report.frame + 1} of {instance.frame_count}"
    many = frames if instance.frame_count > 1 else ""
    return [
        ("Study", instance.study_description or instance.series_description),
        ("Date", date(instance.study_date)),
        ("View", " · ".join(view for view in views if view)),
        ("Exposure", instance.technique),
        ("Size", f"{instance.columns} × {instance.rows} pixels{many}"),
    ]


# --- the film and the map


def _panels(report: FilmReport) -> list[Panel]:
    assert report.picture is not None
    words = "" if report.spacing_source is None else source_text(report.spacing_source)
    film = Panel(
        report.picture,
        "The film." if not report.measured else "The film, with what is drawn on it.",
        mm_per_pixel=report.mm_per_pixel,
        length_words=words,
        markings=tuple(_markings(report)),
    )
    if report.heat is None or not report.style.has(Section.HEATMAP):
        return [film]
    return [film, _heat(report.heat)]


def _markings(report: FilmReport) -> Iterator[Marking]:
    if not report.style.has(Section.MEASUREMENTS):
        return
    for number, line in enumerate(report.measured, start=1):
        yield from (Marking(outline, number) for outline in line.outlines)


def _heat(heat: HeatPicture) -> Panel:
    scale = ColourScale(heat.colours, "0", f"{heat.peak:.2f}", f"evidence for {heat.class_name}")
    words = _HEAT_WORDS.format(name=heat.class_name, method=heat.method)
    return Panel(heat.pixels, words, scale=scale)


# --- what the model says


def _reading(report: FilmReport) -> Iterator[Block]:
    if report.refusal and report.readings:
        # Whatever parts of a report are left out: no number may stand without this.
        yield Notice(f"{_READ_ANYWAY}: {report.refusal}", is_refusal=True)
    elif report.refusal:
        # What a model refuses has been looked at by it.
        what = "Could not be read" if report.model is None else "Refused"
        yield Notice(f"{what}: {report.refusal}", is_refusal=True)
        return
    if not report.readings:
        return
    yield Heading("Reading of the model")
    found = next((one for one in report.readings if one.is_found), None)
    if report.doubt:
        yield Paragraph(f"Uncertain: {report.doubt}.")
    elif found is not None:
        yield Paragraph(f"Most probable: {found.name}, {percent(found.probability)}.")
    yield Findings(
        tuple(
            Finding(
                one.name,
                one.probability,
                CLASS_COLOURS[one.class_index % len(CLASS_COLOURS)],
                one.operating_point,
                one.interval,
                one.is_found,
            )
            for one in report.readings
        )
    )
    if report.prediction_set and report.coverage is not None:
        names = ", ".join(report.prediction_set)
        share = f"{100 * report.coverage:.0f} %"
        yield Paragraph(f"Not ruled out (right for {share} of films like those measured): {names}.")
    if any(one.operating_point is not None or one.interval for one in report.readings):
        yield Paragraph(_BARS_NOTE, is_note=True)


# --- what people say


def _opinions(opinions: Sequence[ReaderOpinion]) -> Iterator[Block]:
    said = [one for one in opinions if one.verdict or one.comment]
    if said:
        yield Heading("Reader")
    for one in said:
        who = ", ".join(word for word in (one.reader, one.date) if word)
        if one.verdict:
            yield Paragraph(f"{one.verdict}{f' ({who})' if who else ''}.")
        if one.comment:
            yield Paragraph(one.comment)
        if who and not one.verdict:
            yield Paragraph(who, is_note=True)


def _measurements(report: FilmReport) -> Table:
    return Table(
        caption="Numbers stand beside the lines on the film.",
        columns=("", "name", "value"),
        rows=[
            (str(number), line.name, line.words)
            for number, line in enumerate(report.measured, start=1)
        ],
        widths=(0.4, 3, 5),
        words=3,
    )


def _model(report: FilmReport) -> Iterator[Block]:
    model = report.model
    if model is None or not report.style.has(Section.MODEL):
        return
    yield Heading("Model")
    rows = [
        ("Model", f"{model.name} ({model.id})" if model.name else model.id),
        ("Version", model.version),
        ("Computed in", model.precision),
    ]
    yield Facts([(name, value) for name, value in rows if value])
    yield Facts([("SHA-256", model.sha256)], columns=1)
