"""What the worklist says of a study."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from lungdesk.core.identity import MASK
from lungdesk.core.labels import LabelSet
from lungdesk.core.words import in_one_line, local_time
from lungdesk.core.worklist.columns import STATES, STATUSES
from lungdesk.core.worklist.states import FilmState, StudyStatus
from lungdesk.gui.translation import told, tr
from lungdesk.gui.words import class_names, date, percent, person_name
from lungdesk.gui.worklist.counting import counted
from lungdesk.services.reading_words import UNCERTAIN, for_people

if TYPE_CHECKING:
    from lungdesk.core.worklist.columns import StudyColumns

STATUS_WORDS = {
    StudyStatus.UNREAD: tr("Unread"),
    StudyStatus.IN_PROGRESS: tr("In progress"),
    StudyStatus.TO_DISCUSS: tr("To discuss"),
    StudyStatus.READ: tr("Read"),
}
_VERDICT_WORDS = {"accept": tr("accepted"), "correct": tr("corrected"), "reject": tr("rejected")}
_JUDGED = {
    "accept": tr("You have accepted the finding."),
    "correct": tr("You have corrected the finding."),
    "reject": tr("You have rejected the finding."),
}
_STATE_WORDS = {FilmState.REFUSED: tr("Refused"), FilmState.FAILED: tr("Could not be read")}


def status_of(c: StudyColumns, place: int) -> StudyStatus:
    """How far people are with a study."""
    return STATUSES[int(c.status[place])]


def state_of(c: StudyColumns, place: int) -> FilmState:
    """How the reading of its film ended."""
    return STATES[int(c.state[place])]


def finding(c: StudyColumns, place: int) -> str:
    """``Normal 93 %``, ``Uncertain · Normal 42 %``, ``Refused``, ``Could not be read``.

    ``Refused · Tuberculosis 83 %`` of a film that was read at the reader's wish.
    """
    state = state_of(c, place)
    if state is not FilmState.OK:
        return _STATE_WORDS[state]
    index = int(c.predicted[place])
    if index < 0:
        return tr("After your reading")
    share = percent(float(c.probabilities[place, index]))
    said = f"{told(c.labels.labels[index].name)} {share}"
    if c.is_overridden[place]:
        return tr("Refused · {words}", words=said)
    return tr("Uncertain · {words}", words=said) if c.is_uncertain[place] else said


def patient(c: StudyColumns, place: int, *, is_private: bool) -> str:
    """Name for people; the study's number in privacy mode."""
    if is_private:
        return tr("Study {study_id}", study_id=c.study_id[place])
    return person_name(str(c.patient_name[place]))


def title(c: StudyColumns, place: int, *, is_private: bool) -> str:
    """What a study is called: by its patient, else by its film."""
    name = patient(c, place, is_private=is_private)
    return name or str(c.patient_id[place]) or film_name(c, place)


def patient_id(c: StudyColumns, place: int, *, is_private: bool) -> str:
    """ID of the patient."""
    text = str(c.patient_id[place])
    return MASK if is_private and text else text


def film_name(c: StudyColumns, place: int) -> str:
    """Name of the file."""
    path = str(c.path[place])
    return PurePath(path).name or path


def film(c: StudyColumns, place: int, *, is_private: bool) -> str:
    """``a.dcm``, ``a.dcm + 2``, ``a.dcm + 2, 1 refused``: name, and what there is besides."""
    name = MASK if is_private else film_name(c, place)
    return name + films_besides(c, place)


def films_besides(c: StudyColumns, place: int) -> str:
    """What stands behind the name of the film: `` + 2, 1 refused``; empty where it is alone."""
    more = int(c.film_count[place]) - 1
    return ", ".join((f" + {more}", *_lost_besides(c, place))) if more else ""


def other_films(c: StudyColumns, place: int) -> str:
    """``1 more film, 1 refused``, ``3 more films, 2 refused``; empty where there is no other."""
    more = int(c.film_count[place]) - 1
    if not more:
        return ""
    return ", ".join((counted(more, tr("more film"), tr("more films")), *_lost_besides(c, place)))


