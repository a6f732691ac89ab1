"""What went wrong in other viewers does not go wrong here; each test names the issue there.

Those about measuring are in `test_known_measuring_failures`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.uid import UID
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.radiograph import VoiFunction
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.widgets.histogram_plot import window_ends
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import shipped_models_folder
from tests.gui.conftest import drag, middle, pixels
from tests.gui.evaluations import click_cell
from tests.gui.real_films import (
    RealFiles,
    failure_of,
    greys,
    open_film,
    ramp,
    s_curve,
    seen_window,
    voi_lut,
)
from tests.unit.formats.builders import (
    dicom,
    gradient,
    save,
    save_frames,
    write_dicom,
    write_picture,
)

RAW_DATA_STORAGE = UID("1.2.840.10008.5.1.4.1.1.66")
VIDEO = UID("1.2.840.10008.1.2.4.102")
SIGMOID: dict[str, Any] = {
    "WindowCenter": 2000,
    "WindowWidth": 1000,
    "VOILUTFunction": "SIGMOID",
}
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def files() -> RealFiles:
    return RealFiles()


# --- VOI LUT Sequence and SIGMOID


def test_ohif_818_a_voi_lut_sequence_is_applied_at_once(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    entries = s_curve(4096, 1500, 900)
    open_film(
        window,
        qtbot,
        tmp_path / "lut.dcm",
        VOILUTSequence=voi_lut(entries),
        WindowCenter=3000,
        WindowWidth=50,
    )
    values = (500, 1200, 1500, 1800, 2600)
    expected = [entries[value] / 257 for value in values]
    assert greys(window, *values) == pytest.approx(expected, abs=3)


@pytest.mark.parametrize("entries", [4096, 65536])
@pytest.mark.parametrize("move", [QPoint(0, 2), QPoint(0, -2), QPoint(2, 0)])
def test_weasis_373_the_first_drag_on_a_voi_lut_does_not_jump(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, entries: int, move: QPoint
) -> None:
    """There the table is far longer than the film has values, and the film became white."""
    table = voi_lut(s_curve(entries, 1500, 900))
    open_film(window, qtbot, tmp_path / "lut.dcm", VOILUTSequence=table)
    view = window.viewer_panel.view
    before = pixels(view)[100:-100].astype(int)
    drag(view, middle(view), move)
    assert seen_window(window).width > 0
    assert np.abs(pixels(view)[100:-100].astype(int) - before).max() <= 8


def test_cornerstone3d_2856_a_sigmoid_is_shown_as_a_sigmoid(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_film(window, qtbot, tmp_path / "sigmoid.dcm", **SIGMOID)
    values = np.array([1000, 1500, 2000, 2500, 3000])
    expected = 255 / (1 + np.exp(-4 * (values - 2000) / 1000))
    assert greys(window, *values) == pytest.approx(expected, abs=3)


def test_ohif_5057_dragging_a_sigmoid_stays_under_control(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_film(window, qtbot, tmp_path / "sigmoid.dcm", **SIGMOID)
    film = window.viewer.film
    assert film is not None
    gain = film.value_range / 1024
    drag(window.viewer_panel.view, middle(window.viewer_panel.view), QPoint(40, -20))
    dragged = seen_window(window)
    assert dragged.function is VoiFunction.SIGMOID
    assert dragged.width == pytest.approx(1000 + 40 * gain)
    assert dragged.center == pytest.approx(2000 - 20 * gain)


def test_dcm4che_1578_a_linear_window_comes_after_the_rescale_and_has_its_half_pixels(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_film(
        window,
        qtbot,
        tmp_path / "rescaled.dcm",
        stored=ramp(1400),
        RescaleSlope=2,
        RescaleIntercept=-1000,
        WindowCenter=40,
        WindowWidth=400,
    )
    stored = np.array([440, 500, 520, 560, 610])
    modality = 2.0 * stored - 1000
    expected = np.clip((modality - 39.5) / 399 + 0.5, 0, 1) * 255
    assert greys(window, *stored) == pytest.approx(expected, abs=4)


# --- MONOCHROME1


def test_cornerstone3d_2215_monochrome1_is_turned_round_after_the_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """Turned round before it, a window far from the middle would lie on other values."""
    open_film(
        window,
        qtbot,
        tmp_path / "negative.dcm",
        PhotometricInterpretation="MONOCHROME1",
        WindowCenter=1000,
        WindowWidth=400,
    )
    assert greys(window, 700, 1000, 1300) == pytest.approx([255, 127, 0], abs=3)


def test_ohif_4116_monochrome1_looks_the_same_on_load_and_after_a_reset(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_film(window, qtbot, tmp_path / "negative.dcm", PhotometricInterpretation="MONOCHROME1")
    on_load = pixels(window.viewer_panel.view)
    assert greys(window, 100, 4000) == pytest.approx([249, 6], abs=8)
    window.actions_table["reset"].trigger()
    assert (pixels(window.viewer_panel.view) == on_load).all()


def test_weasis_372_inverse_beside_monochrome1_does_not_turn_round_twice(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_film(
        window,
        qtbot,
        tmp_path / "negative.dcm",
        PhotometricInterpretation="MONOCHROME1",
        PresentationLUTShape="INVERSE",
    )
    dark, bright = greys(window, 4000, 100)
    assert dark < 20
    assert bright > 235


# --- files that cannot be shown


def test_weasis_810_an_object_without_an_image_is_not_called_unreadable(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    raw = dicom(ramp(), SOPClassUID=RAW_DATA_STORAGE, Rows=None, Columns=None, PixelData=None)
    raw.file_meta.MediaStorageSOPClassUID = RAW_DATA_STORAGE
    said = failure_of(window, qtbot, save(tmp_path / "raw.dcm", raw))
    assert "holds no image: it is of the kind Raw Data Storage" in said
    assert "damaged" not in said


def test_weasis_479_a_film_that_was_cut_off_says_how_much_is_there(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write_dicom(tmp_path / "cut.dcm", ramp())
    path.write_bytes(path.read_bytes()[:-400_000])
    said = failure_of(window, qtbot, path)
    assert "cut.dcm is damaged: 140,000 of 540,000 bytes of its pixels are there" in said
    assert "Send or export it again" in said


def test_weasis_740_an_encoding_without_a_decoder_is_named(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = save_frames(tmp_path / "video.dcm", dicom(ramp()), VIDEO, [b"\0\0\0\x01g"])
    said = failure_of(window, qtbot, path)
    assert "encoded as MPEG-4" in said
    assert "Export it uncompressed" in said


# --- the hand on the window


@pytest.mark.parametrize(
    ("modifiers", "factor"),
    [
        (Qt.KeyboardModifier.NoModifier, 1.0),
        (SHIFT, 0.25),
        (CONTROL, 2.5),
        (CONTROL | SHIFT, 5.0),
    ],
)
def test_weasis_634_the_window_is_dragged_finely_and_coarsely(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    modifiers: Qt.KeyboardModifier,
    factor: float,
) -> None:
    open_film(window, qtbot, tmp_path / "film.dcm", WindowCenter=2000, WindowWidth=1000)
    film, view = window.viewer.film, window.viewer_panel.view
    assert film is not None
    drag(view, middle(view), QPoint(40, 0), modifiers=modifiers)
    widened = seen_window(window).width - 1000
    assert widened == pytest.approx(40 * factor * film.value_range / 1024)


def test_weasis_632_least_and_greatest_value_can_be_typed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_film(window, qtbot, tmp_path / "film.dcm", WindowCenter=2000, WindowWidth=1000)
    QTest.keyClick(window, Qt.Key.Key_W)
    panel = window.window_panel
    for box, text in ((panel.low, "800"), (panel.high, "1200")):
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, text)
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert window_ends(seen_window(window)) == pytest.approx((800, 1200))
    assert greys(window, 700, 1000, 1300) == pytest.approx([0, 127, 255], abs=3)
    panel.close()


# --- the confusion matrix


def test_teachable_machine_164_a_cell_of_the_confusion_matrix_opens_its_films(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """There, and in DIGITS 1032, the matrix says how many films went wrong, but not which."""
    for name in ("Normal", "Tuberculosis"):
        (tmp_path / name).mkdir()
        for number in range(3):
            grey = gradient(60 + 9 * number, 64, most=255 - 40 * number)
            write_picture(tmp_path / name / f"{name}-{number}.png", grey)
    window.features.evaluate.evaluate(shipped_models_folder() / DEFAULT_MODEL_ID, tmp_path)
    evaluation = window.features.evaluate.evaluation
    assert evaluation is not None
    qtbot.waitUntil(evaluation.panel.evaluate.isEnabled, timeout=20_000)
    evaluation.panel.evaluate.trigger()
    qtbot.waitUntil(lambda: evaluation.state.films is not None, timeout=60_000)
    films, counts = evaluation.state.films, evaluation.panel.confusion.counts
    assert films is not None
    row, column = (int(place) for place in np.unravel_index(int(counts.argmax()), counts.shape))
    with qtbot.waitSignal(window.film_painted, timeout=20_000):
        click_cell(evaluation.panel.matrix.matrix, row, column)
    confidence = [
        films.table.probabilities[
            films.table.paths.index(path.relative_to(tmp_path).as_posix()), column
        ]
        for path in window.state.paths
    ]
    assert len(confidence) == counts[row, column] > 0
    assert confidence == sorted(confidence, reverse=True)
    assert {path.parent.name for path in window.state.paths} == {films.table.labels.names[row]}
    assert window.state.heatmap.is_shown


# --- memory


def test_ohif_4277_memory_does_not_grow_from_study_to_study(
    window: MainWindow, files: RealFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    for number in range(5):
        path = tmp_path / f"study-{number}.dcm"
        open_film(window, qtbot, path, StudyInstanceUID=UID(f"1.2.3.{number}"))
        qtbot.waitUntil(lambda: not window.bridge.is_busy)
        assert files.held == 1
    window.actions_table["close_all"].trigger()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert files.held == 0
