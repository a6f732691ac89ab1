"""Reading blinded, as a reader does: nothing of the answer is seen before theirs is said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.verdict import Decision, ReasonCode, Verdict
from lungdesk.gui.main_window import MainWindow
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.records import Confidence
from lungdesk.services.workspace.requests import FilmQuery
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFilmReader, FakeSettings
from tests.gui.first_reads import COVID, OTHER, TUBERCULOSIS, answer, kept, row_of

CTX = NullContext()


def said_anywhere(window: QWidget) -> str:
    """All words of the window that the model's answer could stand in, described ones too."""
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    parts = [w for w in window.findChildren(QWidget) if w.isVisible()]
    described = [f"{w.accessibleDescription()} {w.toolTip()}" for w in parts]
    return "\n".join([*labels, *described])


def test_it_is_said_of_a_film_that_has_been_read_what_is_other_now(
    film_window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: film_window.state.reading.reading is not None)
    film_window.actions_table["blinded"].trigger()
    assert film_window.progress_strip.words.startswith("You read first from now on")
    film_window.actions_table["blinded"].trigger()
    assert "at once again" in film_window.progress_strip.words


def test_nothing_of_the_answer_is_seen_before_the_readers_own(
    blinded: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    panel = blinded.explain_panel
    qtbot.waitUntil(lambda: not blinded.bridge.is_busy, timeout=30_000)
    view = blinded.viewer_panel.view
    with_map = pixels(view)
    blinded.actions_table["heatmap"].setChecked(False)

    assert (pixels(view) == with_map).all()  # there was no map
    assert panel.heading == "Your reading first"
    assert not panel.bars.isVisible()
    assert panel.first_read.words == "What do you see?"
    assert [c.text() for c in panel.first_read.choices] == list(CHEST_LABELS.names)
    assert not panel.first_read.answer.isEnabled()
    assert "%" not in row_of(blinded, FILM)
    assert "Tuberculosis" not in said_anywhere(blinded).replace("You see: Tuberculosis", "")
    assert "Explains" not in said_anywhere(blinded)
    assert blinded.state.explained_class() is None
    assert desk.film(FilmQuery(path=str(FILM)), CTX) is None


def test_the_answer_comes_when_the_reader_has_said_theirs(
    blinded: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    bare = pixels(blinded.viewer_panel.view)
    answer(blinded, COVID, sureness=2)

    panel = blinded.explain_panel
    assert panel.heading == "Tuberculosis"
    assert panel.bars.isVisible()
    assert panel.first_read.words == "You said: COVID-19. The model differs."
    assert (pixels(blinded.viewer_panel.view) != bare).any()
    assert "Tuberculosis" in row_of(blinded, FILM)
    film = kept(blinded, desk, qtbot)
    (read,) = film.reads
    assert (read.verdict, read.label, read.is_blinded) == ("correct", "covid19", True)
    assert read.confidence is Confidence.MEDIUM
    assert read.started_at <= read.ended_at
    assert read.started_at
    assert film.prediction is not None
    assert film.prediction.predicted == "tuberculosis"


def test_the_next_film_is_asked_about_again_and_the_first_stays_open(
    blinded: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    answer(blinded, TUBERCULOSIS)
    assert blinded.explain_panel.first_read.words == "You said: Tuberculosis. The model agrees."
    QTest.keyClick(blinded, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: blinded.state.film.path == OTHER and blinded.state.reading.is_sealed)

    assert blinded.explain_panel.heading == "Your reading first"
    assert not any(c.isChecked() for c in blinded.explain_panel.first_read.choices)
    assert "%" not in row_of(blinded, OTHER)

    QTest.keyClick(blinded, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: blinded.explain_panel.heading == "Tuberculosis")
    assert blinded.explain_panel.first_read.words == "You said: Tuberculosis. The model agrees."
    assert len(kept(blinded, desk, qtbot).reads) == 1


def test_reading_all_films_opens_none(
    blinded: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(blinded.read_all.finished):
        QTest.keyClick(blinded, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)

    assert "%" not in row_of(blinded, OTHER)
    assert blinded.state.stored_reading(OTHER) is not None
    QTest.keyClick(blinded, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: blinded.state.film.path == OTHER and blinded.state.reading.is_sealed)
    assert [path.name for path in reader.read_paths].count("other.dcm") == 1


def test_what_was_seen_before_is_not_asked_about(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot
) -> None:
    window = open_window(reader)
    show(window, qtbot, FILM)
    window.actions_table["blinded"].trigger()

    assert window.explain_panel.heading == "Tuberculosis"
    assert window.explain_panel.first_read.words == ""


def test_switched_off_everything_is_seen_again(
    blinded: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    blinded.actions_table["blinded"].trigger()

    assert blinded.explain_panel.heading == "Tuberculosis"
    assert "Tuberculosis" in row_of(blinded, FILM)
    assert kept(blinded, desk, qtbot).reads == ()


def test_a_refusal_is_no_answer_and_is_told(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot
) -> None:
    refused = Verdict(Decision.REFUSED, ReasonCode.NOT_A_CHEST_FILM, "This is no chest film.")
    reader.verdicts["film.dcm"] = refused
    window = open_window(reader)
    window.actions_table["blinded"].trigger()
    show(window, qtbot, FILM)

    assert window.explain_panel.heading == "Refused"
    assert "This is no chest film." in window.explain_panel.gate.words
    window.explain_panel.gate.override.click()
    qtbot.waitUntil(lambda: window.state.reading.is_sealed)
    assert window.explain_panel.heading == "Your reading first"


def test_a_report_says_nothing_of_a_sealed_answer(blinded: MainWindow) -> None:
    known = blinded.features.reports.film.request()

    assert known is not None
    assert (known.reading, known.class_index) == (None, None)
    answer(blinded, COVID)
    known = blinded.features.reports.film.request()
    assert known is not None
    assert known.reading is not None


def test_explanations_wait_for_the_reader(blinded: MainWindow) -> None:
    blinded.features.explanations.open()
    dialog = blinded.features.explanations.dialog

    assert dialog is not None
    assert "Say first what you see" in said_anywhere(dialog)
    assert not any(panel.row.films for panel in dialog.panels.values())
    dialog.close()


def test_another_layout_shows_no_sealed_map(blinded: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(blinded.read_all.finished):
        blinded.read_all.start()
    QTest.keyClick(blinded, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    cells = blinded.viewer.cells[:2]
    qtbot.waitUntil(lambda: all(cell.film is not None for cell in cells))

    assert all(cell.view.look and cell.view.look.heat is None for cell in cells)


def test_the_mode_is_kept(
    blinded: MainWindow,
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    settings: FakeSettings,
    qtbot: QtBot,
) -> None:
    qtbot.waitUntil(lambda: not blinded.bridge.is_busy, timeout=30_000)
    blinded.close()

    assert settings.settings.is_blinded
    again = open_window(reader)
    assert again.actions_table["blinded"].isChecked()
    assert again.state.is_blinded


def test_a_film_that_was_read_blinded_in_an_earlier_session_is_not_asked_about(
    blinded: MainWindow,
    desk: WorkspaceDesk,
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
) -> None:
    answer(blinded, COVID)
    kept(blinded, desk, qtbot)
    blinded.close()
    desk.close()

    again = open_window(reader, workspace=desk)
    show(again, qtbot, FILM)
    qtbot.waitUntil(lambda: again.explain_panel.heading == "Tuberculosis", timeout=30_000)
    assert again.explain_panel.first_read.words == "You said earlier: COVID-19."
    assert len(kept(again, desk, qtbot).reads) == 1


def test_agreement_is_shown_model_by_model(
    blinded: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    blinded.actions_table["agreement"].trigger()
    dialog = blinded.features.first_read.dialog
    assert dialog is not None
    assert "No film has been read blinded yet" in dialog.about.text()
    answer(blinded, COVID)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1, timeout=30_000)

    cells = [dialog.model.item(0, n).text() for n in range(4)]
    assert cells == ["fake-lite0 1.2.0", "1", "0 % (0)", "0.00"]
    assert dialog.model.item(0, 4).text().endswith(" s")
    assert dialog.table.isVisible()
    dialog.close()


def test_the_empty_agreement_offers_to_begin(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    desk: WorkspaceDesk,
    qtbot: QtBot,
) -> None:
    window = open_window(reader, workspace=desk)
    window.actions_table["agreement"].trigger()
    dialog = window.features.first_read.dialog
    assert dialog is not None
    assert dialog.switch_on.isVisible()

    QTest.mouseClick(dialog.switch_on, Qt.MouseButton.LeftButton)

    assert window.state.is_blinded
    assert window.actions_table["blinded"].isChecked()
    qtbot.waitUntil(lambda: not dialog.switch_on.isVisible())
    dialog.close()


def test_without_a_workspace_the_reader_is_told(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot
) -> None:
    window = open_window(reader)
    window.actions_table["blinded"].trigger()
    show(window, qtbot, FILM)
    told: list[str] = []
    window.messages.noted.connect(told.append)
    answer(window, TUBERCULOSIS)

    assert window.explain_panel.heading == "Tuberculosis"
    assert "There is no workspace here: your reading is shown, but not kept." in told
