from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.core.settings import RECENT_LIMIT
from lungdesk.gui import open_dialog, theme
from lungdesk.gui.item_models import FilmListModel, FilmRow
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader, damaged

FOLDER = Path("/films/folder-of-200")
BAD = Path("/films/bad.dcm")


def rows(window: MainWindow) -> list[FilmRow]:
    model = window.studies_panel.list.model()
    assert isinstance(model, FilmListModel)
    return [model.row(number) for number in range(model.rowCount())]


def test_opening_several_shows_the_first_and_lists_all(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, FILM, Path("/films/b.dcm"), Path("/films/c.dcm"))
    assert window.state.current == FILM
    assert [row.path.name for row in rows(window)] == ["film.dcm", "b.dcm", "c.dcm"]


def test_opening_more_adds_to_the_list_once(window: MainWindow, qtbot: QtBot) -> None:
    second = Path("/films/b.dcm")
    show(window, qtbot, FILM)
    show(window, qtbot, second, FILM)
    assert window.state.paths == (FILM, second)
    assert window.state.current == second


def test_a_row_tells_details_and_finding(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, FILM)
    qtbot.waitUntil(lambda: rows(window)[0].thumbnail is not None)
    row = rows(window)[0]
    assert (row.title, row.details) == ("Doe, Jane", "CR 2024-01-31 · film.dcm")
    assert row.badge is not None
    assert row.badge.text == "Tuberculosis 83 %"
    assert row.badge.colour == "classes 4"


def test_only_thumbnails_that_can_be_seen_are_loaded(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    show(window, qtbot, FOLDER)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    seen = set(files.thumbnails)
    assert 5 < len(seen) < 20
    window.studies_panel.list.scrollToBottom()
    last = FOLDER / "film-0199.dcm"
    qtbot.waitUntil(lambda: last in files.thumbnails and not window.bridge.is_busy)
    assert len(set(files.thumbnails)) < 40
    assert len(files.thumbnails) == len(set(files.thumbnails))


def test_arrows_step_through_the_films(window: MainWindow, qtbot: QtBot) -> None:
    second = Path("/films/b.dcm")
    show(window, qtbot, FILM, second)
    for key, wanted in (
        (Qt.Key.Key_Right, second),
        (Qt.Key.Key_Right, second),
        (Qt.Key.Key_Left, FILM),
        (Qt.Key.Key_Down, second),
        (Qt.Key.Key_Up, FILM),
    ):
        QTest.keyClick(window, key)
        assert window.state.current == wanted
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.READY)


def test_keys_work_while_the_list_has_the_focus(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, FILM, Path("/films/g.dcm"))
    window.studies_panel.list.setFocus()
    QTest.keyClick(window.studies_panel.list, Qt.Key.Key_G)
    assert window.state.heatmap.is_shown
    assert window.state.current == FILM


def test_arrows_of_a_focused_slider_move_the_slider(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, FILM, Path("/films/b.dcm"))
    slider = window.explain_panel.heatmap.opacity
    slider.setFocus()
    before = slider.value()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() == before + 1
    assert window.state.current == FILM


def test_a_click_on_a_row_shows_its_film(window: MainWindow, qtbot: QtBot) -> None:
    second = Path("/films/b.dcm")
    show(window, qtbot, FILM, second)
    view = window.studies_panel.list
    at = view.visualRect(view.model().index(1, 0)).center()
    with qtbot.waitSignal(window.film_painted):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.state.current == second


# --- what goes wrong


def test_a_damaged_film_says_one_sentence_with_a_code(window: MainWindow, qtbot: QtBot) -> None:
    window.open_paths([BAD])
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.FAILED)
    notice = window.viewer_panel.failure
    assert notice.isVisible()
    assert notice.text.splitlines() == [
        "bad.dcm cannot be shown",
        "bad.dcm is damaged: it ends too early.",
        "Copy it again from its source.",
        "LD-DICOM-001",
    ]
    assert rows(window)[0].failure == "bad.dcm is damaged: it ends too early."
    assert window.explain_panel.heading == "No finding"
    show(window, qtbot, FILM)  # the window is alive
    assert not notice.isVisible()


