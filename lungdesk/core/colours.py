"""Colours of the classes, the same in the window, in figures and in reports."""

from __future__ import annotations

from typing import Final

#: One colour per class index (Paul Tol's "light" scheme, which stays apart for every kind of colour
#: blindness, the warm ones kept away from the amber of doubt): for areas.
CLASS_COLOURS: Final = ("#44bb99", "#77aadd", "#ee8866", "#ffaabb", "#d9d06a")

#: The same hues, dark enough for thin lines on white paper (contrast at least 3:1); they, too, stay
#: apart without red or green cones, by how dark they are.
CLASS_INKS: Final = ("#1d8760", "#0966a5", "#8f3210", "#c15c88", "#868213")
