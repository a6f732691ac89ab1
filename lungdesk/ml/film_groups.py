"""Which films belong together: as the data states it, by the patient in their headers, as copies.

Groups that the data does not state are called after the content of a film: no name and no ID of a
patient gets into a table, a model or a log.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

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

    Copies of one file are of one group, whatever the data states, unless it states their splits,
    too; so are films of one patient, as their headers say, where the data does not state groups.

    Parameters
    ----------
    tell
        Is told how many films have been looked into; may end it by an exception.
    """
    open_ = [row for row in rows if not row.group]
    digests: list[str] = []
    patients: list[FilmPatient | None] = []
    for paths in _chunks(open_, 0, tell):
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
    from_headers = len(pairs)
    unsplit = [row for row in rows if row.group and not row.split]
    groups = [row.group for row in unsplit]
    holder = dict(zip(digests, digests, strict=True))
    pairs += [
        (holder.setdefault(digest, row.group), row.group)
        for digest, row in _perhaps_copies(unsplit, open_, tell)
    ]
    called = joined([*digests, *groups], pairs)
    names = iter(digests)
    own = [row.group or next(names) for row in rows]
    made = tuple(called.get(name, name) for name in own)
    grown = sum(
        bool(row.group) and (row.is_joined or group != row.group)
        for row, group in zip(rows, made, strict=True)
    )
    return made, Grouping(None not in keys, from_headers, placeholders, grown)


def _perhaps_copies(
    rows: Sequence[LabelledFile], others: Sequence[LabelledFile], tell: Callable[[int], None]
) -> Iterator[tuple[str, LabelledFile]]:
    """Films that are as large as another one, with their digests: none else need be read."""
    sizes = {row.path: _size(row.path) for row in (*rows, *others)}
    of_size = Counter(sizes.values())
    alike = [row for row in rows if of_size[sizes[row.path]] > 1]
    for number, paths in enumerate(_chunks(alike, len(others), tell)):
        yield from zip(file_digests(paths), alike[number * _CHUNK :], strict=False)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # whoever decodes that film says what is wrong
        return -1


def _chunks(
    rows: Sequence[LabelledFile], done: int, tell: Callable[[int], None]
) -> Iterator[list[Path]]:
    """Paths of films, a few at a time."""
    for start in range(0, len(rows), _CHUNK):
        tell(done + start)
        yield [row.path for row in rows[start : start + _CHUNK]]


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
