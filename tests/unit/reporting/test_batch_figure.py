"""The figure of a batch, of models with any classes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.colors import to_hex

from lungdesk.core.colours import CLASS_COLOURS, colour_places
from lungdesk.core.labels import LabelSet
from lungdesk.core.report import BatchReport
from lungdesk.reporting.batch_figure import batch_figure
from lungdesk.reporting.figure_style import encoded


def batch(*ids: str) -> BatchReport:
    """One film of each class."""
    leading = np.array([[number, 0.9] for number in range(len(ids))])
    labels = LabelSet.from_ids(ids)
    return BatchReport("/films", "2026", labels, leading, len(ids), 0, 0, uncertain=0)


def test_bars_have_the_colours_of_their_classes() -> None:
    ids = ("silicosis", "tuberculosis")
    counts, _ = batch_figure(batch(*ids)).axes

    drawn = [to_hex(bar.get_facecolor()) for bar in counts.patches]
    assert drawn == [CLASS_COLOURS[place] for place in colour_places(ids)]
    assert drawn[1] == CLASS_COLOURS[4]


def test_names_in_any_script_are_drawn() -> None:
    # A letter without a font is a warning, and that an error here.
    assert encoded(batch_figure(batch("肺炎", "Грипп")), "png").startswith(b"\x89PNG")


def test_many_classes_have_room_for_their_names() -> None:
    figure = batch_figure(batch(*(f"class_{number}" for number in range(24))))
    figure.draw_without_rendering()

    boxes = [label.get_window_extent() for label in figure.axes[0].get_yticklabels()]
    upper = sorted(boxes, key=lambda box: box.y0)
    assert all(one.y1 <= other.y0 for one, other in pairwise(upper))
