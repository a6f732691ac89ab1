import numpy as np

from lungdesk.core.radiograph import LookupTable, Window
from lungdesk.gui.viewer.grey_look import GreyLook, as_window


def test_window_drag_directions() -> None:
    look = GreyLook(Window(100.0, 50.0))
    wider = look.dragged(10, 0, 2.0, is_dark_high=False)
    assert wider.voi == Window(100.0, 70.0)
    brighter = look.dragged(0, -10, 2.0, is_dark_high=False)
    assert brighter.voi == Window(80.0, 50.0)
    assert look.dragged(0, -10, 2.0, is_dark_high=True).voi == Window(120.0, 50.0)


def test_a_window_never_closes() -> None:
    assert (
        as_window(GreyLook(Window(0.0, 5.0)).dragged(-99, 0, 1, is_dark_high=False).voi).width == 1
    )


def test_dragging_goes_on_from_a_table_that_shows_high_values_dark() -> None:
    falling = LookupTable(100, np.arange(400, dtype=np.uint16)[::-1].copy(), 9)
    dragged = GreyLook(falling).dragged(0, -10, 1.0, is_dark_high=False)
    start = as_window(falling)
    assert dragged.is_inverted
    assert isinstance(dragged.voi, Window)
    # High values are dark, so brighter is a higher centre.
    assert (dragged.voi.center, dragged.voi.width) == (start.center + 10, start.width)


def test_another_window_keeps_what_is_dark_and_the_table_gets_its_own_look_back() -> None:
    falling = LookupTable(100, np.arange(400, dtype=np.uint16)[::-1].copy(), 9)
    for is_inverted in (False, True):
        look = GreyLook(falling, is_inverted)
        windowed = look.windowed(Window(300.0, 50.0))
        assert windowed.is_inverted is not is_inverted
        assert windowed.windowed(Window(250.0, 90.0)).is_inverted is not is_inverted
        assert windowed.windowed(falling) == look
