import itertools

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui import icons, theme

COLOURS = theme.DARK


@pytest.mark.parametrize("ground", [COLOURS.film, COLOURS.panel, COLOURS.raised, COLOURS.hover])
@pytest.mark.parametrize("ink", [COLOURS.text, COLOURS.muted, COLOURS.accent, COLOURS.doubt])
def test_words_can_be_read_on_every_ground(ink: str, ground: str) -> None:
    assert theme.contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (COLOURS.on_accent, COLOURS.accent),
        (COLOURS.on_accent, COLOURS.text),
        (COLOURS.text, COLOURS.doubt_dim),
        (COLOURS.text, COLOURS.refusal_dim),
        (COLOURS.muted, COLOURS.refusal_dim),
        (COLOURS.muted, COLOURS.doubt_dim),
        (COLOURS.text, COLOURS.accent_dim),
        (COLOURS.refusal, COLOURS.panel),
        (COLOURS.refusal, COLOURS.hover),
    ],
)
def test_special_pairs_can_be_read(ink: str, ground: str) -> None:
    assert theme.contrast(ink, ground) >= 4.5


def test_known_contrasts() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#777777") == 1


def test_every_class_has_its_own_colour_that_shows_on_the_panel() -> None:
    assert len(set(theme.CLASS_COLOURS)) == len(CHEST_LABELS)
    for colour in theme.CLASS_COLOURS:
        assert theme.contrast(colour, COLOURS.line) >= 3


def _as_seen_without_green_cones(colour: str) -> tuple[float, float, float]:
    """Deuteranopia after Viénot, Brettel and Mollon 1999, on linear light."""
    r, g, b = ((QColor(colour).getRgbF()[i] or 0) ** 2.2 for i in range(3))  # type: ignore[index]
    seen = 0.29275 * r + 0.70725 * g
    return (seen, seen, -0.02234 * r + 0.02234 * g + b)


def test_class_colours_stay_apart_without_green_cones() -> None:
    for first, second in itertools.combinations(theme.CLASS_COLOURS, 2):
        a, b = _as_seen_without_green_cones(first), _as_seen_without_green_cones(second)
        assert max(abs(x - y) for x, y in zip(a, b, strict=True)) > 0.08, (first, second)


def test_the_style_sheet_has_no_hole() -> None:
    assert "$" not in theme.style_sheet()


@pytest.mark.parametrize("name", icons.NAMES)
def test_every_icon_draws_something(name: str, qtbot: QtBot) -> None:
    image = icons.pixmap(name, "#ffffff", 18).toImage()
    inked = sum(
        image.pixelColor(x, y).alpha() > 128
        for x in range(image.width())
        for y in range(image.height())
    )
    assert 20 < inked < image.width() * image.height() / 2
