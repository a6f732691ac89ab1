"""Films whose file is another one by now: nothing that was known of the old one is told of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import JobContext
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion
from lungdesk.core.study import Instance
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.gui.item_models import FilmListModel
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.gui.studies import presenter
from lungdesk.ml.lungs.fields import lung_fields
from lungdesk.services.film_files import replaced_films
from tests.gui.fakes import FakeFilmReader
from tests.gui.places import choose, click, seen, settle
from tests.gui.presented_films import OpenedFiles, open_and_wait
from tests.gui.real_films import ramp
from tests.unit.formats.builders import write_dicom


@pytest.fixture
def files() -> OpenedFiles:
    return OpenedFiles()


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A folder of two films of one patient."""
    for number, name in enumerate(("a.dcm", "b.dcm")):
        export(tmp_path / name, "Doe^Jane", uid=f"1.2.3.{number + 10}")
    return tmp_path


def export(path: Path, patient: str, most: int = 4095, uid: str = "1.2.3.77") -> None:
    write_dicom(path, ramp(most), PatientName=patient, SOPInstanceUID=uid)


def open_again(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(window.studies.opened):
        window.open_paths((path,))
    qtbot.waitUntil(lambda: window.state.reading.phase is Phase.READY and not window.bridge.is_busy)


def whose(window: MainWindow) -> tuple[str, str]:
    """Patients of the film that is shown, and of the reading beside it."""
    film, reading = window.viewer.film, window.state.reading.reading
    assert film is not None
    assert reading is not None
    return film.radiograph.instance.patient.name, reading.instance.patient.name


def listed(window: MainWindow, path: Path) -> str:
    """Whose film it is, as far as the list knows."""
    model = window.studies_panel.list.model()
    assert isinstance(model, FilmListModel)
    number = model.number_of(path)
    assert number is not None
    instance = model.row(number).instance
    return "" if instance is None else instance.patient.name


def step_on(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: window.state.reading.phase is Phase.READY)


def test_a_film_that_was_exported_again_is_read_again(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot, study: Path
) -> None:
    open_and_wait(window, qtbot, study)
    step_on(window, qtbot, Qt.Key.Key_Down)
    export(study / "a.dcm", "Roe^Richard")

    open_again(window, qtbot, study / "a.dcm")

    assert whose(window) == ("Roe^Richard", "Roe^Richard")
    assert [path.name for path in reader.read_paths] == ["a.dcm", "b.dcm", "a.dcm"]


def test_it_is_also_where_the_user_only_steps_back_to_it(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot, study: Path
) -> None:
    open_and_wait(window, qtbot, study)
    step_on(window, qtbot, Qt.Key.Key_Down)
    export(study / "a.dcm", "Roe^Richard")

    step_on(window, qtbot, Qt.Key.Key_Up)

    assert whose(window) == ("Roe^Richard", "Roe^Richard")
    assert len(reader.read_paths) == 3


def test_the_film_on_the_screen_is_replaced_when_it_is_opened_again(
    window: MainWindow, qtbot: QtBot, study: Path
) -> None:
    open_and_wait(window, qtbot, study)
    export(study / "a.dcm", "Roe^Richard")

    open_again(window, qtbot, study)

    assert whose(window) == ("Roe^Richard", "Roe^Richard")
    assert window.state.current == study / "a.dcm"


def test_a_film_beside_the_active_one_does_not_come_back_once_it_is_another(
    window: MainWindow, qtbot: QtBot, study: Path
) -> None:
    open_and_wait(window, qtbot, study)
    choose(window, qtbot, Qt.Key.Key_2, 2)
    click(window, qtbot, window.viewer.cells[1])
    click(window, qtbot, window.viewer.cells[0])
    export(study / "b.dcm", "Roe^Richard")

    open_again(window, qtbot, study)
    settle(window, qtbot)
    assert seen(window) == ["a", ""]

    click(window, qtbot, window.viewer.cells[1])
    window.state.set_current(study / "b.dcm")
    settle(window, qtbot)
    assert whose(window) == ("Roe^Richard", "Roe^Richard")


def test_an_unchanged_film_stays_as_it_is_looked_at(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot, study: Path
) -> None:
    open_and_wait(window, qtbot, study)
    QTest.keyClick(window, Qt.Key.Key_Plus)
    geometry = window.viewer.geometry

    open_again(window, qtbot, study)

    assert window.viewer.geometry == geometry
    assert len(reader.read_paths) == 1


def test_the_list_tells_nothing_of_a_file_that_is_gone(
    window: MainWindow, files: OpenedFiles, qtbot: QtBot, study: Path
) -> None:
    open_and_wait(window, qtbot, study)
    with qtbot.waitSignal(window.read_all.finished):
        QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    model = window.studies_panel.list.model()
    assert isinstance(model, FilmListModel)
    number = model.number_of(study / "b.dcm")
    assert number is not None
    qtbot.waitUntil(lambda: model.row(number).thumbnail is not None)
    assert model.row(number).badge is not None
    export(study / "b.dcm", "Roe^Richard", most=800)
    thumbnails = len(files.thumbnails)

    open_again(window, qtbot, study)

    assert window.state.current == study / "a.dcm"
    row = model.row(number)
    assert row.badge is None
    assert row.instance is not None
    assert row.instance.patient.name == "Roe^Richard"
    assert files.thumbnails[thumbnails:] == [study / "b.dcm"]


def test_opening_another_film_at_once_gives_up_no_look_at_the_one_before(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, study: Path
) -> None:
    open_and_wait(window, qtbot, study)
    go_on = threading.Event()

    def slow(known: Sequence[Instance], ctx: JobContext) -> tuple[Instance, ...]:
        assert go_on.wait(20)
        ctx.check()
        return replaced_films(known, ctx)

    monkeypatch.setattr(presenter, "replaced_films", slow)
    export(study / "a.dcm", "Roe^Richard")
    for name in ("a.dcm", "b.dcm"):
        with qtbot.waitSignal(window.studies.opened):
            window.open_paths((study / name,))
    go_on.set()
    settle(window, qtbot)

    assert listed(window, study / "a.dcm") == "Roe^Richard"


def test_a_film_that_is_replaced_while_all_are_read_is_read_as_it_is_now(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot, study: Path
) -> None:
    open_and_wait(window, qtbot, study)
    assert listed(window, study / "b.dcm") == "Doe^Jane"
    reader.started.clear()
    reader.gate.clear()
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(reader.started.is_set)
    export(study / "b.dcm", "Roe^Richard")
    window.open_paths((study,))
    qtbot.waitUntil(lambda: listed(window, study / "b.dcm") == "Roe^Richard")
    with qtbot.waitSignal(window.read_all.finished):
        reader.gate.set()

    reading = window.state.kept_reading(study / "b.dcm")
    assert reading is not None
    assert reading.instance.patient.name == "Roe^Richard"


def bright_lungs(
    film: Radiograph, _ctx: JobContext, _correction: Correction = NO_CORRECTION
) -> LungFields:
    """Two rectangles, larger ones on a bright film."""
    shares = np.zeros((10, 10), np.float32)
    last = 9 if film.stored_values.max() > 2000 else 5
    shares[2:last, 1:4] = shares[2:last, 6:9] = 1
    return lung_fields(shares, ImageRegion(0, 0, film.columns, film.rows))


def test_lungs_are_those_of_the_film_that_is_there_also_after_closing_all(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot, study: Path
) -> None:
    window = open_window(reader, find_lungs=bright_lungs)
    open_and_wait(window, qtbot, study / "a.dcm")

    def lung_cells() -> float:
        fields = window.features.lungs.fields()
        assert fields is not None
        return float(fields.mask.sum())

    before = lung_cells()
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    export(study / "a.dcm", "Roe^Richard", most=800)
    open_and_wait(window, qtbot, study / "a.dcm")

    assert lung_cells() < 0.6 * before
