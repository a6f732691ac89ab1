"""What films of a collection are called on the screen; in privacy mode not by their names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.training.data_state import DataState
from lungdesk.gui.translation import tr

if TYPE_CHECKING:
    from lungdesk.gui.state import AppState


#: What a collection is called in privacy mode.
UNNAMED = tr("Your films")


def film_titles(paths: Sequence[Path], data: DataState, state: AppState) -> dict[Path, str]:
    """Path inside the collection of each film; in privacy mode a number instead."""
    collection = data.collection
    if collection is None:
        return {}
    numbers = {path: collection.numbers[path] for path in paths if path in collection.numbers}
    if state.preferences.is_private:
        return {path: tr("Film {number}", number=number + 1) for path, number in numbers.items()}
    return {path: collection.films[number].name for path, number in numbers.items()}


def shown_source(source: Path, state: AppState) -> str:
    """What the folder, manifest or ZIP file is called."""
    return UNNAMED if state.preferences.is_private else source.name or str(source)


def source_words(source: Path, state: AppState) -> str:
    """The same after the word for what it is: a name alone might be that of anything."""
    if state.preferences.is_private:
        return UNNAMED
    kinds = {".csv": tr("List"), ".zip": tr("ZIP file")}
    return f"{kinds.get(source.suffix.lower(), tr('Folder'))}: {shown_source(source, state)}"


def shown_error(error: LungDeskError, state: AppState) -> str:
    """Why the collection cannot be read; a reason names files, so in privacy mode only that."""
    return (
        tr("{unnamed} cannot be used.", unnamed=UNNAMED)
        if state.preferences.is_private
        else error.message
    )


def shown_failure(error: LungDeskError, state: AppState) -> str:
    """Why a film cannot be read; in privacy mode only that."""
    return tr("The film cannot be read.") if state.preferences.is_private else error.message


def without_folder(words: str, data: DataState) -> str:
    """Words in which films are named from the collection's folder on."""
    if data.collection is None:
        return words
    location = data.collection.location
    root = location if location.is_dir() else location.parent
    return words.replace(f"{root.as_posix()}/", "")
