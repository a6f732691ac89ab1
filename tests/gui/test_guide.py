"""The guide in the window: chapters, search, links, and what a code means."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.verdict import Decision, ReasonCode, Verdict
from lungdesk.gui import features, theme
from lungdesk.gui.guide.context import CHAPTERS, chapter_at
from lungdesk.gui.guide.guide_dialog import GuideDialog
from lungdesk.gui.guide.guide_presenter import GuidePresenter, Place
from lungdesk.gui.main_window import MainWindow
from lungdesk.services.guide import load_guide
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeFilmReader
from tests.gui.real_films import failure_of


def guide_of(window: MainWindow) -> GuidePresenter:
    guide = window.features.help.guide
    assert guide is not None
    return guide


def press_f1(window: MainWindow, qtbot: QtBot) -> GuideDialog:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F1)
    return guide_of(window).dialog


def rows(dialog: GuideDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def look_for(dialog: GuideDialog, text: str) -> None:
    dialog.search.clear()
    QTest.keyClicks(dialog.search, text)
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)


def top_of(dialog: GuideDialog) -> str:
    """The heading at the top of what is seen."""
    cursor = dialog.text.cursorForPosition(dialog.text.rect().topLeft())
    block = cursor.block()
    while block.isValid() and not block.text():
        block = block.next()
    return block.text()


def test_f1_opens_the_chapter_on_what_has_the_focus(film_window: MainWindow, qtbot: QtBot) -> None:
    film_window.viewer_panel.view.setFocus()
    dialog = press_f1(film_window, qtbot)
    assert dialog.isVisible()
    assert guide_of(film_window).place == Place("reading")
    assert "Reading a film" in dialog.text.toPlainText()
    film_window.explain_panel.heatmap.setFocus()
    assert chapter_at(film_window.explain_panel.gate) == "doubt"
    assert chapter_at(film_window.explain_panel) == "heatmaps"
    assert chapter_at(film_window) == "contents"
    assert chapter_at(None) == "contents"


def test_chapters_of_parts_and_their_classes_exist() -> None:
    assert set(CHAPTERS.values()) <= {chapter.id for chapter in load_guide()}
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in Path(features.__file__).parent.rglob("*.py")
    )
    assert [name for name in CHAPTERS if f"class {name}(" not in code] == []


def test_chapters_are_listed_and_chosen(window: MainWindow, qtbot: QtBot) -> None:
    dialog = press_f1(window, qtbot)
    titles = [chapter.title for chapter in load_guide()]
    assert rows(dialog) == titles
    dialog.list.setCurrentRow(2)
    dialog.list.setFocus()
    dialog.activateWindow()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert titles[2] in dialog.text.toPlainText()
    assert dialog.list.currentRow() == 2


def test_a_search_lists_hits_and_marks_words(window: MainWindow, qtbot: QtBot) -> None:
    dialog = press_f1(window, qtbot)
    look_for(dialog, "operating point")
    assert len(rows(dialog)) > 1
    assert dialog.count.text() == f"{len(rows(dialog))} places"
    marked = dialog.text.extraSelections()
    words = {mark.cursor.selectedText().casefold() for mark in marked}
    assert words == {"operating", "point"}
    look_for(dialog, "xylophone")
    assert rows(dialog) == []
    assert dialog.count.text() == "Nothing in the guide holds “xylophone”."
    dialog.search.clear()
    qtbot.waitUntil(lambda: rows(dialog) == [chapter.title for chapter in load_guide()])
    assert not dialog.count.isVisible()


def test_a_code_is_found_and_shown_from_its_heading_on(window: MainWindow, qtbot: QtBot) -> None:
    dialog = press_f1(window, qtbot)
    look_for(dialog, "LD-WORK-003")
    assert rows(dialog)[0].startswith("LD-WORK-003 · Troubleshooting")
    assert guide_of(window).place == Place("troubleshooting", "ld-work-003")
    assert dialog.text.verticalScrollBar().value() > 0


def test_links_and_the_way_back(window: MainWindow, qtbot: QtBot) -> None:
    dialog = press_f1(window, qtbot)
    assert not dialog.back.isEnabled()
    dialog.link_wanted.emit("doubt.md")
    dialog.link_wanted.emit("troubleshooting.md#film-checks")
    guide = guide_of(window)
    assert guide.place == Place("troubleshooting", "film-checks")
    dialog.back.click()
    assert guide.place == Place("doubt")
    dialog.forward.click()
    assert guide.place == Place("troubleshooting", "film-checks")
    assert not dialog.forward.isEnabled()
    dialog.link_wanted.emit("nowhere.md")
    assert guide.place == Place("troubleshooting", "film-checks")


def test_other_colours_are_taken_over(window: MainWindow, qtbot: QtBot) -> None:
    dialog = press_f1(window, qtbot)
    guide_of(window).open(Place("contents"))  # it has links
    before = dialog.text.document()
    window.actions_table["theme_light"].trigger()
    qtbot.waitUntil(lambda: dialog.text.document() is not before)
    assert theme.LIGHT.accent in dialog.text.document().toHtml()
    window.actions_table["theme_dark"].trigger()


def test_pictures_are_there(window: MainWindow, qtbot: QtBot) -> None:
    press_f1(window, qtbot)
    guide = guide_of(window)
    guide.open(Place("reading"))
    document = guide.dialog.text.document()
    kind = QTextDocument.ResourceType.ImageResource.value
    picture = document.resource(kind, "images/reading.png")
    assert picture.width() > 400
    assert guide.dialog.text.horizontalScrollBar().maximum() == 0


def test_a_failed_film_says_what_its_code_means(window: MainWindow, qtbot: QtBot) -> None:
    failure_of(window, qtbot, Path("/films/bad.dcm"))
    button = window.viewer_panel.failure.explain
    assert button.isVisible()
    button.click()
    assert guide_of(window).place == Place("troubleshooting", "ld-dicom-001")


def test_a_message_says_what_its_code_means(window: MainWindow, qtbot: QtBot) -> None:
    window.open_paths((Path("/films/missing.dcm"),))
    strip = window.viewer_panel.messages
    qtbot.waitUntil(lambda: strip.code == "LD-FILE-001")
    assert strip.explain.isVisible()
    strip.explain.click()
    assert guide_of(window).place == Place("troubleshooting", "ld-file-001")
    window.messages.clear()
    assert not strip.explain.isVisible()


@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.DOUBTFUL])
def test_the_film_check_says_what_its_code_means(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot, decision: Decision
) -> None:
    reader.verdicts[FILM.name] = Verdict(decision, ReasonCode.CROPPED, "It is a part.")
    window.open_paths((FILM,))
    button = window.explain_panel.gate.explain
    qtbot.waitUntil(lambda: button.isVisibleTo(window.explain_panel.gate))
    button.click()
    assert guide_of(window).place == Place("troubleshooting", "ld-gate-007")


def test_an_accepted_film_has_nothing_to_explain(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, FILM)
    assert not window.explain_panel.gate.isVisible()
    assert not window.viewer_panel.messages.explain.isVisible()


def test_the_text_goes_no_sooner_than_what_shows_it(window: MainWindow, qtbot: QtBot) -> None:
    """Else a window that is closed with the guide open crashes as it goes."""
    dialog = press_f1(window, qtbot)
    assert dialog.text.document().parent() is dialog.text
