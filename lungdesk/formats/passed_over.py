"""What is passed over where films are looked for, and how that is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class PassedOver(StrEnum):
    """Why something is not looked at, though somebody may miss a film for it."""

    FOLDER_LINK = "link to a folder"
    NO_ARCHIVE = "no ZIP file"
    OTHER_FILE = "no image"
    OLDER_ENTRY = "entry of a name that a later one has"
    DAMAGED_MEDIUM = "damaged table of contents"


_ONE: Final = {
    PassedOver.FOLDER_LINK: "1 link to a folder was passed over: it may lead in a circle.",
    PassedOver.NO_ARCHIVE: "1 file that is called a ZIP file is none.",
    PassedOver.OTHER_FILE: "1 file that is no image was passed over.",
    PassedOver.OLDER_ENTRY: "1 name stands in a ZIP file more than once: the last film counts.",
    PassedOver.DAMAGED_MEDIUM: "1 table of contents is damaged: films were found without it.",
}
_SEVERAL: Final = {
    PassedOver.FOLDER_LINK: (
        "{count:,} links to folders were passed over: they may lead in a circle."
    ),
    PassedOver.NO_ARCHIVE: "{count:,} files that are called ZIP files are none.",
    PassedOver.OTHER_FILE: "{count:,} files that are no images were passed over.",
    PassedOver.OLDER_ENTRY: (
        "{count:,} names stand in a ZIP file more than once: the last film of each counts."
    ),
    PassedOver.DAMAGED_MEDIUM: (
        "{count:,} tables of contents are damaged: films were found without them."
    ),
}


def passed_over_words(kinds: Iterable[PassedOver]) -> tuple[str, ...]:
    """A sentence for each kind that there is, with how many."""
    counted = Counter(kinds)
    return tuple(
        _ONE[kind] if counted[kind] == 1 else _SEVERAL[kind].format(count=counted[kind])
        for kind in PassedOver
        if counted[kind]
    )