def test_a_missing_path_is_said_in_the_strip(window: MainWindow, qtbot: QtBot) -> None:
    strip = window.viewer_panel.messages
    with qtbot.waitSignal(window.studies.opened):
        window.open_paths([Path("/films/missing.dcm")])
    assert strip.isVisible()
    assert strip.text == "missing.dcm is not there. Check the path."
    assert strip.code == "LD-FILE-001"
    assert rows(window) == []
    show(window, qtbot, FILM)
    assert not strip.isVisible()


def test_a_missing_path_among_others_does_not_stop_them(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, FILM, Path("/films/missing.dcm"))
    assert [row.failure for row in rows(window)] == ["", "missing.dcm is not there."]
    assert window.viewer_panel.messages.code == "LD-FILE-001"


def test_a_film_that_has_come_back_is_not_missing(window: MainWindow, qtbot: QtBot) -> None:
    back = Path("/films/missing.dcm")
    show(window, qtbot, FILM, back)
    with qtbot.waitSignal(window.film_painted):
        QTest.keyClick(window, Qt.Key.Key_Right)
    assert rows(window)[1].failure == ""
    qtbot.waitUntil(lambda: window.state.reading.phase is Phase.READY)
    assert "Tuberculosis" in rows(window)[1].words

    window.studies.show_only((FILM,), FILM)
    window.studies.show_only((FILM, back), FILM)
    assert rows(window)[1].failure == ""
    qtbot.waitUntil(lambda: not window.bridge.is_busy)


def test_a_film_that_is_read_at_last_is_not_said_to_be_unreadable(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    show(window, qtbot, FILM, Path("/films/b.dcm"))
    for error in (damaged(Path("/films/b.dcm")), None):
        reader.error = error
        with qtbot.waitSignal(window.read_all.finished):
            QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        assert bool(rows(window)[1].failure) is bool(error)
    assert "Tuberculosis" in rows(window)[1].words


def test_a_message_can_be_put_away(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.studies.opened):
        window.open_paths([Path("/films/missing.dcm")])
    button = window.viewer_panel.messages._close
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not window.viewer_panel.messages.isVisible()


# --- ways to open


def test_drag_and_drop_opens(window: MainWindow, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FILM)), QUrl("https://example.org/x.dcm")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(600, 400), copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    with qtbot.waitSignals([window.film_painted, window.reading_shown]):
        QApplication.sendEvent(window, QDropEvent(QPointF(600, 400), copy, data, left, none))
    assert window.state.paths == (FILM,)


