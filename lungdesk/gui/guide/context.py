"""Which chapter of the guide belongs to what is being worked with."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

from lungdesk.services.guide import CONTENTS

#: By the class of a window or of a part of the main window.
CHAPTERS: Final = {
    "ViewerPanel": "reading",
    "StudiesPanel": "reading",
    "ExplainPanel": "heatmaps",
    "GatePanel": "doubt",
    "ExplanationsDialog": "heatmaps",
    "WorklistView": "worklist",
    "TrainingView": "training",
    "EvaluationView": "training",
    "RunsDialog": "training",
    "ModelsDialog": "training",
    "AdaptDialog": "adapting",
    "TagsDialog": "reading",
}


def chapter_at(focus: QObject | None) -> str:
    """Chapter of the innermost part that has one; the contents where none has."""
    while focus is not None:
        chapter = CHAPTERS.get(type(focus).__name__)
        if chapter is not None:
            return chapter
        focus = focus.parent()
    return CONTENTS
