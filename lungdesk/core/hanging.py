"""How films are hung side by side, and which earlier film belongs beside one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lungdesk.core.study import Instance

_DAYS_OF_YEAR = 365.25
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """Places row by row."""

    rows: int
    columns: int

    @property
    def count(self) -> int:
        """How many places there are."""
        return self.rows * self.columns

    @property
    def name(self) -> str:
        """``1``, ``1x2`` (side by side), ``2x1`` (one above the other), ``2x2``."""
        return "1" if self.count == 1 else f"{self.rows}x{self.columns}"

    def places(self, active: int) -> tuple[int, ...]:
        """Numbers of the places that are in sight: the first ones, and always the active one."""
        first = tuple(range(self.count))
        return first if active in first else (*first[:-1], active)


SINGLE: Final = Layout(1, 1)
SIDE_BY_SIDE: Final = Layout(1, 2)
LARGEST: Final = Layout(2, 2)
LAYOUTS: Final = (SINGLE, SIDE_BY_SIDE, Layout(2, 1), LARGEST)


def layout_named(name: str) -> Layout:
    """The layout of a name; the single one where there is none such."""
    return next((layout for layout in LAYOUTS if layout.name == name), SINGLE)


def is_same_patient(one: Instance, other: Instance) -> bool | None:
    """Whether two films are of one patient; None where a file does not say.

    The identifier decides. It is only unique within an issuer, so a birth date that both files
    state must agree too.
    """
    mine, others = one.patient, other.patient
    if not mine.patient_id or not others.patient_id:
        return None
    if mine.birth_date and others.birth_date and mine.birth_date != others.birth_date:
        return False
    return mine.patient_id == others.patient_id


def priors(current: Instance, instances: Iterable[Instance]) -> tuple[Instance, ...]:
    """Earlier films of the same patient, the one to hang beside it first.

    Of another study and an earlier date. Films of the same kind (body part and view position, where
    both are stated) come first, then the latest.
    """
    found = [other for other in instances if _is_prior(current, other)]
    found.sort(key=lambda other: other.study_date, reverse=True)
    return tuple(sorted(found, key=lambda other: _unlikeness(current, other)))


def _is_prior(current: Instance, other: Instance) -> bool:
    return (
        other.study_instance_uid != current.study_instance_uid
        and bool(other.study_date)
        and other.study_date < current.study_date
        and bool(is_same_patient(current, other))
    )


def _unlikeness(one: Instance, other: Instance) -> int:
    pairs = ((one.body_part, other.body_part), (one.view_position, other.view_position))
    return sum(bool(mine) and bool(others) and mine != others for mine, others in pairs)


def interval_words(earlier: str, later: str) -> str:
    """Time between two dates ``YYYYMMDD`` for people: ``12 days``, ``7 months``, ``2.5 years``.

    Empty where one is no date.
    """
    dates = [_date(text) for text in (earlier, later)]
    if dates[0] is None or dates[1] is None:
        return ""
    days = (dates[1] - dates[0]).days
    exact = days / _DAYS_OF_YEAR * _MONTHS
    if exact < 2:  # whole months would be a third off
        return "1 day" if days == 1 else f"{days:d} days"
    months = round(exact)
    if months < 2 * _MONTHS:
        return f"{months:d} months"
    return f"{days / _DAYS_OF_YEAR:.1f} years"


def _date(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def filling(shown: Sequence[int], taken: Iterable[int]) -> tuple[int, ...]:
    """Places in sight that have no film yet."""
    occupied = set(taken)
    return tuple(number for number in shown if number not in occupied)