def test_text_that_is_dragged_is_not_taken(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("no file")
    enter = QDragEnterEvent(
        QPoint(600, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()


def test_control_o_asks_and_opens(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_films", lambda _parent, _start: (FILM,))
    with qtbot.waitSignals([window.film_painted, window.reading_shown]):
        QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert window.state.current == FILM


def test_control_shift_o_asks_for_a_folder(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_folder", lambda _parent, _start: (FOLDER,))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignals([window.film_painted, window.reading_shown]):
        QTest.keyClick(window, Qt.Key.Key_O, both)
    assert len(window.state.paths) == 200


def test_a_dialog_that_is_cancelled_changes_nothing(
    film_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_films", lambda _parent, _start: ())
    film_window.actions_table["open"].trigger()
    assert film_window.state.current == FILM


def test_the_empty_window_offers_to_open(window: MainWindow) -> None:
    notice = window.viewer_panel.empty
    assert notice.isVisible()
    assert "No film is open" in notice.text
    seen = [one.text() for one in notice.findChildren(QPushButton) if one.isVisible()]
    assert seen == ["Open films…", "Open folder…", "Look round on a sample film"]


def test_a_recent_film_is_offered_and_opens(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, FILM)
    window.actions_table["close_all"].trigger()
    assert window.viewer_panel.empty.isVisible()
    buttons = window.studies_panel.findChildren(QPushButton)
    again = next(b for b in buttons if b.toolTip() == f"Open {FILM}")
    with qtbot.waitSignals([window.film_painted, window.reading_shown]):
        again.click()
    assert window.state.current == FILM


def test_closing_all_forgets_them(film_window: MainWindow) -> None:
    film_window.actions_table["close_all"].trigger()
    assert film_window.state.film.film is None
    assert film_window.state.kept_reading(FILM) is None
    assert film_window.explain_panel.heading == "No film"
    assert film_window.viewer_panel.view._look is None
    assert film_window.windowTitle() == "LungDesk"


# --- reading all


def _offers_cancel(window: MainWindow) -> bool:
    return window.progress_strip.is_cancel_offered


def test_read_all_reads_every_film_and_marks_each(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    paths = [FILM, BAD, *(Path(f"/films/{n}.dcm") for n in range(12))]
    show(window, qtbot, *paths)
    with qtbot.waitSignal(window.read_all.finished, timeout=20_000):
        QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    listed = rows(window)
    assert [row.title for row in listed if row.badge is None] == ["bad.dcm"]
    assert listed[1].failure
    assert len(reader.read_paths) == len(set(reader.read_paths)) == 13
    strip = window.viewer_panel.messages
    assert strip.text == "12 of 13 films read. 1 could not be read; the list says why."


def test_the_list_offers_to_read_what_is_unread_and_names_the_key(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    offer = window.studies_panel.read_all
    show(window, qtbot, FILM)
    assert not offer.isVisible()  # a film alone is read as it opens
    show(window, qtbot, *(Path(f"/films/{n}.dcm") for n in range(6)))
    qtbot.waitUntil(offer.isVisible)
    assert offer.text() == "Read all (Ctrl+R)"
    assert "Read every listed film" in offer.toolTip()
    window.state.set_keys({**window.state.keys, "read_all": ("Ctrl+J",)})
    assert offer.text() == "Read all (Ctrl+J)"

    reader.gate.clear()
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert window.read_all.is_running
    assert not offer.isVisible()
    with qtbot.waitSignal(window.read_all.finished, timeout=20_000):
        reader.gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert not offer.isVisible()


def test_what_was_stopped_is_offered_again(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    show(window, qtbot, FOLDER)
    reader.gate.clear()
    window.actions_table["read_all"].trigger()
    assert not window.studies_panel.read_all.isVisible()
    window.read_all.cancel()
    reader.gate.set()
    qtbot.waitUntil(window.studies_panel.read_all.isVisible)


def test_read_all_shows_progress_and_can_be_cancelled(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    show(window, qtbot, FOLDER)
    reader.gate.clear()
    window.actions_table["read_all"].trigger()
    strip = window.progress_strip
    assert strip.words == "Reading films: 0 of 199"
    assert _offers_cancel(window)
    with qtbot.waitSignal(window.read_all.finished):
        QTest.mouseClick(strip._cancel, Qt.MouseButton.LeftButton)
    reader.gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert strip.words == "Stopped after 0 of 199 films. Ctrl+R goes on."
    assert not _offers_cancel(window)
    assert len(reader.read_paths) == 1
    assert not any(row.is_reading for row in rows(window))


def test_few_films_are_in_flight(
    window: MainWindow, reader: FakeFilmReader, files: FakeFiles, qtbot: QtBot
) -> None:
    show(window, qtbot, FOLDER)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    files.decoded.clear()
    reader.gate.clear()
    reader.started.clear()
    window.actions_table["read_all"].trigger()
    qtbot.waitUntil(lambda: reader.started.is_set() and len(files.decoded) == 3)
    assert sum(row.is_reading for row in rows(window)) == 3


def test_rows_paint_what_they_know(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, FILM, BAD)
    qtbot.waitUntil(lambda: bool(rows(window)[1].failure))
    shown = pixels(window.studies_panel.list).reshape(-1, 3).tolist()
    for colour in (theme.DARK.classes[4], theme.DARK.accent):
        assert [int(colour[i : i + 2], 16) for i in (1, 3, 5)] in shown
    assert any(r > 200 and g < 140 and b < 140 for r, g, b in shown)  # the failure is red
    assert window.studies_panel.findChildren(QLabel)


def test_of_recent_films_the_latest_come_first_and_each_is_there_once(
    window: MainWindow, qtbot: QtBot
) -> None:
    opened = [Path(f"/films/{number}.dcm") for number in (*range(RECENT_LIMIT + 2), 5)]
    for path in opened:
        window.open_paths((path,))
        qtbot.waitUntil(partial(has_opened, window, path))
    latest_first = tuple(dict.fromkeys(reversed(opened)))
    assert window.state.recent == latest_first[:RECENT_LIMIT]


def has_opened(window: MainWindow, path: Path) -> bool:
    return window.state.current == path and not window.studies.is_opening
