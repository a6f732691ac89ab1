"""What films that hang side by side are to each other, in words."""

from __future__ import annotations

from collections.abc import Sequence

from lungdesk.core.hanging import interval_words, is_same_patient
from lungdesk.core.study import Instance
from lungdesk.gui.translation import told, tr
from lungdesk.gui.viewer.film_cell import FilmCell

OTHER_PATIENT = tr("⚠ Other patient")


def captions(cells: Sequence[FilmCell], active: FilmCell) -> tuple[str, ...]:
    """One caption a place: a prior says how much earlier it is, another patient's film that."""
    instances = [None if c.film is None else c.film.radiograph.instance for c in cells]
    mine = instances[list(cells).index(active)]
    return tuple(_caption(one, mine, instances) for one in instances)


def _caption(
    one: Instance | None, active: Instance | None, instances: Sequence[Instance | None]
) -> str:
    if one is None or active is None:
        return ""
    if is_same_patient(one, active) is False:
        return OTHER_PATIENT
    newest = max(
        (other.study_date for other in instances if other and is_same_patient(one, other)),
        default="",
    )
    if not one.study_date or one.study_date >= newest:
        return ""
    return tr(
        "Prior · {interval_words} earlier",
        interval_words=told(interval_words(one.study_date, newest)),
    )
