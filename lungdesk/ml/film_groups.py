"""Which films belong together: as the data states it, by the patient in their headers, as copies.

Groups that the data does not state are called after the content of a film: no name and no ID of a
patient gets into a table, a model or a log.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from lungdesk.core.film_patient import FilmPatient, PatientOf
from lungdesk.core.joining import joined
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.labelled_files import LabelledFile

#: Few patients are in more studies than this: an ID that is, and of a large share of the films as
#: well, stands for a patient nobody names. Smaller ones are believed, as of a patient who is seen
#: often: films that are kept together needlessly flatter no figure.
MOST_STUDIES = 36
_LARGE_SHARE = 1 / 3
#: Setting of a training that knew patients by their films' headers: earlier ones did not look.
HEADER_PATIENTS = "header_patients"
#: Setting of a training that joined the groups of a patient: earlier ones took each for itself.
JOINED_GROUPS = "joined_groups"
#: Files that are looked into between two calls of ``tell``.
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Grouping:
    """How the groups of films came about.

    Attributes
    ----------
    is_by_patient
        Whether of every film it is known whose it is, or what it belongs to.
    from_headers
        Films whose patient is known by their header alone.
    placeholders
        Films whose Patient ID is a word for nobody, or that of too many to be a patient's; each
        counts by itself.
    joined
        Films whose group is a larger one than the data states, as their patient has several.
    """

    is_by_patient: bool = False
    from_headers: int = 0
    placeholders: int = 0
    joined: int = 0


#: Of films that nothing is known of.
UNKNOWN = Grouping()


def film_groups(
    rows: Sequence[LabelledFile],
    patient_of: PatientOf,
    tell: Callable[[int], None] = lambda _: None,
) -> tuple[tuple[str, ...], Grouping]:
    """Group of each film, and how they came about.

    Copies of one file are of one group; so are films of one patient, as their headers say, where
    the data does not state groups.

    Parameters
    ----------
    tell
        Is told how many films have been looked into; may end it by an exception.
    """
    open_ = [row for row in rows if not row.group]
    digests: list[str] = []
    patients: list[FilmPatient | None] = []
    for start in range(0, len(open_), _CHUNK):
        tell(start)
        paths = [row.path for row in open_[start : start + _CHUNK]]
        digests += file_digests(paths)
        with ThreadPoolExecutor(2) as pool:
            patients += pool.map(patient_of, paths)
    keys, placeholders = _patients(open_, patients)
    first: dict[Hashable, str] = {}
    pairs = [
        (first.setdefault(key, digest), digest)
        for key, digest in zip(keys, digests, strict=True)
        if key is not None
    ]
    called = joined(digests, pairs)
    names = iter(called[digest] for digest in digests)
    grown = sum(row.is_joined for row in rows)
    made = Grouping(None not in keys, len(pairs), placeholders, grown)
    return tuple(row.group or next(names) for row in rows), made


def _patients(
    rows: Sequence[LabelledFile], found: Sequence[FilmPatient | None]
) -> tuple[list[Hashable | None], int]:
    """Who each film is of, None where nobody knows; how many are of a placeholder."""
    keys = [
        (one.issuer, one.patient_id) if one is not None and one.is_named else None for one in found
    ]
    studies: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for number, (key, one) in enumerate(zip(keys, found, strict=True)):
        if key is not None and one is not None:
            studies[key].add(one.study or number)
    films: Counter[Hashable] = Counter(keys)
    large = _LARGE_SHARE * len(rows)
    many = {
        key for key, of_it in studies.items() if len(of_it) > MOST_STUDIES and films[key] > large
    }
    many |= _of_whole_classes(rows, keys)
    words = sum(one is not None and bool(one.patient_id) and not one.is_named for one in found)
    placeholders = words + sum(key in many for key in keys)
    return [None if key in many else key for key in keys], placeholders


def _of_whole_classes(
    rows: Sequence[LabelledFile], keys: Sequence[Hashable | None]
) -> set[Hashable]:
    """IDs of which all films of more than one class are: each class has more patients than one."""
    of_class: defaultdict[str, set[Hashable | None]] = defaultdict(set)
    for row, key in zip(rows, keys, strict=True):
        of_class[row.label].add(key)
    alone = Counter(key for found in of_class.values() if len(found) == 1 for key in found)
    return {key for key, classes in alone.items() if key is not None and classes > 1}


def placeholder_words(count: int) -> str:
    """What is to be known of films whose Patient ID was not believed; empty for none."""
    if not count:
        return ""
    return (
        f"{count} films have a Patient ID in their headers that is hardly one patient's: it is"
        " a word for nobody, or all films of several classes have it, or a third of the films and"
        f" more than {MOST_STUDIES} studies. Each of them counts as of a patient of its own."
    )
