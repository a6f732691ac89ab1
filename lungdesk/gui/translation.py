"""Texts in the language of the window; English, in which they are written, is one of them.

Modules hold tables of texts, so the language is chosen before they are imported (`use`) and stays
until the program ends.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from typing_extensions import override

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.sentence_templates import SentenceTemplates
from lungdesk.services.paths import resources_folder

#: As the settings name it: whatever the system speaks, if LungDesk speaks it too.
SYSTEM: Final = "system"
ENGLISH: Final = "en"
#: Languages by their codes, each under the name that those who read it look for.
LANGUAGES: Final = {
    ENGLISH: "English",
    "es": "Español",
}
#: Contexts of a catalogue: texts of the window, and what the parts below it say.
WINDOW, BELOW = "LungDesk", "Sentences"
#: Where a compiled catalogue, which cannot be listed, has its templates, one a line.
TEMPLATES = ("all", "Templates")

_THOUSANDS: Final = "\N{NARROW NO-BREAK SPACE}"


class _Catalogue:
    """What is loaded of a language; nothing is English."""

    def __init__(self) -> None:
        self.language = ENGLISH
        self.words: QTranslator | None = None
        self.templates = SentenceTemplates()

    def find(self, text: str, *contexts: str) -> str:
        """What stands for a text in the first context that has it; empty where none does."""
        if self.words is None:
            return ""
        return next((t for c in contexts if (t := self.words.translate(c, text))), "")


_shown = _Catalogue()


class _Format(string.Formatter):
    """Sets thousands apart by a narrow space: a comma means a decimal in many a language."""

    @override
    def format_field(self, value: Any, format_spec: str) -> str:
        shown = str(super().format_field(value, format_spec))
        return shown.replace(",", _THOUSANDS) if "," in format_spec else shown


_FORMAT: Final = _Format()


def tr(text: str, /, **values: Any) -> str:
    """Text of the window in its language, with values in the places that are named for them."""
    if _shown.words is None:
        return text.format(**values) if values else text
    found = _shown.find(text, WINDOW) or text
    return _FORMAT.vformat(found, (), values) if values else found


def grouped(number: float, format_spec: str = ",") -> str:
    """A number alone, its thousands set apart as they are in the texts of the language."""
    return (
        format(number, format_spec)
        if _shown.words is None
        else _FORMAT.format_field(number, format_spec)
    )


def told(sentence: str) -> str:
    """What a part below the window says, in the language of the window; as it is if not known.

    Sentences come with their values in place, from child processes and files too, so what is not
    a text of the catalogue is compared with its templates.
    """
    return sentence if _shown.words is None else _told(sentence)


@lru_cache(maxsize=2048)
def _told(sentence: str) -> str:
    found = _known(sentence)
    inner = sentence.strip()
    if inner and inner != sentence and not found:  # a piece that is put behind another one
        before, _, after = sentence.partition(inner)
        return before + _told(inner) + after
    return found or _shown.templates.filled(sentence, _told, _known) or sentence


def _known(text: str) -> str:
    return _shown.find(text, BELOW, WINDOW)


def all_told(sentences: Iterable[str]) -> tuple[str, ...]:
    """Each of them as `told` says it."""
    return tuple(told(sentence) for sentence in sentences)


def told_error(error: LungDeskError) -> LungDeskError:
    """The error itself, which says its sentence and its hint in the language of the window."""
    error.message, error.hint = told(error.message), told(error.hint)
    return error


def language_of(wanted: str) -> str:
    """Code of the language to show, of a setting: `SYSTEM` or a code; English if not known."""
    asked = QLocale.system().uiLanguages() if wanted == SYSTEM else [wanted]
    codes = (each.replace("_", "-").split("-")[0] for each in asked)
    return next((code for code in codes if code in LANGUAGES), ENGLISH)


def use(language: str) -> None:
    """Show texts in this language from now on; to be called before they are imported."""
    _told.cache_clear()
    _shown.language, _shown.words = language, None
    if language != ENGLISH:
        _shown.words = _loaded(catalogue_file(language, "qm"))
        _shown.templates = SentenceTemplates(_shown.find(*TEMPLATES).split("\n"))


def speak(app: QCoreApplication) -> None:
    """Let Qt say OK, Cancel and the like in the language, and write numbers as the texts do."""
    numbers = QLocale("en_US")  # whatever the system has: a point in a text is a point in a field
    if _shown.language != ENGLISH:
        numbers.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        app.installTranslator(_loaded(folder / f"qtbase_{_shown.language}.qm", app))
    QLocale.setDefault(numbers)


def catalogue_file(language: str, suffix: str) -> Path:
    """Catalogue of a language: ``ts`` as it is written, ``qm`` as it is read."""
    return resources_folder() / "translations" / f"lungdesk_{language}.{suffix}"


def _loaded(path: Path, parent: QCoreApplication | None = None) -> QTranslator:
    translator = QTranslator(parent)
    translator.load(str(path))
    return translator
