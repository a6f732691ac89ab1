"""Words for the screen, which in privacy mode do not tell whose films these are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lungdesk.core.identity import (
    composed,
    identity_phrases,
    patient_phrases,
    tells_identity,
    without_phrases,
)
from lungdesk.gui.translation import tr

if TYPE_CHECKING:
    from lungdesk.core.study import Instance
    from lungdesk.gui.item_models import FilmRow
    from lungdesk.gui.messages import Message
    from lungdesk.gui.state import AppState

#: What a file or folder is called that is not in the list.
_UNLISTED = tr("A file")


def film_title(state: AppState, path: Path) -> str:
    """The film's name; in privacy mode its number in the list: ``Film 3``."""
    return film_alias(state, path) or path.name or str(path)


def film_alias(state: AppState, path: Path | None) -> str:
    """What a film is called in privacy mode; nothing outside of it."""
    return _alias(state, path) if path is not None and state.preferences.is_private else ""


def shown_words(state: AppState, words: str) -> str:
    """Words as they may be shown: in privacy mode without names of people and files."""
    if not state.preferences.is_private or not words:
        return words
    words = composed(words)
    found = [(stem, path) for stem, path in state.named if stem and stem in words]
    # The longest first: the name of one film may stand in that of another, film in my_film.
    for _stem, path in sorted(found, key=lambda one: len(one[0]), reverse=True):
        # First the longest way to name it; last, names made from its own: film-view.png.
        names = (str(path), str(path.parent), path.name)
        words = without_phrases(words, (n for n in names if n.strip("./")), _alias(state, path))
        words = without_phrases(words, _derived(words, path), _alias(state, path))
    known = {phrase for patient in state.patients for phrase in patient_phrases(patient)}
    plain = words.casefold()
    return without_phrases(words, (phrase for phrase in known if phrase.casefold() in plain))


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
        details = without_phrases(details, identity_phrases(row.instance))
    failure = f"{title} {shown_words(state, row.reason)}" if row.failure else ""
    return replace(row, title=title, details=details, failure=failure)


def shown_recent(state: AppState) -> tuple[Path, ...]:
    """Recent files and folders; their names are all there is of them, so none in privacy mode."""
    return () if state.preferences.is_private else state.recent


def may_show(state: AppState, words: str, instance: Instance) -> bool:
    """Whether words written on a film may be seen; a note that names the patient not always."""
    return not (state.preferences.is_private and tells_identity(words, instance))


def _alias(state: AppState, path: Path) -> str:
    return (
        tr("Film {index}", index=state.paths.index(path) + 1) if path in state.paths else _UNLISTED
    )


def _derived(words: str, path: Path) -> tuple[str, ...]:
    stem = composed(path.stem)
    return tuple(word.strip("“”.,:;()") for word in words.split() if word.startswith(stem))
