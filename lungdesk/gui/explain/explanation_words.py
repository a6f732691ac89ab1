"""What the window says of maps and of their tests."""

from __future__ import annotations

from typing import Final

import numpy as np

from lungdesk.core.faithfulness import Faithfulness
from lungdesk.core.imaging.heat_look import HeatScale
from lungdesk.gui.translation import tr
from lungdesk.gui.words import percent

#: What the first map is called here: it comes with the reading.
GRADCAM: Final = "Grad-CAM"

#: Title, what it is, and how long it takes, by method.
ABOUT: Final = {
    GRADCAM: (
        "Grad-CAM",
        tr("Evidence in the last layers of the network; comes with each reading."),
    ),
    "LayerCAM": (
        "LayerCAM",
        tr(
            "Evidence in an earlier layer, on a finer grid: more details, of which some mean"
            " nothing. Asks the model once."
        ),
    ),
    "Occlusion": (
        tr("Occlusion"),
        tr(
            "How far the probability falls when a small place is blurred. Asks the model 257 times."
        ),
    ),
    "RISE": (
        tr("Random masks (RISE)"),
        tr("Where the film must be seen for the class to be likely. Asks the model 400 times."),
    ),
}

#: What has maps like those that the model's fixed scale was measured on.
ON_MODEL_SCALE: Final = (GRADCAM,)

#: A class that the model hardly considers cannot become much less probable.
_HARDLY = 0.05


def scale_words(scale: HeatScale, fixed: float | None) -> str:
    """What the hottest colour stands for in the rows.

    Parameters
    ----------
    fixed
        End of the scale that is fixed for the model; None where it is not known.
    """
    if scale is HeatScale.MAP:
        return tr("Each map has a scale of its own.")
    if scale is HeatScale.MODEL and fixed is not None:
        return tr(
            "Grad-CAM has the scale that is fixed for the model. Each of the other rows, in other"
            " units, has a scale of its own, the same for all its maps."
        )
    return tr("Each row has a scale of its own, the same for all its maps.")


def empty_words(class_name: str) -> str:
    """Why a map was not tested."""
    return tr(
        "This map is empty: it marks nothing that speaks for {class_name}, so that there is nothing"
        " to blur.",
        class_name=class_name,
    )


def outcome_words(found: Faithfulness, class_name: str) -> str:
    """The outcome of a test in two or three sentences."""
    if found.probability < _HARDLY:
        return tr(
            "The model gives {class_name} only {percent}: there is nothing that "
            "blurring could take away. Choose a class that it considers.",
            class_name=class_name,
            percent=percent(found.probability),
        )
    after = found.probability - found.hot_drop
    verb = tr("lowers") if found.hot_drop > 0 else tr("does not lower")
    other = float(np.median(found.other_drops))
    elsewhere = found.probability - other
    return tr(
        "Blurring the tenth of the film that this map marks {verb} {class_name}: "
        "from {percent} to {percent_2}. Blurring as much elsewhere leaves it at "
        "{percent_3} (the middle one of {count} places). {verdict}",
        verb=verb,
        class_name=class_name,
        percent=percent(found.probability),
        percent_2=percent(after),
        percent_3=percent(elsewhere),
        count=len(found.other_drops),
        verdict=_verdict(found),
    )


def area_words(found: Faithfulness) -> str:
    """Areas under the two curves."""
    return tr(
        "Deletion {deletion_area:.2f} (lower is better), "
        "insertion {insertion_area:.2f} (higher is better)",
        deletion_area=found.deletion_area,
        insertion_area=found.insertion_area,
    )


def _verdict(found: Faithfulness) -> str:
    if found.is_faithful:
        return tr("The map marks what the model goes by.")
    if found.hot_drop > 0:
        return tr(
            "{number} of {count} other places lower it at least as much: do not rely on this map.",
            number=int(np.sum(found.other_drops >= found.hot_drop)),
            count=len(found.other_drops),
        )
    return tr("What the map marks does not speak for this class: do not rely on this map.")
