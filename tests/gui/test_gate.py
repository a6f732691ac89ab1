from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from lungdesk.core.jobs import JobContext
from lungdesk.core.verdict import Correction, Decision, ReasonCode, Verdict
from lungdesk.gui import theme
from lungdesk.gui.finding_mark import MarkShape
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.gui.studies.presenter import badge as badge_of
from lungdesk.gui.window_services import FilmReading
from lungdesk.ml.ensemble import load_model
from lungdesk.services.inference import FilmReader
from lungdesk.services.paths import shipped_models_folder
from lungdesk.services.sample_study import sample_film
from lungdesk.services.studies import decode
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader
from tests.shipped_models import SINGLE_MODEL_ID

LEG = Verdict(Decision.REFUSED, ReasonCode.NOT_A_CHEST_FILM, "This is no chest film.")
TURNED = Verdict(
    Decision.REFUSED, ReasonCode.TURNED, "The film is turned to the left.", Correction(1)
)
INVERTED = Verdict(
    Decision.REFUSED, ReasonCode.INVERTED, "The film is inverted.", Correction(0, True)
)


def read_with(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot, verdict: Verdict
) -> list[FilmReading]:
    """Show a film of a verdict; gives what is recorded of it from now on."""
    recorded: list[FilmReading] = []

    def keep(reading: FilmReading, _ctx: JobContext) -> None:
        recorded.append(reading)

    window.features.gate._log = keep
    reader.verdicts["film.dcm"] = verdict
    show(window, qtbot, FILM)
    return recorded


