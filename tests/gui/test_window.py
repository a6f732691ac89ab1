import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.settings import Settings
from lungdesk.gui.heatmap_look import HeatmapLook
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.window_memory import WindowMemory
from lungdesk.services.models.active import set_active_model
from lungdesk.services.paths import AppPaths
from lungdesk.services.settings_store import SettingsStore
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeFiles, FakeFilmReader, FakeSettings

FOLDER = Path("/films/folder-of-200")


class Styled(QObject):
    """Counts how often widgets are styled."""

    count = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += isinstance(watched, QWidget) and event.type() == QEvent.Type.StyleChange
        return False


def test_hardly_any_widget_is_styled_twice_before_the_window_is_there(
    qapp: QApplication, open_window: Callable[..., MainWindow], reader: FakeFilmReader
) -> None:
    open_window(reader).close()  # the style sheet is read with the first
    styled = Styled()
    qapp.installEventFilter(styled)
    window = open_window(reader)
    qapp.removeEventFilter(styled)

    assert 0 < styled.count < 2 * len(window.findChildren(QWidget))


def test_the_film_has_its_room_at_1280_by_800(film_window: MainWindow) -> None:
    view = film_window.viewer_panel.view
    assert film_window.width() <= 1280
    assert view.width() >= 640
    assert view.height() >= 640


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_no_words_are_cut_off(window: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.resize(*size)
    show(window, qtbot, FILM)
    shown = [
        w
        for kind in (QLabel, QAbstractButton)
        for w in window.findChildren(kind)
        if w.isVisible() and w.text() and not isinstance(w, QToolButton)  # type: ignore[attr-defined]
    ]
    assert len(shown) > 15
    for widget in shown:
        text = widget.text().replace("&", "")  # type: ignore[attr-defined]
        metrics = QFontMetrics(widget.font())
        if isinstance(widget, QLabel) and widget.wordWrap():
            flags = int(Qt.TextFlag.TextWordWrap)
            needed = metrics.boundingRect(0, 0, widget.width(), 9999, flags, text)
            assert widget.height() >= needed.height() - 1, text
            longest = max(metrics.horizontalAdvance(word) for word in text.split())
            assert widget.width() >= longest, text
        else:
            assert widget.width() >= metrics.horizontalAdvance(text) - 1, text
        right = widget.mapTo(window, widget.rect().bottomRight())
        assert right.x() < window.width(), text
        assert right.y() < window.height(), text


@pytest.mark.parametrize(
    ("id_", "title"),
    [
        ("train", "Train a model"),
        ("evaluate", "Evaluate a model"),
        ("guide", "Guide"),
        ("about", "About LungDesk"),
    ],
)
def test_the_name_of_the_program_is_left_to_qt_which_puts_it_behind_each_title(
    film_window: MainWindow, id_: str, title: str, qtbot: QtBot
) -> None:
    film_window.actions_table[id_].trigger()
    tops = QApplication.topLevelWidgets
    qtbot.waitUntil(lambda: title in {top.windowTitle() for top in tops() if top.isVisible()})


def test_panels_fold_away_and_the_film_grows(film_window: MainWindow, qtbot: QtBot) -> None:
    before = film_window.viewer_panel.view.width()
    QTest.keyClick(film_window, Qt.Key.Key_F8)
    QTest.keyClick(film_window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: film_window.viewer_panel.view.width() > before + 500)


def test_settings_survive_a_restart(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    settings: FakeSettings,
    qtbot: QtBot,
) -> None:
    first = open_window(reader)
    show(first, qtbot, FILM)
    QTest.keyClick(first, Qt.Key.Key_G)
    first.explain_panel.heatmap.opacity.setValue(70)
    first.state.set_heatmap(HeatmapLook(True, 0.7, "plasma"))
    first.resize(1400, 900)
    QTest.keyClick(first, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: not first.bridge.is_busy)
    first.close()
    assert settings.settings.recent_paths == (str(FILM),)
    second = open_window(reader)
    assert second.state.heatmap == HeatmapLook(True, 0.7, "plasma")
    assert second.explain_panel.heatmap.opacity.value() == 70
    assert second.explain_panel.heatmap.colormap.currentData() == "plasma"
    assert second.explain_panel.heatmap.toggle.isChecked()
    assert second.state.recent == (FILM,)
    assert not second.studies_panel.isVisible()
    assert second.explain_panel.isVisible()
    assert settings.settings.window_geometry


def test_what_another_lungdesk_has_saved_meanwhile_stays(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    settings: FakeSettings,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    paths = AppPaths.default()
    own, other = (SettingsStore(paths.settings_file) for _ in range(2))
    monkeypatch.setattr(settings, "load", own.load)
    monkeypatch.setattr(settings, "save", own.save)
    window = open_window(reader)
    set_active_model(paths, "mine")
    other.save(replace(other.load(), is_private=True))

    window.explain_panel.heatmap.opacity.setValue(70)
    qtbot.waitUntil(lambda: other.load().heatmap_opacity == 0.7)
    window.close()

    kept = other.load()
    assert kept.window_geometry
    assert (kept.model_id, kept.is_private) == ("mine", True)


def test_foreign_window_state_is_no_obstacle(
    open_window: Callable[..., MainWindow], settings: FakeSettings
) -> None:
    settings.settings = Settings(window_geometry="?", window_state="!!!not ours")
    assert open_window(None).studies_panel.isVisible()


def test_window_memory_round_trip() -> None:
    memory = WindowMemory("abc", shows_studies=False)
    assert WindowMemory.unpacked(memory.packed()) == memory
    assert WindowMemory.unpacked("") == WindowMemory()


def test_settings_that_cannot_be_saved_are_said(
    film_window: MainWindow, settings: FakeSettings, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(_settings: Settings) -> None:
        raise LungDeskError("The settings cannot be saved.", code=ErrorCode.FILE_NOT_WRITABLE)

    monkeypatch.setattr(settings, "save", refuse)
    film_window.explain_panel.heatmap.opacity.setValue(33)
    qtbot.waitUntil(lambda: film_window.viewer_panel.messages.code == "LD-FILE-006")


def test_closing_waits_visibly_for_what_runs(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    reader.gate.clear()
    with qtbot.waitSignal(window.film_painted):
        window.open_paths([FILM])
    qtbot.waitUntil(reader.started.is_set)
    window.close()
    assert window.isVisible()
    assert window.progress_strip.words == "Stopping what runs, then closing…"
    reader.gate.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert reader.read_paths == []


class Heartbeat(QObject):
    """Counts the turns of the event loop and how many films were read by each."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._state = window.state
        self.read_at_beat: set[int] = set()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(0)

    def _beat(self) -> None:
        paths = self._state.paths
        self.read_at_beat.add(sum(self._state.kept_reading(p) is not None for p in paths))


def test_the_event_loop_turns_between_the_films_while_200_are_read(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    show(window, qtbot, FOLDER)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    heart = Heartbeat(window)
    with qtbot.waitSignal(window.read_all.finished, timeout=60_000):
        window.actions_table["read_all"].trigger()
    assert len(files.decoded) == 200
    # How long a turn takes is measured in tests/benchmarks. Three films at most are under way, so
    # no turn may take more than that: else answers would pile up in front of the user's clicks.
    assert len(heart.read_at_beat) > 60


def test_importing_the_window_loads_nothing_heavy(repo_root: Path) -> None:
    code = (
        "import sys, lungdesk.gui.main_window; "
        "heavy = {'tensorflow', 'keras', 'openvino', 'pandas', 'matplotlib', 'scipy', 'sklearn',"
        " 'qtawesome'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=repo_root, check=True
    )
    assert done.stdout.strip() == "[]"
