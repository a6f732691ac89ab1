"""What the user has chosen in the preferences, keys aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from lungdesk.core.report import ReportStyle
from lungdesk.gui.translation import spoken
from lungdesk.services.languages import LANGUAGES
from lungdesk.services.reader_name import system_reader

#: Reports are in the language that the window speaks.
AS_WINDOW: Final = "window"


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the user wants the window to behave.

    Attributes
    ----------
    is_private
        Whether nothing on the screen may tell whose films these are.
    is_level_reversed
        Whether dragging up makes a film darker instead of brighter.
    monitor_pitches
        Measured side of a pixel in mm, by the key of the monitor.
    theme
        ``dark``, ``light`` or ``system``.
    language
        ``system``, or the code of a language; the next start shows it.
    report
        What reports look like, their language aside.
    report_language
        `AS_WINDOW`, or the code of a language.
    results_folder
        Where DICOM results go; empty for a folder of LungDesk's own.
    reader
        Who reads; empty for the name that the user is logged in with.
    """

    is_private: bool = False
    is_level_reversed: bool = False
    monitor_pitches: Mapping[str, float] = field(default_factory=dict)
    theme: str = "dark"
    language: str = "system"
    report: ReportStyle = field(default_factory=ReportStyle)
    report_language: str = AS_WINDOW
    results_folder: str = ""
    reader: str = ""

    @property
    def reader_name(self) -> str:
        """Whose verdicts and blinded reads these are; empty where nobody says."""
        return " ".join((self.reader or system_reader()).split())

    def results_base(self, usual: Path) -> Path:
        """Folder that DICOM results go into; ``usual`` is LungDesk's own."""
        return Path(self.results_folder).expanduser() if self.results_folder else usual

    @property
    def report_style(self) -> ReportStyle:
        """What a report that is made now looks like, and the language it is in."""
        is_known = self.report_language in LANGUAGES
        language = self.report_language if is_known else spoken()
        return replace(self.report, language=language)