def test_a_refused_film_shows_no_probability_no_map_and_why(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    window.actions_table["heatmap"].setChecked(True)

    read_with(window, reader, qtbot, LEG)

    panel = window.explain_panel
    assert panel.heading == "Refused"
    assert [bar.probability for bar in panel.bars.bars] == [None] * 5
    assert panel.bars.accessibleDescription() == ""
    assert panel.gate.words.startswith("This is no chest film.\nNo probabilities are shown.")
    assert "%" not in panel.words
    assert window.state.reading.reading is None
    assert window.state.explained_class() is None
    with_heat = pixels(window.viewer.view)
    window.actions_table["heatmap"].setChecked(False)
    assert (pixels(window.viewer.view) == with_heat).all()
    red = [int(theme.DARK.refusal[i : i + 2], 16) for i in (1, 3, 5)]
    assert (np.abs(pixels(panel).astype(int) - red).max(axis=2) == 0).any()


def test_no_line_ends_within_a_code(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    read_with(window, reader, qtbot, LEG)
    gate = window.explain_panel.gate
    label = next(one for one in gate.findChildren(QLabel) if "GATE" in one.text())
    plain = gate.words.splitlines()[-1]
    assert plain == "No probabilities are shown. [LD-GATE-008]"

    for width in range(120, label.fontMetrics().horizontalAdvance(plain) + 1, 10):
        lines = _lines(label.text(), label.font(), width)
        assert sum("[LD-GATE-008]" in line for line in lines) == 1, lines


def _lines(text: str, font: QFont, width: int) -> list[str]:
    """As a label breaks them, without what is not seen."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        part = text[line.textStart() : line.textStart() + line.textLength()]
        found.append(part.replace("\N{WORD JOINER}", ""))
    layout.endLayout()
    return found


@pytest.mark.parametrize("verdict", [LEG, TURNED], ids=["read anyway", "turned and read"])
def test_after_the_button_the_keys_are_those_of_the_film(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot, verdict: Verdict
) -> None:
    read_with(window, reader, qtbot, verdict)
    gate = window.explain_panel.gate
    button = gate.correct if verdict.offered else gate.override
    button.setFocus()

    with qtbot.waitSignal(window.reading_shown):
        QTest.keyClick(button, Qt.Key.Key_Space)

    assert window.focusWidget() is window.viewer_panel.view


def test_focus_that_goes_with_a_part_of_the_findings_lands_on_the_film(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    read_with(window, reader, qtbot, LEG)
    window.explain_panel.gate.override.setFocus()

    show(window, qtbot, FILM.with_name("other.dcm"))

    assert window.focusWidget() is window.viewer_panel.view


def test_tab_still_goes_through_the_findings(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    read_with(window, reader, qtbot, TURNED)
    gate = window.explain_panel.gate
    gate.correct.setFocus()

    QTest.keyClick(gate.correct, Qt.Key.Key_Tab)

    assert window.focusWidget() is gate.override


def test_the_list_says_refused_without_a_finding(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    read_with(window, reader, qtbot, LEG)

    kept = window.state.kept_reading(FILM)
    assert kept is not None
    badge = badge_of(kept)
    assert badge.shape is MarkShape.REFUSED
    assert (badge.text, badge.words) == ("Refused", "Refused: This is no chest film.")


def test_reading_anyway_shows_all_keeps_the_warning_and_is_recorded(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    recorded = read_with(window, reader, qtbot, LEG)
    gate = window.explain_panel.gate
    assert gate.correct.isHidden()

    with qtbot.waitSignal(window.reading_shown):
        gate.override.setFocus()
        QTest.keyClick(gate.override, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(recorded))

    assert window.explain_panel.heading == "Tuberculosis"
    assert "Read at your wish: This is no chest film." in gate.words
    assert "recorded" in gate.words
    assert gate.override.isHidden()
    verdict = recorded[0].prediction.verdict
    badge = badge_of(recorded[0])
    assert badge.shape is MarkShape.UNCERTAIN
    assert badge.words.startswith("Read although refused: Tuberculosis")
    assert verdict.is_overridden
    assert verdict.code is ReasonCode.NOT_A_CHEST_FILM


@pytest.mark.parametrize(
    ("verdict", "button", "look"),
    [
        (TURNED, "Turn right and read", (90, False)),
        (replace(TURNED, offered=Correction(3)), "Turn left and read", (270, False)),
        (replace(TURNED, offered=Correction(2)), "Turn round and read", (180, False)),
        (INVERTED, "Invert and read", (0, True)),
        (replace(TURNED, offered=Correction(2, True)), "Turn round, invert and read", (180, True)),
    ],
)
def test_one_click_mends_the_film_on_the_screen_and_reads_it(
    window: MainWindow,
    reader: FakeFilmReader,
    qtbot: QtBot,
    verdict: Verdict,
    button: str,
    look: tuple[float, bool],
) -> None:
    recorded = read_with(window, reader, qtbot, verdict)
    gate = window.explain_panel.gate
    assert gate.correct.text() == button

    with qtbot.waitSignal(window.reading_shown):
        QTest.mouseClick(gate.correct, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(recorded))

    assert window.explain_panel.heading == "Tuberculosis"
    grey = window.viewer.look
    assert grey is not None
    assert (window.viewer.geometry.rotation_deg % 360, grey.is_inverted) == look
    assert recorded[0].prediction.verdict.applied == verdict.offered
    assert gate.words.startswith("Read ")


@pytest.mark.parametrize("keys", [("R",), ("I",), ("H",), ("L", "I", "V", "Shift+R")])
@pytest.mark.parametrize("offered", [Correction(1), Correction(0, True), Correction(3, True)])
def test_whatever_the_reader_has_done_before_the_film_lies_as_it_is_read(
    window: MainWindow,
    reader: FakeFilmReader,
    qtbot: QtBot,
    keys: tuple[str, ...],
    offered: Correction,
) -> None:
    recorded = read_with(window, reader, qtbot, replace(TURNED, offered=offered))
    for key in keys:
        QTest.keySequence(window, key)
    assert lies(window) != (0, False, False)

    with qtbot.waitSignal(window.reading_shown):
        QTest.mouseClick(window.explain_panel.gate.correct, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(recorded))

    assert lies(window) == (90 * offered.quarter_turns, False, offered.is_inverted)


def test_a_correction_after_which_a_film_is_refused_still_is_not_recorded(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    recorded = read_with(window, reader, qtbot, TURNED)
    # What the model says of the turned film.
    reader.verdicts["film.dcm"] = replace(LEG, applied=TURNED.offered)

    QTest.mouseClick(window.explain_panel.gate.correct, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no chest film" in window.explain_panel.gate.words)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)

    assert recorded == []


def test_a_second_correction_comes_on_top_of_the_first(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    corrected = replace(TURNED, applied=Correction(1, True), offered=Correction(1, True))
    read_with(window, reader, qtbot, corrected)

    QTest.mouseClick(window.explain_panel.gate.correct, Qt.MouseButton.LeftButton)

    assert lies(window) == (180, False, False)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)


def lies(window: MainWindow) -> tuple[float, bool, bool]:
    """How far the film on the screen is turned, whether it is mirrored and inverted."""
    geometry, look = window.viewer.geometry, window.viewer.look
    assert look is not None
    return geometry.rotation_deg, geometry.is_mirrored, look.is_inverted


def test_a_doubtful_film_is_read_with_an_amber_note(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    unusual = Verdict(Decision.DOUBTFUL, ReasonCode.UNUSUAL, "The film is unlike most films.")

    recorded = read_with(window, reader, qtbot, unusual)

    panel = window.explain_panel
    assert panel.heading == "Tuberculosis"
    assert panel.gate.words == "The film is unlike most films.\n[LD-GATE-009]"
    assert panel.gate.correct.isHidden()
    assert panel.gate.override.isHidden()
    assert not recorded


def test_a_map_is_offered_only_where_there_is_one(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    heatmap = window.explain_panel.heatmap
    assert not heatmap.toggle.isEnabled()  # no film is open
    assert not heatmap.opacity.isVisible()

    read_with(window, reader, qtbot, LEG)
    assert not heatmap.toggle.isEnabled()
    assert not heatmap.opacity.isVisible()
    assert not heatmap.scale.isVisible()

    with qtbot.waitSignal(window.reading_shown):
        window.explain_panel.gate.override.click()
    assert heatmap.toggle.isEnabled()
    assert heatmap.opacity.isVisible()
    assert heatmap.scale.isVisible()


def test_while_the_next_film_is_read_the_map_stays_offered(
    film_window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    heatmap = film_window.explain_panel.heatmap
    other = FILM.with_name("other.dcm")
    reader.gate.clear()
    folded: list[object] = []
    watch = _Hidden(heatmap.opacity, folded)

    film_window.open_paths((other,))
    qtbot.waitUntil(lambda: film_window.state.reading.phase is Phase.BUSY)
    assert heatmap.opacity.isVisible()
    reader.gate.set()
    qtbot.waitUntil(lambda: film_window.state.reading.reading is not None)

    assert heatmap.opacity.isVisible()
    assert folded == []
    watch.deleteLater()


class _Hidden(QObject):
    """Notes when a widget is hidden."""

    def __init__(self, widget: QWidget, seen: list[object]) -> None:
        super().__init__(widget)
        self._seen = seen
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Hide:
            self._seen.append(watched)
        return False


def test_an_accepted_film_has_no_note(film_window: MainWindow) -> None:
    assert film_window.explain_panel.gate.words == ""


def test_a_refusal_is_remembered_and_another_film_is_read(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    other = FILM.with_name("other.dcm")
    reader.verdicts["film.dcm"] = LEG
    show(window, qtbot, FILM, other)

    window.state.set_current(other)
    qtbot.waitUntil(lambda: window.state.reading.reading is not None)
    assert window.explain_panel.gate.words == ""
    window.state.set_current(FILM)
    qtbot.waitUntil(lambda: window.state.reading.refused is not None)

    assert window.state.reading.phase is Phase.READY
    assert window.explain_panel.gate.words.startswith("This is no chest film.")
    assert reader.read_paths.count(FILM) == 1


def test_a_film_that_is_lateral_by_its_header_is_refused_until_the_reader_insists(
    open_window: Callable[..., MainWindow],
    files: FakeFiles,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The model itself reads here: the picture is that of a frontal film."""
    dataset, path = pydicom.dcmread(sample_film()), tmp_path / "lateral.dcm"
    dataset.ViewPosition = "LL"
    dataset.save_as(path)
    monkeypatch.setattr(files, "decode", decode)
    reader = FilmReader(load_model(shipped_models_folder() / SINGLE_MODEL_ID))
    window = open_window(reader)
    recorded: list[FilmReading] = []
    window.features.gate._log = lambda reading, _ctx: recorded.append(reading)
    with qtbot.waitSignal(window.film_painted):
        window.open_paths([path])
    qtbot.waitUntil(lambda: window.state.reading.refused is not None, timeout=60_000)
    panel = window.explain_panel

    assert panel.heading == "Refused"
    assert panel.gate.words == (
        "By its header this is a lateral view (LL), not a frontal one.\n"
        "No probabilities are shown. [LD-GATE-011]"
    )
    assert panel.gate.correct.isHidden()
    with qtbot.waitSignal(window.reading_shown, timeout=60_000):
        QTest.mouseClick(panel.gate.override, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(recorded))

    assert panel.gate.words.startswith("Read at your wish: By its header")
    assert all(bar.probability is not None for bar in panel.bars.bars)
    assert recorded[0].prediction.verdict.code is ReasonCode.VIEW
