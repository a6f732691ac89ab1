from __future__ import annotations

import numpy as np
import pytest

from lungdesk.core.imaging import grayscale
from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.radiograph import Photometric, Radiograph, Window
from lungdesk.gui import film as films
from lungdesk.gui.viewer.renderer import Renderer, visible_tile
from tests.gui.fakes import radiograph

VIEW = (500, 400)


def noisy(shape: tuple[int, int] = (300, 400), dtype: type[np.generic] = np.uint16) -> Radiograph:
    stored = np.random.default_rng(0).integers(0, 100, shape).astype(dtype)
    return radiograph(stored=stored, voi=(Window(50.0, 80.0),))


def smooth(shape: tuple[int, int] = (600, 800)) -> Radiograph:
    y, x = np.mgrid[: shape[0], : shape[1]]
    stored = (2000 + 900 * np.sin(x / 60) + 900 * np.cos(y / 45)).astype(np.uint16)
    return radiograph(stored=stored)


def rendered(shot: Radiograph, geometry: ViewGeometry, *, ratio: float = 1.0) -> np.ndarray:
    """What stands on the screen, black where the picture does not reach."""
    film = films.prepare(shot)
    lut = None if shot.is_colour else grayscale.display_lut(shot)
    picture = Renderer().render(film, geometry, lut, ratio=ratio)
    assert picture is not None
    columns, rows = (round(side * ratio) for side in geometry.view_size)
    screen = np.zeros((rows, columns, *picture.pixels.shape[2:]), np.uint8)
    h, w = picture.pixels.shape[:2]
    top, left = max(0, picture.top), max(0, picture.left)
    bottom, right = min(rows, picture.top + h), min(columns, picture.left + w)
    inside = picture.pixels[top - picture.top : bottom - picture.top]
    screen[top:bottom, left:right] = inside[:, left - picture.left : right - picture.left]
    return screen


def expected_at(shot: Radiograph, geometry: ViewGeometry, point: tuple[int, int]) -> int:
    """Grey value of the film pixel under the middle of a screen pixel."""
    x, y = geometry.to_film((point[0] + 0.5, point[1] + 0.5))
    return int(grayscale.p_values(shot)[int(y), int(x)])


@pytest.mark.parametrize(
    ("scale", "level"), [(4, 0), (1, 0), (0.51, 0), (0.5, 1), (0.3, 1), (0.01, 2)]
)
def test_the_level_has_a_value_for_every_screen_pixel(scale: float, level: int) -> None:
    film = films.prepare(radiograph(size=(1400, 1200)))
    tile = visible_tile(film, (0, 0, 1400, 1200), scale)
    assert tile is not None
    assert tile.level == level
    assert tile.right << tile.level >= 1400


def test_nothing_is_rendered_beside_the_film() -> None:
    film = films.prepare(radiograph())
    beside = ViewGeometry.fitting(film.size, VIEW).at_scale(1.0)
    far = ViewGeometry(film.size, VIEW, (9000.0, 9000.0), 1.0)
    lut = grayscale.display_lut(film.radiograph)
    assert Renderer().render(film, beside, lut) is not None
    assert Renderer().render(film, far, lut) is None


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint16, np.int16, np.int32, np.uint32])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_at_one_to_one_every_pixel_is_that_of_the_grayscale_chain(
    dtype: type[np.generic], degrees: int, is_mirrored: bool
) -> None:
    shot = noisy(dtype=dtype)
    size = (shot.columns, shot.rows) if degrees % 180 == 0 else (shot.rows, shot.columns)
    geometry = ViewGeometry(
        (shot.columns, shot.rows), size, (200.0, 150.0), 1.0, float(degrees), is_mirrored
    )
    whole = grayscale.p_values(shot)
    oracle = np.rot90(whole[:, ::-1] if is_mirrored else whole, k=-degrees // 90)
    assert np.array_equal(rendered(shot, geometry), oracle)


def test_monochrome1_is_turned_round_after_the_window() -> None:
    shot = radiograph(
        stored=np.array([[0, 4095] * 20] * 40, np.uint16), photometric=Photometric.MONOCHROME1
    )
    geometry = ViewGeometry((40, 40), (40, 40), (20.0, 20.0), 1.0)
    assert rendered(shot, geometry)[0, :2].tolist() == [255, 0]


@pytest.mark.parametrize("degrees", [0.0, 90.0, 17.5, 200.0])
@pytest.mark.parametrize("scale", [0.4, 0.9, 1.0, 3.0])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_at_any_size_and_turn_the_film_is_where_the_geometry_says(
    degrees: float, scale: float, ratio: float
) -> None:
    shot = smooth()
    film_size = (shot.columns, shot.rows)
    geometry = ViewGeometry(film_size, VIEW, (410.0, 290.0), scale, degrees, True)
    screen = rendered(shot, geometry, ratio=ratio)
    points = [(x, y) for x in range(20, VIEW[0], 60) for y in range(20, VIEW[1], 60)]
    inside = [p for p in points if _is_inside(geometry.to_film(p), film_size)]
    assert inside
    for x, y in inside:
        seen = int(screen[int((y + 0.5) * ratio), int((x + 0.5) * ratio)])
        # The steepest slope is 60 of 255 grey levels in 60 film pixels.
        assert abs(seen - expected_at(shot, geometry, (x, y))) <= 2 + 1.5 / scale


def _is_inside(point: tuple[float, float], size: tuple[int, int]) -> bool:
    return 4 < point[0] < size[0] - 4 and 4 < point[1] < size[1] - 4


def test_reducing_leaves_no_pixel_out() -> None:
    """A chequerboard of single pixels becomes even grey, not a pattern of its own."""
    stored = np.indices((1024, 1024)).sum(axis=0) % 2 * 4095
    shot = radiograph(stored=stored.astype(np.uint16))
    geometry = ViewGeometry.fitting((1024, 1024), (300, 300))
    assert np.ptp(rendered(shot, geometry)[5:-5, 5:-5]) <= 2


def test_colour_is_left_as_it_is() -> None:
    rgb = np.zeros((60, 80, 3), np.uint8)
    rgb[..., 2] = 200
    shot = Radiograph(rgb, Photometric.RGB, 8, radiograph().instance)
    geometry = ViewGeometry((80, 60), (80, 60), (40.0, 30.0), 1.0)
    assert (rendered(shot, geometry) == [0, 0, 200]).all()


def test_dragging_the_window_uses_the_buffer_again() -> None:
    film = films.prepare(smooth())
    geometry = ViewGeometry.fitting(film.size, VIEW)
    renderer = Renderer()
    lut = grayscale.display_lut(film.radiograph)
    first = renderer.render(film, geometry, lut)
    second = renderer.render(film, geometry, grayscale.display_lut(film.radiograph, Window(9, 9)))
    assert first is not None
    assert second is not None
    assert first.pixels is second.pixels
