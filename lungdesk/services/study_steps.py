"""Finds the next study among the films that are open."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import dropwhile, groupby, islice
from operator import itemgetter
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.services.film_files import read_film_instance


@dataclass(frozen=True, slots=True)
class StudyStepRequest:
    """The film at hand, the films that are open in their order, and which way to go.

    Attributes
    ----------
    is_back
        Whether the study before is wanted, and not the next one.
    """

    current: Path
    paths: tuple[Path, ...]
    is_back: bool = False


def study_beside(request: StudyStepRequest, ctx: JobContext) -> Path | None:
    """First film of the next study, or of the one before; None where there is none.

    Headers are read as far as the way leads. Films without a study are one each; a file that cannot
    be read is passed over.
    """
    at = request.paths.index(request.current)
    way = request.paths[:at][::-1] if request.is_back else request.paths[at + 1 :]
    own = _study(request.current)
    known = ((study, path) for path in way if (study := _checked_study(path, ctx)))
    others = dropwhile(lambda film: film[0] == own, known)
    nearest = next((run for _, run in groupby(others, itemgetter(0))), iter(()))
    films = list(nearest if request.is_back else islice(nearest, 1))
    return films[-1][1] if films else None


def _checked_study(path: Path, ctx: JobContext) -> tuple[str, ...]:
    ctx.check()
    return _study(path)


def _study(path: Path) -> tuple[str, ...]:
    """What tells a study from others; empty where the file cannot be read."""
    with suppress(LungDeskError):
        instance = read_film_instance(path)
        uid = instance.study_instance_uid
        return (uid, instance.patient.patient_id) if uid else (str(path),)
    return ()
