"""What is said of a file, without its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lungdesk.core.errors import ErrorCode
from lungdesk.core.identity import composed, is_telling_name, without_phrases
from lungdesk.core.words import printable_line
from lungdesk.formats.archive import unpacked_name
from lungdesk.formats.film_names import TABLE_OF_CONTENTS

#: Of failures whose sentences name other files than their own.
_NAMING: Final = frozenset(
    {
        ErrorCode.ARCHIVE_DAMAGED,
        ErrorCode.ARCHIVE_UNSAFE,
        ErrorCode.ARCHIVE_TOO_LARGE,
        ErrorCode.ARCHIVE_ENCRYPTED,
        ErrorCode.ARCHIVE_METHOD,
        ErrorCode.UNEXPECTED,
    }
)

_INSTEAD: Final = "The file"


def is_naming(path: str, code: str) -> bool:
    """Whether what is said of a file may name others: of what is in it, or nobody knows what."""
    return code in _NAMING or Path(path).name.upper() == TABLE_OF_CONTENTS


def unnamed(message: str, path: str, code: str) -> str:
    """A message without the name of the file, and that of the ZIP file it may lie in.

    What is said of ZIP files and tables of contents names what is in them, and nobody knows what
    an unexpected failure names: their code stands alone. A name that is a word or a short number
    is taken for one where the message begins with it, as those of failures do, and nowhere else.
    """
    name, folders = Path(path).name, Path(path).parts[:-1]
    if is_naming(path, code):
        return code
    names = [path, name, *(folder for folder in folders if "." in folder)]
    names += (
        [unpacked_name(name), _once_unpacked(name), *map(printable_line, names)] if name else []
    )
    names = sorted(map(composed, filter(None, names)), key=len, reverse=True)
    message = composed(message)
    first = next((one for one in names if message.startswith(f"{one} ")), None)
    if first is not None:
        message = _INSTEAD + message.removeprefix(first)
    return without_phrases(message, filter(is_telling_name, names), _INSTEAD)


def _once_unpacked(name: str) -> str:
    """What a film of a ZIP file was called in tables of before: more letters were replaced."""
    return "".join(c if c.isalnum() or c in "-_. ()" else "_" for c in name)
