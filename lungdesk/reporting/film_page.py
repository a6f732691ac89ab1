"""The page on one film: whose it is, how it was made, what the model and the reader say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lungdesk import __version__
from lungdesk.core.colours import CLASS_COLOURS
from lungdesk.core.language import ENGLISH, Language
from lungdesk.core.measure.units import source_text
from lungdesk.core.report import ClassReading, FilmReport, HeatPicture, ReaderOpinion, Section
from lungdesk.core.words import date, percent, person_name_in_full
from lungdesk.reporting.document import (
    FOOT,
    RESEARCH_USE,
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
from lungdesk.reporting.finding_words import remarks
from lungdesk.reporting.writing_order import beside


def film_page(
    report: FilmReport, letterhead: Letterhead | None = None, language: Language = ENGLISH
) -> Document:
    """The document of a report; what the report does not hold is left out.

    All that LungDesk says is said in the language; what stands in the file of the film, and what
    readers have written, stays as it is.
    """
    tr, version = language.tr, __version__
    return Document(
        title=tr("Chest radiograph: report of a model’s reading"),
        subtitle=tr("Written by LungDesk {version}, {date}.", version=version, date=report.created),
        foot=language.told(FOOT),
        blocks=tuple(_blocks(report, language)),
        letterhead=letterhead or Letterhead(page_size=report.style.page_size),
        language=language,
        sheet=_sheet(report, language),
    )


def _sheet(report: FilmReport, language: Language) -> tuple[str, ...]:
    """Whose report it is, as far as that may be told, and when it was written."""
    patient, who = report.instance.patient, [language.told(report.alias)]
    if not report.alias and report.style.has(Section.IDENTITY):
        named = [person_name_in_full(patient.name), patient.patient_id]
        who = named if any(named) else [report.instance.path.name]
    return (*who, report.created)


def _blocks(report: FilmReport, language: Language) -> Iterator[Block]:
    yield Notice(language.told(RESEARCH_USE))
    yield from _facts(report, language)
    if report.picture is not None:
        yield Panels(_panels(report, language))
        yield from _heat_doubt(report, language)
    yield from _reading(report, language)
    if report.style.has(Section.QUALITY) and report.notes:
        yield Heading(language.tr("Quality of the film"))
        yield from (Paragraph(note) for note in language.all_told(report.notes))
    if report.style.has(Section.READER):
        yield from _opinions(report.opinions, language)
    if report.style.has(Section.MEASUREMENTS) and report.measured:
        yield Heading(language.tr("Measurements"))
        yield _measurements(report, language)
    yield from _model(report, language)


# --- whose film it is, and how it was made


def _facts(report: FilmReport, language: Language) -> Iterator[Block]:
    rows: list[tuple[str, str]] = []
    if report.style.has(Section.IDENTITY):
        rows += _identity(report, language)
    if report.style.has(Section.TECHNIQUE):
        rows += _technique(report, language)
    known = [(name, value) for name, value in rows if value]
    if known:
        yield Facts(known)


def _identity(report: FilmReport, language: Language) -> list[tuple[str, str]]:
    tr, instance, patient = language.tr, report.instance, report.instance.patient
    words = {"M": tr("male"), "F": tr("female"), "O": tr("other")}
    sex = words.get(patient.sex, patient.sex)
    if report.alias:
        return [(tr("Film"), language.told(report.alias)), (tr("Sex"), sex)]
    return [
        (tr("Name"), person_name_in_full(patient.name)),
        (tr("Patient ID"), patient.patient_id),
        (tr("Born"), date(patient.birth_date)),
        (tr("Sex"), sex),
        (tr("File"), instance.path.name),
    ]


def _technique(report: FilmReport, language: Language) -> list[tuple[str, str]]:
    tr, instance = language.tr, report.instance
    modality = "" if instance.modality == "IMG" else instance.modality
    views = (modality, instance.body_part, instance.view_position, instance.laterality)
    size = tr("{columns} × {rows} pixels", columns=instance.columns, rows=instance.rows)
    if instance.frame_count > 1:
        frame, count = report.frame + 1, instance.frame_count
        size += tr(", frame {frame} of {count}", frame=frame, count=count)
    return [
        (tr("Study"), instance.study_description or instance.series_description),
        (tr("Date"), date(instance.study_date)),
        (tr("View"), " · ".join(view for view in views if view)),
        (tr("Exposure"), instance.technique),
        (tr("Size"), size),
    ]


# --- the film and the map


def _panels(report: FilmReport, language: Language) -> list[Panel]:
    assert report.picture is not None
    tr = language.tr
    words = "" if report.spacing_source is None else source_text(report.spacing_source)
    caption = tr("The film, with what is drawn on it.") if report.measured else tr("The film.")
    film = Panel(
        report.picture,
        " ".join([caption, *_shown(report, language)]),
        mm_per_pixel=report.mm_per_pixel,
        length_words=language.told(words),
        markings=tuple(_markings(report)),
    )
    if report.heat is None or not report.style.has(Section.HEATMAP):
        return [film]
    return [film, _heat(report.heat, language)]


def _shown(report: FilmReport, language: Language) -> Iterator[str]:
    """What has been done to the film, that nobody takes one side for the other."""
    tr, turns = language.tr, report.hanging.quarter_turns
    turned = ("", tr("turned right by 90°"), tr("turned by 180°"), tr("turned left by 90°"))
    done = (
        tr("mirrored") if report.hanging.is_mirrored else "",
        turned[turns],
        tr("inverted") if report.is_inverted else "",
    )
    if any(done):
        yield tr("Shown {words}.", words=", ".join(filter(None, done)))


def _markings(report: FilmReport) -> Iterator[Marking]:
    if not report.style.has(Section.MEASUREMENTS):
        return
    for number, line in enumerate(report.measured, start=1):
        yield from (Marking(outline, number) for outline in line.outlines)


def _heat(heat: HeatPicture, language: Language) -> Panel:
    tr, name = language.tr, language.told(heat.class_name)
    words = tr("evidence for {name}", name=name)
    caption = tr(
        "Where the film holds evidence for {name} ({method}); one scale for all classes. A map"
        " shows what moved the model, not where disease is.",
        name=name,
        method=language.told(heat.method),
    )
    if heat.share is not None:
        inside = percent(heat.share.inside)
        caption += " " + tr("{percent} of this heat lies inside the lungs.", percent=inside)
    scale = ColourScale(heat.colours, "0", f"{heat.peak:.2f}", words)
    return Panel(heat.pixels, caption, scale=scale)


def _heat_doubt(report: FilmReport, language: Language) -> Iterator[Block]:
    """That the model goes by something else than the lungs, where the map says so."""
    heat = report.heat if report.style.has(Section.HEATMAP) else None
    if heat is None or heat.share is None or not heat.share.is_doubt:
        return
    words = language.tr(
        "No more of the heat for {name} lies inside the lungs than if it were spread evenly:"
        " {inside} inside, {even} if even. The model may go by something else than the lungs.",
        name=language.told(heat.class_name),
        inside=percent(heat.share.inside),
        even=percent(heat.share.even),
    )
    yield Notice(words)


# --- what the model says


def _refusal(report: FilmReport, language: Language) -> Iterator[Block]:
    """Why a film was not read, or ought not to have been: no number may stand without that."""
    if not report.refusal:
        return
    tr, why = language.tr, language.told(report.refusal)
    if report.readings:
        words = tr("Refused by the film check, read at the reader’s wish: {why}", why=why)
    elif report.model is None:
        words = tr("Could not be read: {why}", why=why)
    else:  # what a model refuses has been looked at by it
        words = tr("Refused: {why}", why=why)
    yield Notice(words, is_refusal=True)


def _reading(report: FilmReport, language: Language) -> Iterator[Block]:
    tr = language.tr
    yield from _refusal(report, language)
    if not report.readings:
        return
    yield Heading(tr("Reading of the model"))
    found = next((one for one in report.readings if one.is_found), None)
    if report.doubt:
        yield Paragraph(tr("Uncertain: {doubt}.", doubt=language.told(report.doubt)))
    elif found is not None:
        name, share = language.told(found.name), percent(found.probability)
        yield Paragraph(tr("Most probable: {name}, {share}.", name=name, share=share))
    yield Findings(tuple(_finding(one, language) for one in report.readings))
    if len(report.prediction_set) > 1 and report.coverage is not None:
        yield Paragraph(
            tr(
                "Set made to be right for {share:.0f} % of films like those measured: {names}.",
                share=100 * report.coverage,
                names=", ".join(language.all_told(report.prediction_set)),
            )
        )
    if any(one.operating_point is not None or one.interval for one in report.readings):
        yield Paragraph(_bars_note(report, language), is_note=True)


def _bars_note(report: FilmReport, language: Language) -> str:
    tr = language.tr
    note = tr(
        "Bars: probability that the model gives. The tick is the operating point; only a class that"
        " alone reaches its own is found."
    )
    share = next((one.interval for one in report.readings if one.interval), None)
    if share is None:
        return note
    such = tr(
        "“Such films”: those it was measured on where the model was as sure (95 % interval by"
        " patient)."
    )
    if not share.is_by_patient:
        such = tr(
            "“Such films”: those it was measured on where the model was as sure (95 % interval by"
            " film: too narrow where a patient has several)."
        )
    return f"{note} {such}"


def _finding(reading: ClassReading, language: Language) -> Finding:
    return Finding(
        language.told(reading.name),
        reading.probability,
        CLASS_COLOURS[reading.colour_place],
        reading.operating_point,
        remarks(reading, language),
        reading.is_found,
    )


# --- what people say


def _opinions(opinions: Sequence[ReaderOpinion], language: Language) -> Iterator[Block]:
    said = [one for one in opinions if one.verdict or one.comment]
    if said:
        yield Heading(language.tr("Reader"))
    for one in said:
        who = beside((one.reader, one.date))
        if one.verdict:
            yield Paragraph(f"{language.told(one.verdict)}{f' ({who})' if who else ''}.")
        if one.comment:
            yield Paragraph(one.comment)
        if who and not one.verdict:
            yield Paragraph(who, is_note=True)


def _measurements(report: FilmReport, language: Language) -> Table:
    tr, told = language.tr, language.told
    return Table(
        caption=tr("Numbers stand beside the lines on the film."),
        columns=("", tr("name"), tr("value")),
        rows=[
            (
                str(number),
                line.name if line.is_named else told(line.name),
                line.words if line.is_written else told(line.words),
            )
            for number, line in enumerate(report.measured, start=1)
        ],
        widths=(0.4, 3, 5),
        words=3,
    )


def _model(report: FilmReport, language: Language) -> Iterator[Block]:
    tr, model = language.tr, report.model
    if model is None or not report.style.has(Section.MODEL):
        return
    yield Heading(tr("Model"))
    rows = [
        (tr("Model"), f"{model.name} ({model.id})" if model.name else model.id),
        (tr("Version"), model.version),
        (tr("Computed in"), model.precision),
    ]
    yield Facts([(name, value) for name, value in rows if value])
    yield Facts([("SHA-256", model.sha256)], columns=1)
