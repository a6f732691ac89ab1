from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.gui import theme
from lungdesk.gui.item_models import FilmListModel
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.gui.viewer.corner_text import KEY_IMAGE
from lungdesk.services.key_images import KeyImage
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader, radiograph

OTHER, SCAN = Path("/films/other.dcm"), Path("/films/scan.dcm")
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def three(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> MainWindow:
    """A window with three films; the last has four frames."""
    film = radiograph(SCAN)
    instance = replace(film.instance, frame_count=4)
    files.films[SCAN.name] = replace(film, instance=instance)
    show(window, qtbot, FILM, OTHER, SCAN)
    settle(window, qtbot)
    return window


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.bridge.is_busy and window.features.key_images.is_saved)


def go_to(window: MainWindow, qtbot: QtBot, path: Path, frame: int = 0) -> None:
    window.state.set_current(path)
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.READY)
    window.state.set_frame(frame)
    qtbot.waitUntil(lambda: place(window) == (path, frame))
    settle(window, qtbot)


def mark(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_K)
    settle(window, qtbot)


def place(window: MainWindow) -> tuple[Path | None, int]:
    film = window.state.film.film
    return window.state.film.path, film.radiograph.frame if film else -1


def is_at(window: MainWindow, expected: tuple[Path, int]) -> bool:
    return place(window) == expected


def is_marked(window: MainWindow) -> bool:
    return window.state.is_key_image


def stars(window: MainWindow) -> list[bool]:
    model = window.studies_panel.list.model()
    roles = [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    return ["key image" in words for words in roles]


def star_pixels(window: MainWindow) -> int:
    """How many pixels of the film list have the colour of marks."""
    red, green, blue = (int(theme.DARK.mark[i : i + 2], 16) for i in (1, 3, 5))
    seen = pixels(window.studies_panel.list).astype(int)
    return int((np.abs(seen - (red, green, blue)).max(axis=2) < 12).sum())


def test_k_marks_the_film_in_the_list_and_in_its_corner_and_takes_the_mark_away(
    three: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    assert star_pixels(three) == 0
    mark(three, qtbot)
    assert KEY_IMAGE in three.viewer.corners().top_right
    assert stars(three) == [True, False, False]
    assert star_pixels(three) > 20
    assert three.actions_table["key_image"].isChecked()
    assert [one.path for one in files.marked] == [str(FILM)]
    mark(three, qtbot)
    assert KEY_IMAGE not in three.viewer.corners().top_right
    assert stars(three) == [False, False, False]
    assert star_pixels(three) == 0
    assert files.marked == []


def test_the_star_stands_in_the_corner_of_the_film(three: MainWindow, qtbot: QtBot) -> None:
    view = three.viewer_panel.view
    before = pixels(view)
    mark(three, qtbot)
    changed = (pixels(view) != before).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert rows.size > 50
    assert rows.max() < view.height() // 4
    assert columns.min() > view.width() // 2


def test_a_frame_is_marked_for_itself(three: MainWindow, qtbot: QtBot) -> None:
    go_to(three, qtbot, SCAN, 2)
    mark(three, qtbot)
    assert is_marked(three)
    go_to(three, qtbot, SCAN, 1)
    assert not is_marked(three)
    assert stars(three) == [False, False, True]
    go_to(three, qtbot, SCAN, 2)
    assert is_marked(three)


def test_shift_k_goes_from_key_image_to_key_image_and_round(
    three: MainWindow, qtbot: QtBot
) -> None:
    go_to(three, qtbot, SCAN, 1)
    mark(three, qtbot)
    go_to(three, qtbot, SCAN, 3)
    mark(three, qtbot)
    go_to(three, qtbot, OTHER)
    mark(three, qtbot)
    for expected in ((SCAN, 1), (SCAN, 3), (OTHER, 0), (SCAN, 1)):
        QTest.keyClick(three, Qt.Key.Key_K, SHIFT)
        qtbot.waitUntil(partial(is_at, three, expected))


def test_a_step_through_a_long_list_looks_at_no_row_but_its_own(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [Path(f"/films/film-{number}.dcm") for number in range(50)]
    show(window, qtbot, *many)
    mark(window, qtbot)
    asked: list[Path | None] = []
    number_of = FilmListModel.number_of

    def counted(model: FilmListModel, path: Path | None) -> int | None:
        asked.append(path)
        return number_of(model, path)

    monkeypatch.setattr(FilmListModel, "number_of", counted)
    go_to(window, qtbot, many[1])

    assert len(asked) < len(many)
    assert stars(window) == [True, False, False]


def test_stars_are_there_again_when_films_are_closed_and_opened(
    three: MainWindow, qtbot: QtBot
) -> None:
    mark(three, qtbot)
    three.actions_table["close_all"].trigger()
    show(three, qtbot, OTHER, FILM, SCAN)
    settle(three, qtbot)
    assert stars(three) == [False, True, False]


def test_without_key_images_shift_k_says_how_to_mark_one(three: MainWindow) -> None:
    QTest.keyClick(three, Qt.Key.Key_K, SHIFT)
    assert "K marks the one" in three.progress_strip.words
    assert place(three) == (FILM, 0)


def test_marks_are_there_in_the_next_window(
    three: MainWindow, open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot
) -> None:
    go_to(three, qtbot, OTHER)
    mark(three, qtbot)
    second = open_window(reader)
    show(second, qtbot, FILM, OTHER, SCAN)
    qtbot.waitUntil(lambda: stars(second) == [False, True, False])
    assert not is_marked(second)


def test_quick_marks_end_as_the_last_one(three: MainWindow, files: FakeFiles, qtbot: QtBot) -> None:
    files.gate.clear()
    for _ in range(3):
        QTest.keyClick(three, Qt.Key.Key_K)
    assert is_marked(three)
    files.gate.set()
    settle(three, qtbot)
    assert [one.path for one in files.marked] == [str(FILM)]
    assert stars(three) == [True, False, False]


def mark_in_vain(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> None:
    """Mark the film while no mark can be kept, which is said."""
    files.mark_error = LungDeskError("No room.", code=ErrorCode.FILE_NOT_WRITABLE)
    QTest.keyClick(window, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: window.viewer_panel.messages.code == "LD-FILE-006")


def test_a_mark_that_cannot_be_kept_is_said_stays_and_is_tried_again(
    three: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    mark_in_vain(three, files, qtbot)
    three.messages.clear()
    three.state.set_current(OTHER)
    qtbot.waitUntil(lambda: not three.bridge.is_busy)
    assert not three.viewer_panel.messages.isVisible()  # said once
    assert stars(three) == [True, False, False]
    assert files.marked == []

    files.mark_error = None
    go_to(three, qtbot, SCAN)
    settle(three, qtbot)
    assert [one.path for one in files.marked] == [str(FILM)]
    assert stars(three) == [True, False, False]


def test_while_a_mark_cannot_be_kept_other_marks_are_shown(
    three: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    mark_in_vain(three, files, qtbot)
    files.marked = [KeyImage(str(OTHER), 0, str(OTHER))]  # another window has marked it

    three.state.set_current(OTHER)

    qtbot.waitUntil(lambda: stars(three) == [True, True, False])
    assert is_marked(three)


def test_closing_waits_until_the_mark_is_saved(
    three: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.gate.clear()
    QTest.keyClick(three, Qt.Key.Key_K)
    three.close()
    assert three.isVisible()
    files.gate.set()
    qtbot.waitUntil(lambda: not three.isVisible())
    assert [one.path for one in files.marked] == [str(FILM)]
