"""Whose film a file says it is: for keeping films of a patient together, and for nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: What stands for a Patient ID (PS3.3 C.7.1.1) where somebody has taken it away.
_PLACEHOLDER: Final = re.compile(
    r"0*|x*|(?:no|none|nil|null|na|unknown|unnamed|test|default|removed|deleted|hidden"
    r"|(?:de)?identified|deid|anon|anonym|anonymous|anonymi[sz]ed|anonimo|an[oó]nimo)?"
    r"(?:patient|name|id)*"
)


@dataclass(frozen=True, slots=True, repr=False)
class FilmPatient:
    """Who and when, as the header of a file has it; nothing of it is shown, kept or told.

    Attributes
    ----------
    patient_id, issuer
        Patient ID, and who gave it (PS3.3 C.7.1.1); empty where the file does not say.
    study
        UID of the study; empty where the file does not say.
    """

    patient_id: str
    issuer: str = ""
    study: str = ""

    @property
    def is_named(self) -> bool:
        """Whether the ID can be that of a person: it is not empty, and no placeholder."""
        letters = "".join(letter for letter in self.patient_id.casefold() if letter.isalnum())
        return _PLACEHOLDER.fullmatch(letters) is None


#: Gives what a file says; None where it is no DICOM file, or cannot be read.
PatientOf = Callable[[Path], FilmPatient | None]


def nobody(_path: Path) -> FilmPatient | None:
    """Looks into no file."""
    return None
