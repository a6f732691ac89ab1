"""Words for the screen, which in privacy mode do not tell whose films these are."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lungdesk.core.identity import (
    composed,
    identity_phrases,
    patient_phrases,
    tells_identity,
    without_phrases,
)
from lungdesk.gui.translation import tr, with_values_changed
from lungdesk.gui.words import film_details, person_name

if TYPE_CHECKING:
    from lungdesk.core.study import Instance
    from lungdesk.gui.item_models import FilmRow
    from lungdesk.gui.messages import Message
    from lungdesk.gui.state import AppState

#: From here on are letters for private use: each keeps the place of a file's alias.
_PLACES = 0xE000
#: What a file or folder is called that is not in the list.
_UNLISTED = tr("A file")
#: The first film of the worklist that hangs beside another one.
_EARLIER = tr("Earlier film")


def film_title(state: AppState, path: Path, instance: Instance | None = None) -> str:
    """What a film is called: as `telling_title`; in privacy mode ``Film 3``."""
    return film_alias(state, path) or telling_title(state, path, instance)


def telling_title(state: AppState, path: Path, instance: Instance | None) -> str:
    """Whose film it is, as far as that is known; else the name of its file."""
    name = person_name(instance.patient.name) if instance else ""
    return name or state.label(path)


def film_alias(state: AppState, path: Path | None) -> str:
    """What a film is called in privacy mode; nothing outside of it."""
    return _alias(state, path) if path is not None and state.preferences.is_private else ""


def shown_words(state: AppState, words: str) -> str:
    """Words as they may be shown: in privacy mode without names of people and files."""
    if not state.preferences.is_private or not words:
        return words
    return with_values_changed(words, partial(_untelling, state))


def _untelling(state: AppState, words: str) -> str:
    words = composed(words)
    found = [(stem, path) for stem, path in state.named if stem and stem in words]
    aliases: dict[int, str] = {}
    # The longest first: the name of one film may stand in that of another, film in my_film.
    for _stem, path in sorted(found, key=lambda one: len(one[0]), reverse=True):
        # First the longest way to name it; last, names made from its own: film-view.png.
        names = (str(path), str(path.parent), path.name)
        # Put in last: somebody may be called Film.
        place = _PLACES + len(aliases)
        aliases[place] = _alias(state, path)
        words = without_phrases(words, (n for n in names if n.strip("./")), chr(place))
        words = without_phrases(words, _derived(words, path), chr(place))
    known = {phrase for patient in state.patients for phrase in patient_phrases(patient)}
    plain = words.casefold()
    words = without_phrases(words, (phrase for phrase in known if phrase.casefold() in plain))
    return words.translate(aliases)


def shown_message(state: AppState, message: Message) -> Message:
    """A message as it may be shown."""
    return replace(
        message,
        sentence=shown_words(state, message.sentence),
        hint=shown_words(state, message.hint),
    )


def shown_row(state: AppState, row: FilmRow, number: int) -> FilmRow:
    """A row of the list as it may be shown; ``number`` counts from 0."""
    if not state.preferences.is_private:
        return row
    title, details = tr("Film {number}", number=number + 1), row.details
    if row.instance is not None:
        details = without_phrases(film_details(row.instance), identity_phrases(row.instance))
    failure = f"{title} {shown_words(state, row.reason)}" if row.failure else ""
    return replace(row, title=title, details=details, failure=failure)


def shown_recent(state: AppState) -> tuple[Path, ...]:
    """Recent files and folders; their names are all there is of them, so none in privacy mode."""
    return () if state.preferences.is_private else state.recent


def may_show(state: AppState, words: str, instance: Instance) -> bool:
    """Whether words written on a film may be seen; a note that names the patient not always."""
    return not (state.preferences.is_private and tells_identity(words, instance))


def _alias(state: AppState, path: Path) -> str:
    if path in state.paths:
        return tr("Film {index}", index=state.paths.index(path) + 1)
    number = state.earlier.get(path, 0)
    if number > 1:
        return tr("Earlier film {number}", number=number)
    return _EARLIER if number else _UNLISTED


def _derived(words: str, path: Path) -> tuple[str, ...]:
    named = rf"(?<![^\W_]){re.escape(composed(path.stem))}[^\s,;]*"
    return tuple(name.rstrip('“”".:()[]') for name in re.findall(named, words))
