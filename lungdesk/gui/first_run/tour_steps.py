"""What the tour points at, and what it says there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lungdesk.gui.key_bindings import KeyBindings, key_words
from lungdesk.gui.translation import tr


@dataclass(frozen=True, slots=True)
class TourStep:
    """One stop: the accessible name of the control it points at, a heading and a sentence."""

    target: str
    title: str
    words: str


_BEFORE_HEAT: Final = (
    TourStep(
        tr("Films"),
        tr("Films"),
        tr(
            "Everything you open is listed here: files, folders, ZIP files, DICOM discs. Drop them"
            " anywhere on the window. The arrow keys go through the list."
        ),
    ),
    TourStep(
        tr("Film"),
        tr("The film"),
        tr(
            "Drag with the left button for the window, with the right one to zoom, with the"
            " middle one to move; the wheel turns to the next film. A right click shows what else"
            " can be done; 0 undoes it all."
        ),
    ),
    TourStep(
        tr("Probabilities"),
        tr("What the model says"),
        tr(
            "A bar for each class. The tick is the point from which on it counts as a finding;"
            " “Uncertain” means that no class gets there. Click a class to have it explained."
            " It knows these five answers only: a film with anything else, such as masses, gets one"
            " of them all the same."
        ),
    ),
)
_TOOLS: Final = TourStep(
    tr("Tools"),
    tr("Tools"),
    tr("Views, layouts and the window. Each tells its key when the pointer rests on it."),
)


def tour_steps(keys: KeyBindings) -> tuple[TourStep, ...]:
    """All stops, which name keys as the user has them."""
    return (*_BEFORE_HEAT, _heat(keys), _TOOLS, _everything_else(keys))


def _heat(keys: KeyBindings) -> TourStep:
    key = key_words(keys, "heatmap")
    shows = tr("The heatmap shows which places speak for the chosen class.")
    if key:
        shows = tr("The heatmap shows which places speak for the chosen class ({key}).", key=key)
    explains = tr("It explains the model, not the patient.")
    return TourStep(
        tr("Show the heatmap on the film"), tr("Where it looked"), f"{shows} {explains}"
    )


def _everything_else(keys: KeyBindings) -> TourStep:
    finder, guide = key_words(keys, "commands"), key_words(keys, "guide")
    words = [tr("Measuring, the worklist, training and evaluation are in the menus.")]
    if finder:
        words.append(tr("{key} finds each of them by name.", key=finder))
    if guide:
        words.append(tr("{key} opens the guide.", key=guide))
    words.append(tr("Help > Tour shows this again."))
    return TourStep(tr("Menus"), tr("Everything else"), " ".join(words))
