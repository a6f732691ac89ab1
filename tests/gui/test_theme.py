import itertools

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from lungdesk.core.colours import CLASS_COLOURS
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui import icons, theme
from lungdesk.gui.style_sheet import style_sheet
from lungdesk.gui.theme import Palette
from lungdesk.gui.widgets.confusion_view import cell_colours


@pytest.fixture(params=["dark", "light"])
def palette(request: pytest.FixtureRequest) -> Palette:
    return {"dark": theme.DARK, "light": theme.LIGHT}[request.param]


@pytest.mark.parametrize("ground", ["plot", "panel", "raised", "hover", "accent_dim"])
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "doubt", "refusal"])
def test_words_and_edges_can_be_seen_on_every_ground(
    palette: Palette, ink: str, ground: str
) -> None:
    found = theme.contrast(getattr(palette, ink), getattr(palette, ground))
    assert found >= theme.LEAST_CONTRAST


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("on_accent", "accent"),
        ("on_accent", "text"),
        ("text", "doubt_dim"),
        ("muted", "doubt_dim"),
        ("doubt", "doubt_dim"),
        ("text", "refusal_dim"),
        ("muted", "refusal_dim"),
        ("mark", "panel"),
        ("mark", "hover"),
    ],
)
def test_special_pairs_can_be_read(palette: Palette, ink: str, ground: str) -> None:
    found = theme.contrast(getattr(palette, ink), getattr(palette, ground))
    assert found >= theme.LEAST_CONTRAST


@pytest.mark.parametrize("ink", ["text", "muted", "accent", "doubt", "refusal", "mark"])
def test_what_is_written_on_a_film_can_be_read_in_every_theme(ink: str) -> None:
    assert theme.contrast(getattr(theme.ON_FILM, ink), theme.FILM) >= theme.LEAST_CONTRAST


def test_the_share_in_every_cell_of_a_matrix_can_be_read(palette: Palette) -> None:
    theme.use(palette)
    try:
        for hue in (palette.accent, palette.doubt):
            for per_cent in range(101):
                ground, ink = cell_colours(hue, per_cent)
                assert theme.contrast(ink, ground) >= theme.LEAST_CONTRAST, (hue, per_cent)
    finally:
        theme.use(theme.DARK)


def test_known_contrasts() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#777777") == 1


def test_every_class_has_its_own_colour_that_shows_on_the_panel(palette: Palette) -> None:
    assert len(set(palette.classes)) == len(CLASS_COLOURS) > len(CHEST_LABELS)
    for colour in palette.classes:
        assert theme.contrast(colour, palette.line) >= 3


def test_every_model_has_its_own_colour_on_which_its_figures_can_be_read(
    palette: Palette,
) -> None:
    assert len(set(palette.models)) == len(palette.models)
    for colour in palette.models:
        assert theme.contrast(palette.panel, colour) >= theme.LEAST_CONTRAST


def _as_seen_without_green_cones(colour: str) -> tuple[float, float, float]:
    """Deuteranopia after Viénot, Brettel and Mollon 1999, on linear light."""
    r, g, b = ((QColor(colour).getRgbF()[i] or 0) ** 2.2 for i in range(3))  # type: ignore[index]
    seen = 0.29275 * r + 0.70725 * g
    return (seen, seen, -0.02234 * r + 0.02234 * g + b)


def test_class_colours_stay_apart_without_green_cones(palette: Palette) -> None:
    for first, second in itertools.combinations(palette.classes, 2):
        a, b = _as_seen_without_green_cones(first), _as_seen_without_green_cones(second)
        assert max(abs(x - y) for x, y in zip(a, b, strict=True)) > 0.08, (first, second)


def test_the_style_sheet_has_no_hole(palette: Palette) -> None:
    assert "$" not in style_sheet(palette)


def test_a_colour_that_a_value_carries_holds_in_every_theme(palette: Palette) -> None:
    theme.use(palette)
    try:
        assert theme.shown("doubt") == palette.doubt
        assert theme.shown(theme.class_colours(CHEST_LABELS)[1]) == palette.classes[1]
        assert theme.shown("#123456") == "#123456"
    finally:
        theme.use(theme.DARK)


@pytest.mark.parametrize("name", icons.NAMES)
def test_every_icon_draws_something(name: str, qtbot: QtBot) -> None:
    image = icons.pixmap(name, "#ffffff", 18).toImage()
    inked = sum(
        image.pixelColor(x, y).alpha() > 128
        for x in range(image.width())
        for y in range(image.height())
    )
    assert 20 < inked < image.width() * image.height() / 2
