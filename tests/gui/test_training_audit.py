"""The audit on the Data page: what it finds is seen side by side and mended with a button."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import JobContext
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training import audit_presenter, data_state
from lungdesk.gui.training.audit_panel import AuditPanel, FindingRow
from lungdesk.gui.training.data_presenter import DataPresenter
from lungdesk.gui.training.finding_words import FIXES, SEVERITIES, TITLES
from lungdesk.gui.training.training_view import TrainingView
from lungdesk.ml.audit.findings import FindingKind, Severity
from lungdesk.services import studies
from lungdesk.services.collection import open_collection
from lungdesk.services.training.data import select
from lungdesk.services.training.data_fixes import Fix
from lungdesk.services.training.draft import NewSplit
from tests.gui.conftest import pixels
from tests.gui.data_page import choose, click, page_of, part, settle, stored
from tests.gui.fakes import FakeFiles
from tests.gui.training_pages import opened_wizard
from tests.unit.ml.drawn_films import DrawnCollection, drawn_film
from tests.unit.ml.real_films import few_films, write_manifest

SHIFTED = "test/covid19/shifted.png"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sources; a train film lies in test too, moved a little; one film cannot be read."""
    drawn = DrawnCollection(tmp_path_factory.mktemp("audited") / "ours")
    drawn.fill({"train": 4, "val": 2, "test": 2})
    film = cv2.imread(str(drawn.folder / "train/covid19/0.png"), cv2.IMREAD_GRAYSCALE)
    assert film is not None
    drawn.add(SHIFTED, film[6:-4, 5:-7].astype("uint8"), "covid19", "test")
    drawn.add("train/normal/broken.png", drawn_film(5), "normal", "train")
    (drawn.folder / "train/normal/broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    return drawn.folder


@pytest.fixture
def page(
    open_window: Callable[..., MainWindow], files: FakeFiles, qtbot: QtBot
) -> Iterator[DataPresenter]:
    files.thumbnail = studies.thumbnail  # type: ignore[method-assign]
    wizard = opened_wizard(open_window(None), qtbot)
    yield page_of(wizard)
    wizard.view.close()


@pytest.fixture
def panel(page: DataPresenter) -> AuditPanel:
    return page.panel.audit


@pytest.fixture
def audited(page: DataPresenter, panel: AuditPanel, folder: Path, qtbot: QtBot) -> DataPresenter:
    choose(page, folder, qtbot)
    click(page.panel.show_audit)
    click(panel.start)
    qtbot.waitUntil(lambda: bool(page.audit.findings), timeout=60_000)
    return page


def pick(panel: AuditPanel, kind: FindingKind) -> int:
    """Click on a finding; returns its row."""
    rows = [panel.list.item(n).text() for n in range(panel.list.count())]
    (row,) = [n for n, words in enumerate(rows) if f" · {TITLES[kind]} · " in words]
    panel.list.scrollToItem(panel.list.item(row))
    place = panel.list.visualItemRect(panel.list.item(row)).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.list.currentRow() == row
    return row


def test_findings_are_listed_the_gravest_first(audited: DataPresenter, panel: AuditPanel) -> None:
    words = [panel.list.item(n).text() for n in range(panel.list.count())]
    ranks = [
        next(n for n, s in enumerate(("Serious", "Warning", "Note")) if w.startswith(s))
        for w in words
    ]
    assert ranks == sorted(ranks)
    assert words[0] == "Serious · The same exposure in two parts of the split · 1 pair"
    assert f"{audited.audit.serious_count} serious" in audited.panel.show_audit.text()


def test_where_a_finding_has_no_films_the_list_has_their_room(qtbot: QtBot) -> None:
    panel = AuditPanel()
    qtbot.addWidget(panel)
    long = "Class and longer side go together (Cramér's V 0.52): guessing the class from it"
    panel.show_findings([FindingRow("Serious", "refusal", long, False)] * 12, 0)
    panel.show_detail("What it is.", "Why it matters.", (), has_films=False)
    panel.resize(440, 700)
    panel.show()

    free = panel.list.height()
    two_lines = panel.list.sizeHintForRow(0)

    assert two_lines >= 2 * panel.list.fontMetrics().lineSpacing()
    assert free > 400
    panel.show_detail("What it is.", "Why it matters.", (), has_films=True)
    qtbot.waitUntil(lambda: panel.list.height() < free - 100)


def test_the_films_of_a_finding_are_seen_side_by_side(
    audited: DataPresenter, panel: AuditPanel, folder: Path, qtbot: QtBot
) -> None:
    pick(panel, FindingKind.ALIKE_ACROSS_SPLITS)
    films = panel.pair.films
    assert {film.title for film in films} == {SHIFTED, "train/covid19/0.png"}
    assert {film.details for film in films} == {"COVID-19 · test · a", "COVID-19 · train · a"}
    qtbot.waitUntil(lambda: all(panel.pair.has_image(film.path) for film in films))
    shown = pixels(panel.pair)
    middle = shown.shape[1] // 2
    assert shown[:, :middle].std() > 10
    assert shown[:, middle:].std() > 10
    assert "learnt by heart" in panel.why.text()
    assert str(folder) not in panel.words.text()


def test_duplicates_are_dropped_and_the_drop_is_undone(
    audited: DataPresenter, panel: AuditPanel, qtbot: QtBot
) -> None:
    row = pick(panel, FindingKind.ALIKE_ACROSS_SPLITS)
    serious, learnt = audited.audit.serious_count, part(audited.panel, 0)
    click(panel.fixes[Fix.DROP_COPIES])
    settle(audited, qtbot)
    assert stored(audited).excluded == ("train/covid19/0.png",)
    assert part(audited.panel, 0) == learnt - 1
    assert panel.list.item(row).text().startswith("Serious, mended · ")
    assert audited.audit.serious_count == serious - 1
    assert not panel.fixes[Fix.DROP_COPIES].isEnabled()
    assert "audit again" in panel.status.text()
    assert {film.details for film in panel.pair.films} == {"COVID-19 · test · a", "left out"}
    click(audited.panel.undo)
    settle(audited, qtbot)
    assert stored(audited).excluded == ()
    assert audited.audit.serious_count == serious
    assert panel.status.text() == ""


def test_groups_are_kept_whole(audited: DataPresenter, panel: AuditPanel, qtbot: QtBot) -> None:
    pick(panel, FindingKind.ALIKE_ACROSS_SPLITS)
    click(panel.fixes[Fix.KEEP_TOGETHER])
    settle(audited, qtbot)
    assert stored(audited).split == NewSplit()
    (pair,) = stored(audited).joined
    selection = audited.data.selection
    assert selection is not None
    splits = {s.split for s in selection.dataset.samples if s.path.as_posix().endswith(pair)}
    assert len(splits) == 1
    assert audited.panel.split.sliders["val"].isVisible()


class Watched(tuple[Any, ...]):
    """Films that know how often the thread of the window has gone over all of them."""

    walks = 0

    def __iter__(self) -> Iterator[Any]:
        Watched.walks += threading.current_thread() is threading.main_thread()
        return super().__iter__()


def test_the_window_does_not_go_over_all_films_at_each_change(
    audited: DataPresenter, panel: AuditPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_watched(*asked: Any) -> Any:
        collection = open_collection(*asked)
        return replace(collection, films=Watched(collection.films))

    def select_watched(*asked: Any) -> Any:
        dataset = select(*asked)
        return replace(dataset, samples=Watched(dataset.samples))

    monkeypatch.setattr(data_state, "open_collection", open_watched)
    monkeypatch.setattr(data_state, "select", select_watched)
    monkeypatch.setattr(Watched, "walks", 0)
    audited.data.read_again()
    settle(audited, qtbot)
    pick(panel, FindingKind.ALIKE_ACROSS_SPLITS)
    click(panel.fixes[Fix.KEEP_TOGETHER])
    settle(audited, qtbot)
    slider = audited.panel.split.sliders["test"]
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    settle(audited, qtbot)
    pick(panel, FindingKind.UNREADABLE)
    click(panel.fixes[Fix.LEAVE_OUT])
    settle(audited, qtbot)

    assert stored(audited).excluded == ("train/normal/broken.png",)
    assert Watched.walks == 0


def test_what_cannot_be_read_is_left_out(
    audited: DataPresenter, panel: AuditPanel, qtbot: QtBot
) -> None:
    pick(panel, FindingKind.UNREADABLE)
    (film,) = panel.pair.films
    assert film.title == "train/normal/broken.png"
    click(panel.fixes[Fix.LEAVE_OUT])
    settle(audited, qtbot)
    assert stored(audited).excluded == ("train/normal/broken.png",)


def test_privacy_hides_the_name_of_what_cannot_be_read(
    audited: DataPresenter, panel: AuditPanel, qtbot: QtBot
) -> None:
    pick(panel, FindingKind.UNREADABLE)
    failed = panel.pair._pictures[0]
    qtbot.waitUntil(lambda: "broken.png" in failed.failure)
    window = audited._context.state.parent()
    assert isinstance(window, MainWindow)
    window.actions_table["privacy"].trigger()
    qtbot.waitUntil(lambda: failed.failure == "The film cannot be read.")


def test_a_source_is_left_out(audited: DataPresenter, panel: AuditPanel, qtbot: QtBot) -> None:
    names = [action.text() for action in panel.sources.actions()]
    assert names == ["a (22 films)", "b (20 films)"]
    panel.sources.actions()[1].trigger()
    settle(audited, qtbot)
    assert stored(audited).excluded_sources == ("b",)
    assert part(audited.panel, 2) == 6
    panel.sources.actions()[1].trigger()
    settle(audited, qtbot)
    assert stored(audited).excluded_sources == ()


def test_both_films_are_opened_in_the_window(
    audited: DataPresenter, panel: AuditPanel, qtbot: QtBot
) -> None:
    pick(panel, FindingKind.ALIKE_ACROSS_SPLITS)
    window = audited._context.state.parent()
    assert isinstance(window, MainWindow)
    click(panel.viewer)
    qtbot.waitUntil(lambda: len(window.state.paths) == 2)
    assert set(window.state.paths) == {film.path for film in panel.pair.films}


def test_a_new_audit_no_longer_finds_what_was_mended(
    audited: DataPresenter, panel: AuditPanel, qtbot: QtBot
) -> None:
    pick(panel, FindingKind.ALIKE_ACROSS_SPLITS)
    click(panel.fixes[Fix.DROP_COPIES])
    settle(audited, qtbot)
    before = audited.audit.findings
    click(panel.start)
    qtbot.waitUntil(lambda: audited.audit.findings is not before, timeout=60_000)
    assert FindingKind.ALIKE_ACROSS_SPLITS not in {f.kind for f in audited.audit.findings}
    assert panel.status.text() == ""


def test_another_lungdesk_shows_the_same_findings(
    audited: DataPresenter, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    again = page_of(opened_wizard(open_window(None), qtbot))
    qtbot.waitUntil(lambda: bool(again.audit.findings), timeout=20_000)
    assert again.audit.findings == audited.audit.findings


def test_another_training_on_the_same_films_has_no_audit_yet(
    audited: DataPresenter, folder: Path, qtbot: QtBot
) -> None:
    first = audited._draft.draft
    window = audited.panel.window()
    assert isinstance(window, TrainingView)
    click(window.new)
    choose(audited, folder, qtbot)
    second = audited._draft.draft
    qtbot.waitUntil(lambda: not audited._context.shared.bridge.is_busy)
    assert not audited.audit.findings

    audited._draft.begin(first)
    qtbot.waitUntil(lambda: bool(audited.audit.findings), timeout=20_000)
    audited._draft.begin(second)
    settle(audited, qtbot)
    qtbot.waitUntil(lambda: not audited._context.shared.bridge.is_busy)
    assert not audited.audit.findings


def test_an_audit_is_stopped(
    page: DataPresenter,
    panel: AuditPanel,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = threading.Event()

    def endless(_request: Any, ctx: JobContext) -> None:
        while True:
            begun.set()
            ctx.check()

    monkeypatch.setattr(audit_presenter, "run_audit", endless)
    choose(page, folder, qtbot)
    click(page.panel.show_audit)
    click(panel.start)
    qtbot.waitUntil(begun.is_set)
    assert not panel.start.isEnabled()
    assert panel.progress.is_cancel_offered
    panel.progress.cancel_wanted.emit()
    qtbot.waitUntil(lambda: not page._context.shared.bridge.is_busy)
    assert panel.start.isEnabled()
    assert not panel.progress.isVisible()


def test_everything_that_can_be_found_has_words() -> None:
    assert set(TITLES) == set(FindingKind)
    assert set(SEVERITIES) == set(Severity)
    assert set(FIXES) == set(Fix)


def test_sixty_real_films(
    page: DataPresenter, panel: AuditPanel, shared_data: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = few_films(shared_data, {"train": 6, "val": 3, "test": 3})
    manifest = write_manifest(tmp_path / "real" / "films.csv", rows)
    choose(page, manifest, qtbot)
    assert page.problem() is None
    assert sum(sum(row.counts) for row in page.panel.counts.rows) == 60
    qtbot.waitUntil(lambda: not page.panel.samples.missing(), timeout=20_000)
    click(page.panel.show_audit)
    click(panel.start)
    qtbot.waitUntil(lambda: bool(page.audit.findings), timeout=120_000)
    kinds = {finding.kind for finding in page.audit.findings}
    assert FindingKind.CLASS_SMALL in kinds
    assert FindingKind.UNREADABLE not in kinds
