"""The rows of a batch as a workbook.

In English they are those of the table that programs read; in another language heads, classes and
states are words, because nobody but people reads them there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lungdesk.core.labels import LabelSet
from lungdesk.core.language import ENGLISH, Language
from lungdesk.reporting.workbook import workbook

_PROBABILITY: Final = "p_"
_SECONDS: Final = "seconds"
#: Column of the place of a row in the table of the batch, counted from 1.
NUMBER: Final = "row"


def batch_workbook(
    columns: Sequence[str], rows: Iterable[Mapping[str, str]], language: Language = ENGLISH
) -> bytes:
    """A workbook of rows by column, which are taken one at a time."""
    tr = language.tr
    numbers = {name for name in columns if name.startswith(_PROBABILITY)} | {_SECONDS, NUMBER}
    is_said = language.code != ENGLISH.code

    def cell(name: str, text: str) -> str | float:
        if name in numbers and text:
            return float(text)
        return _said(name, text, language) if is_said else text

    worth = tr(
        "Probabilities are those the model gives; see the model card for what they are worth."
    )
    return workbook(
        tr("Results"),
        [_head(name, language) for name in columns] if is_said else columns,
        ([cell(name, row[name]) for name in columns] for row in rows),
        (tr("Research use only, not for diagnosis."), worth),
        notes_name=tr("About"),
    )


def _head(name: str, language: Language) -> str:
    tr = language.tr
    if name.startswith(_PROBABILITY):
        return tr("probability: {name}", name=_class(name.removeprefix(_PROBABILITY), language))
    heads = {
        NUMBER: tr("row"),
        "path": tr("file"),
        "status": tr("state"),
        "code": tr("code"),
        "message": tr("message"),
        "predicted": tr("most probable"),
        "model_id": tr("model"),
        "model_version": tr("version of the model"),
        "file_sha256": tr("SHA-256 of the file"),
        "patient_id": tr("patient ID"),
        "study_instance_uid": tr("UID of the study"),
        "sop_instance_uid": tr("UID of the film"),
        _SECONDS: tr("seconds"),
    }
    return heads.get(name, name)


def _said(name: str, text: str, language: Language) -> str:
    tr = language.tr
    if name == "message":
        return language.told(text)
    if name == "predicted" and text:
        return _class(text, language)
    if name == "status":
        states = {"ok": tr("read"), "refused": tr("refused"), "failed": tr("could not be read")}
        return states.get(text, text)
    return text


def _class(label_id: str, language: Language) -> str:
    return language.told(LabelSet.from_ids((label_id,)).names[0])