def _lost_besides(c: StudyColumns, place: int) -> Iterator[str]:
    """How many other films of a study have no finding."""
    state = state_of(c, place)
    refused = int(c.refused_count[place]) - (state is FilmState.REFUSED)
    failed = int(c.failed_count[place]) - (state is FilmState.FAILED)
    if refused:
        yield tr("1 refused") if refused == 1 else tr("{refused:,} refused", refused=refused)
    if failed:
        yield not_read(failed)


def not_read(failed: int) -> str:
    """``1 could not be read``, ``2,000 could not be read``."""
    if failed == 1:
        return tr("1 could not be read")
    return tr("{failed:,} could not be read", failed=failed)


def study(c: StudyColumns, place: int) -> str:
    """Modality and description."""
    modality = str(c.modality[place])
    parts = ("" if modality == "IMG" else modality, str(c.description[place]))
    return " · ".join(part for part in parts if part)


def status(c: StudyColumns, place: int) -> str:
    """Status, and what a reader made of the finding."""
    said = STATUS_WORDS[status_of(c, place)]
    verdict = _VERDICT_WORDS.get(str(c.verdict[place]), "")
    return f"{said} · {verdict}" if verdict else said


def judge(c: StudyColumns, place: int) -> str:
    """Who has judged the finding last; empty when nobody has, or is named."""
    return str(c.readers[place]).rpartition("\n")[2]


def judged(c: StudyColumns, place: int, reader: str, *, is_private: bool) -> str:
    """What a reader made of the finding, in a sentence, and their comment; empty when nobody has.

    Parameters
    ----------
    reader
        Who reads now.
    """
    said = _verdict(c, place, reader)
    comment = str(c.said_comment[place])
    if not said or not comment:
        return said
    return tr("{said} “{comment}”", said=said, comment=MASK if is_private else comment)


def _verdict(c: StudyColumns, place: int, reader: str) -> str:
    verdict, label = str(c.verdict[place]), str(c.said_label[place])
    other = judge(c, place) if judge(c, place) != reader else ""
    if verdict == "correct" and label:
        (name,) = class_names(LabelSet.from_ids((label,)))
        if other:
            return tr("{reader} has corrected it to: {name}.", reader=other, name=name)
        return tr("Corrected to: {name}.", name=name)
    return _judged_by(verdict, other) if other else _JUDGED.get(verdict, "")


def _judged_by(verdict: str, reader: str) -> str:
    said = {
        "accept": tr("{reader} has accepted the finding.", reader=reader),
        "correct": tr("{reader} has corrected the finding.", reader=reader),
        "reject": tr("{reader} has rejected the finding.", reader=reader),
    }
    return said.get(verdict, "")


def note(c: StudyColumns, place: int, *, is_private: bool) -> str:
    """First line of the note; a note may name anybody."""
    text = str(c.note[place])
    return MASK if is_private and text else text.partition("\n")[0]


def study_date(c: StudyColumns, place: int) -> str:
    """``2026-01-31``."""
    return date(str(c.study_date[place]))


def read_at(c: StudyColumns, place: int) -> str:
    """When the model read it, in local time."""
    return local_time(str(c.read_at[place]), "%Y-%m-%d %H:%M")


def with_model(said: str, c: StudyColumns, place: int) -> str:
    """What is said of a study, and on a line below by which model."""
    model = str(c.model[place])
    return f"{said}\n{tr('Model: {model}', model=model)}" if model else said


def reason(c: StudyColumns, place: int, *, is_private: bool) -> str:
    """Why there is no finding, or what is to be known of it; names of files are left out.

    That a finding is uncertain is said before it: here it is why.
    """
    message = in_one_line(told(for_people(str(c.message[place]).removeprefix(UNCERTAIN))))
    if state_of(c, place) is FilmState.OK:  # else it may begin with the name of a file
        message = message[:1].upper() + message[1:]
    if is_private:
        message = message.replace(str(c.path[place]), tr("the file")).replace(
            film_name(c, place), tr("The file")
        )
    code = str(c.code[place])
    return f"{message} [{code}]" if message and code else message
