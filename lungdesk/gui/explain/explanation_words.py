"""What the window says of maps and of their tests."""

from __future__ import annotations

from typing import Final

import numpy as np

from lungdesk.core.faithfulness import Faithfulness
from lungdesk.gui.words import percent

#: What the first map is called here: it comes with the reading.
GRADCAM: Final = "Grad-CAM"

#: Title, what it is, and how long it takes, by method.
ABOUT: Final = {
    GRADCAM: ("Grad-CAM", "Evidence in the last layers of the network; comes with each reading."),
    "Occlusion": (
        "Occlusion",
        "How far the probability falls when a small place is blurred. Asks the model 257 times.",
    ),
    "RISE": (
        "Random masks (RISE)",
        "Where the film must be seen for the class to be likely. Asks the model 400 times.",
    ),
}

#: A class that the model hardly considers cannot become much less probable.
_HARDLY = 0.05


def outcome_words(found: Faithfulness, class_name: str) -> str:
    """The outcome of a test in two or three sentences."""
    if found.probability < _HARDLY:
        return (
            f"The model gives {class_name} only {percent(found.probability)}: there is nothing that"
            " blurring could take away. Choose a class that it considers."
        )
    after = found.probability - found.hot_drop
    verb = "lowers" if found.hot_drop > 0 else "does not lower"
    other = float(np.median(found.other_drops))
    elsewhere = found.probability - other
    return (
        f"Blurring the tenth of the film that this map marks {verb} {class_name}: from"
        f" {percent(found.probability)} to {percent(after)}. Blurring as much elsewhere leaves it"
        f" at {percent(elsewhere)} (the middle one of {len(found.other_drops)} places)."
        f" {_verdict(found)}"
    )


def area_words(found: Faithfulness) -> str:
    """Areas under the two curves."""
    return (
        f"Deletion {found.deletion_area:.2f} (lower is better),"
        f" insertion {found.insertion_area:.2f} (higher is better)"
    )


def _verdict(found: Faithfulness) -> str:
    if found.is_faithful:
        return "The map marks what the model goes by."
    if found.hot_drop > 0:
        return "Other places matter as much to the model: do not rely on this map."
    return "What the map marks does not speak for this class: do not rely on this map."
