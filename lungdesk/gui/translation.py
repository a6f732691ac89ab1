"""Texts in the language of the window; English, in which they are written, is one of them.

Modules hold tables of texts, so the language is chosen before they are imported (`use`) and stays
until the program ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from numbers import Number
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from lungdesk.core.errors import LungDeskError
from lungdesk.core.language import ENGLISH, Language
from lungdesk.services.languages import LANGUAGES, language, own_words

#: As the settings name it: whatever the system speaks, if LungDesk speaks it too.
SYSTEM: Final = "system"


class Said(str):
    """A text with values in it, which knows them."""

    template: str
    values: Mapping[str, Any]

    def changed(self, change: Callable[[str], str]) -> str:
        """The same with other values; numbers stay."""
        values = {name: _changed(value, change) for name, value in self.values.items()}
        return _Window.language.tr(self.template, **values)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, Number):
        return value
    return value.changed(change) if isinstance(value, Said) else change(str(value))


class _Window:
    """What the window speaks."""

    language: Language = ENGLISH


def tr(text: str, /, **values: Any) -> str:
    """Text of the window in its language, with values in the places that are named for them."""
    said = _Window.language.tr(text, **values)
    if values:
        said = Said(said)
        said.template, said.values = text, values
    return said


def with_values_changed(words: str, change: Callable[[str], str]) -> str:
    """What is said, with all but the program's own words changed."""
    if isinstance(words, Said):
        return words.changed(change)
    return own_words(spoken()).changed(words, change)


def grouped(number: float, format_spec: str = ",") -> str:
    """A number alone, its thousands set apart as they are in the texts of the language."""
    return _Window.language.grouped(number, format_spec)


def told(sentence: str) -> str:
    """What a part below the window says, in the language of the window; as it is if not known."""
    return sentence if isinstance(sentence, Said) else _Window.language.told(sentence)


def all_told(sentences: Iterable[str]) -> tuple[str, ...]:
    """Each of them as `told` says it."""
    return _Window.language.all_told(sentences)


def told_error(error: LungDeskError) -> LungDeskError:
    """The error itself, which says its sentence and its hint in the language of the window."""
    error.message, error.hint = told(error.message), told(error.hint)
    return error


def language_of(wanted: str) -> str:
    """Code of the language to show, of a setting: `SYSTEM` or a code; English if not known."""
    asked = QLocale.system().uiLanguages() if wanted == SYSTEM else [wanted]
    codes = (each.replace("_", "-").split("-")[0] for each in asked)
    return next((code for code in codes if code in LANGUAGES), ENGLISH.code)


def use(code: str) -> None:
    """Show texts in this language from now on; to be called before they are imported."""
    _Window.language = language(code)


def spoken() -> str:
    """Code of the language that the window speaks."""
    return _Window.language.code


def speak(app: QCoreApplication) -> None:
    """Let Qt say OK, Cancel and the like in the language, and write numbers as the texts do."""
    numbers = QLocale("en_US")  # whatever the system has: a point in a text is a point in a field
    if spoken() != ENGLISH.code:
        numbers.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        translator = QTranslator(app)
        translator.load(str(folder / f"qtbase_{spoken()}.qm"))
        app.installTranslator(translator)
    QLocale.setDefault(numbers)
