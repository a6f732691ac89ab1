"""What the tour points at, and what it says there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class TourStep:
    """One stop: the accessible name of the control it points at, a heading and a sentence."""

    target: str
    title: str
    words: str


STEPS: Final = (
    TourStep(
        "Films",
        "Films",
        "Everything you open is listed here: files, folders, ZIP files, DICOM discs. Drop them"
        " anywhere on the window. The arrow keys go through the list.",
    ),
    TourStep(
        "Film",
        "The film",
        "Drag with the left button for the window, with the right one to move, turn the wheel to"
        " zoom. A right click shows what else can be done; 0 undoes it all.",
    ),
    TourStep(
        "Probabilities",
        "What the model says",
        "A bar for each class. The tick is the point from which on it counts as a finding;"
        " “Uncertain” means that no class gets there. Click a class to have it explained.",
    ),
    TourStep(
        "Show the heatmap on the film",
        "Where it looked",
        "The heatmap shows which places speak for the chosen class (G). It explains the model, not"
        " the patient.",
    ),
    TourStep(
        "Tools",
        "Tools",
        "Views, layouts and the window. Each tells its key when the pointer rests on it.",
    ),
    TourStep(
        "Menus",
        "Everything else",
        "Measuring, the worklist, training and evaluation are in the menus. Ctrl+K finds each of"
        " them by name, F1 opens the guide, and Help > Tour shows this again.",
    ),
)
