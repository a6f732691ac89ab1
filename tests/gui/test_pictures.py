from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.identity import tells_identity
from lungdesk.core.radiograph import Window
from lungdesk.core.study import Instance
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.pictures.picture_dialog import PictureDialog
from lungdesk.gui.pictures.print_dialog import paint_page
from lungdesk.gui.pictures.scene import PictureChoice, Scene
from tests.gui.conftest import FILM, drag, from_qimage, pixels, show
from tests.gui.fakes import FakeFiles, radiograph

CONTROL = Qt.KeyboardModifier.ControlModifier
CONTROL_SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
IDENTITY = ("Doe", "Jane", "4711", "19700102", "1970-01-02", "film.dcm")


@pytest.fixture
def measured(film_window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with a film on which a length is measured, and a note with the patient's name."""
    qtbot.waitUntil(lambda: not film_window.bridge.is_busy)
    film_window.annotations.add(TextNote(((300.0, 200.0),), content="ask Mrs Doe"))
    film_window.annotations.add(Length(((100.0, 100.0), (200.0, 100.0))))
    return film_window


def ask(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> PictureDialog:
    window.activateWindow()
    QTest.keyClick(window, key, modifiers)
    dialog = window.features.pictures.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def set_to(box: QCheckBox, is_on: bool) -> None:
    if box.isChecked() != is_on:
        QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    assert box.isChecked() == is_on


def copied(window: MainWindow, *, words: bool, identity: bool) -> NDArray[np.uint8]:
    dialog = ask(window, Qt.Key.Key_C, CONTROL_SHIFT)
    set_to(dialog.words, words)
    if words:
        set_to(dialog.identity, identity)
    QTest.mouseClick(dialog.go, LEFT)
    return from_qimage(QGuiApplication.clipboard().image())


def all_words(scene: Scene) -> list[str]:
    corners = scene.corners
    lines = (corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right)
    return [*(line for corner in lines for line in corner), *(one.words for one in scene.drawn)]


def scene_of(window: MainWindow, choice: PictureChoice) -> Scene:
    scene = window.features.pictures.scene()
    assert scene is not None
    return scene.chosen(choice)


def box_of(picture: NDArray[np.uint8], corner: str) -> NDArray[np.uint8]:
    rows, columns = picture.shape[0] // 6, picture.shape[1] // 4
    return picture[:rows, :columns] if corner == "top left" else picture[-rows:, -columns:]


# --- what is in the picture


def test_without_identity_no_words_tell_whose_film_it_is(measured: MainWindow) -> None:
    everything = "\n".join(all_words(scene_of(measured, PictureChoice(has_identity=True))))
    assert all(phrase in everything for phrase in ("Doe, Jane", "4711", "1970-01-02", "Mrs Doe"))
    said = "\n".join(all_words(scene_of(measured, PictureChoice(has_identity=False))))
    assert [phrase for phrase in IDENTITY if phrase.lower() in said.lower()] == []
    assert "Chest PA" in said
    assert "px" in said  # the length is still there
    assert "Research use only" in said


def test_without_a_name_in_the_file_the_name_of_the_file_is_left_out(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    film = radiograph(FILM)
    nameless = replace(film.instance, patient=replace(film.instance.patient, name=""))
    files.films[FILM.name] = replace(film, instance=nameless)
    show(window, qtbot, FILM)
    assert FILM.name in all_words(scene_of(window, PictureChoice(has_identity=True)))
    said = " ".join(all_words(scene_of(window, PictureChoice(has_identity=False))))
    assert FILM.name not in said
    assert FILM.stem not in said


def test_a_description_that_holds_the_name_is_left_out(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    film = radiograph(FILM)
    files.films[FILM.name] = replace(
        film, instance=replace(film.instance, study_description="CHEST OF DOE")
    )
    show(window, qtbot, FILM)
    assert "CHEST OF DOE" in all_words(scene_of(window, PictureChoice(has_identity=True)))
    assert "CHEST OF DOE" not in all_words(scene_of(window, PictureChoice(has_identity=False)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Jane", True),
        ("for JANE, see 2019", True),
        ("no. 4711", True),
        ("born 1970-01-02", True),
        ("19700102", True),
        ("see film.dcm", True),
        ("Janet", False),
        ("14711 px", False),
        ("Chest PA", False),
        ("", False),
    ],
)
def test_words_tell_identity_when_they_hold_a_whole_part_of_it(words: str, expected: bool) -> None:
    assert tells_identity(words, radiograph(FILM).instance) is expected


def test_nothing_is_identifying_where_nothing_is_known() -> None:
    assert not tells_identity("a note, 2 of 3", Instance(Path("x.png"), 10, 10))


def test_overlays_of_the_file_are_left_out_without_identity(measured: MainWindow) -> None:
    assert scene_of(measured, PictureChoice(has_identity=True)).look.extras.has_overlays
    assert not scene_of(measured, PictureChoice(has_identity=False)).look.extras.has_overlays


def test_without_words_nothing_is_measured_and_the_notice_stays(measured: MainWindow) -> None:
    scene = scene_of(measured, PictureChoice(has_words=False))
    assert [line for line in all_words(scene) if line] == ["Research use only"]


# --- the clipboard


def test_the_copied_picture_is_what_the_view_shows(film_window: MainWindow) -> None:
    view = film_window.viewer_panel.view
    drag(view, view.rect().center(), QPoint(50, -40))
    QTest.keyClick(film_window, Qt.Key.Key_R)
    picture = copied(film_window, words=True, identity=True)
    shown = pixels(view)
    assert picture.shape == shown.shape
    assert (np.abs(picture.astype(int) - shown).max(axis=2) > 8).mean() < 0.001
    assert film_window.progress_strip.words == "Picture copied, with identity."


def test_the_identity_is_in_its_corner_only_where_it_is_wanted(film_window: MainWindow) -> None:
    bare = copied(film_window, words=False, identity=False)
    named = copied(film_window, words=True, identity=True)
    nameless = copied(film_window, words=True, identity=False)
    changed = [
        int((box_of(picture, "top left") != box_of(bare, "top left")).any(axis=2).sum())
        for picture in (named, nameless)
    ]
    assert changed[0] > 4 * changed[1]  # the sex alone is left
    assert film_window.progress_strip.words == "Picture copied, without identity."


def test_measurements_are_painted_without_their_handles(measured: MainWindow) -> None:
    def coloured(picture: NDArray[np.uint8]) -> int:
        return int((np.ptp(picture.astype(int), axis=2) > 60).sum())

    assert measured.annotations.selected is not None
    on_screen = coloured(pixels(measured.viewer_panel.view))
    with_words = coloured(copied(measured, words=True, identity=True))
    assert on_screen > 0
    assert with_words > 50
    assert coloured(copied(measured, words=False, identity=False)) == 0


def test_the_next_picture_begins_with_the_last_choice_and_the_first_is_without_identity(
    film_window: MainWindow,
) -> None:
    dialog = ask(film_window, Qt.Key.Key_C, CONTROL_SHIFT)
    assert dialog.choice == PictureChoice(has_words=True, has_identity=False)
    set_to(dialog.identity, True)
    QTest.mouseClick(dialog.go, LEFT)
    dialog = ask(film_window, Qt.Key.Key_C, CONTROL_SHIFT)
    assert dialog.choice == PictureChoice(has_words=True, has_identity=True)
    set_to(dialog.words, False)
    assert not dialog.identity.isEnabled()
    assert dialog.choice == PictureChoice(has_words=False, has_identity=False)


def test_thinking_better_of_it_copies_nothing(film_window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("before")
    dialog = ask(film_window, Qt.Key.Key_C, CONTROL_SHIFT)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert QGuiApplication.clipboard().text() == "before"


def test_without_a_film_there_is_no_picture(window: MainWindow) -> None:
    for id_ in ("export", "copy_picture", "print"):
        assert not window.actions_table[id_].isEnabled()
    assert window.features.pictures.scene() is None


# --- files


@pytest.fixture
def save_to(
    film_window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Callable[[Path], None]:
    """Export the view by key to the given file."""

    def save(path: Path) -> None:
        monkeypatch.setattr(open_dialog, "ask_where_to_save", lambda _parent, _suggested: path)
        dialog = ask(film_window, Qt.Key.Key_E, CONTROL_SHIFT)
        QTest.mouseClick(dialog.go, LEFT)
        qtbot.waitUntil(lambda: not film_window.bridge.is_busy)

    return save


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.png", "PNG"),
        ("a.jpg", "JPEG"),
        ("a.JPEG", "JPEG"),
        ("a.tif", "TIFF"),
        ("a.tiff", "TIFF"),
    ],
)
def test_the_ending_decides_the_kind_of_file(
    film_window: MainWindow, save_to: Callable[[Path], None], tmp_path: Path, name: str, kind: str
) -> None:
    save_to(tmp_path / name)
    with Image.open(tmp_path / name) as image:
        assert image.format == kind
        saved = np.asarray(image.convert("RGB"), int)
    scene = film_window.features.pictures.scene()
    assert scene is not None
    expected = from_qimage(scene.chosen(PictureChoice()).image())
    assert saved.shape == expected.shape
    assert np.abs(saved - expected).mean() < 1
    assert film_window.progress_strip.words == f"{name} saved."
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.gif", "a.dcm", "there"])
def test_what_cannot_be_written_is_one_sentence_and_nothing_is_lost(
    film_window: MainWindow, save_to: Callable[[Path], None], tmp_path: Path, name: str
) -> None:
    kept = tmp_path / "there.png"
    kept.write_bytes(b"mine")
    save_to(tmp_path / name)
    strip = film_window.viewer_panel.messages
    assert strip.isVisible()
    assert strip.code == "LD-FILE-006"
    assert kept.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [kept]


def test_a_folder_that_cannot_be_made_is_one_sentence(
    film_window: MainWindow, save_to: Callable[[Path], None], tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    save_to(tmp_path / "file" / "a.png")
    assert film_window.viewer_panel.messages.code == "LD-FILE-006"


def test_the_film_itself_is_never_replaced(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "film.png"
    path.write_bytes(b"the film")
    show(window, qtbot, path)
    monkeypatch.setattr(open_dialog, "ask_where_to_save", lambda _parent, _suggested: path)
    QTest.mouseClick(ask(window, Qt.Key.Key_E, CONTROL_SHIFT).go, LEFT)
    qtbot.waitUntil(lambda: window.viewer_panel.messages.code == "LD-FILE-006")
    assert path.read_bytes() == b"the film"


def test_the_proposed_name_tells_nothing_without_identity(
    film_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def think_better_of_it(_parent: object, suggested: Path) -> None:
        proposed.append(suggested.name)

    monkeypatch.setattr(open_dialog, "ask_where_to_save", think_better_of_it)
    for is_on in (False, True):
        dialog = ask(film_window, Qt.Key.Key_E, CONTROL_SHIFT)
        set_to(dialog.identity, is_on)
        QTest.mouseClick(dialog.go, LEFT)
    assert proposed == ["film-view.png", f"{FILM.stem}-view.png"]


# --- paper


def page_of(scene: Scene, size: tuple[int, int], ratio: float = 2.0) -> NDArray[np.uint8]:
    page = QImage(*size, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    with QPainter(page) as painter:
        paint_page(painter, scene, size, ratio=ratio)
    return from_qimage(page)


@pytest.mark.parametrize("size", [(800, 1200), (1200, 800)])
def test_the_whole_film_fills_the_page_as_far_as_it_can(
    film_window: MainWindow, size: tuple[int, int]
) -> None:
    for _ in range(5):
        QTest.keyClick(film_window, Qt.Key.Key_Plus)  # a detail on the screen
    film_window.viewer.use_window(Window(3000, 8000))  # nowhere as white as paper
    page = page_of(scene_of(film_window, PictureChoice(has_words=False)), size)
    inked: NDArray[np.bool_] = np.min(page, axis=2) < 250
    columns = np.nonzero(inked[10])[0]
    rows = np.nonzero(inked[:, columns[-1] - 20])[0]  # where the notice does not reach
    width, height = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert width / height == pytest.approx(4 / 3, rel=0.05)
    assert width > 0.98 * size[0] or height > 0.9 * size[1]
    middle = page[rows[0] + height // 2, :, 0].astype(int)
    ends = middle[columns[0] + 5], middle[columns[-1] - 5]  # the ramp, from edge to edge
    assert ends == pytest.approx((32, 162), abs=3)


def test_the_notice_stands_on_the_paper_under_the_film(film_window: MainWindow) -> None:
    page = page_of(scene_of(film_window, PictureChoice()), (800, 1200))
    under = page[620:]
    assert (under < 100).all(axis=2).sum() > 100
    assert (under == 255).mean() > 0.95


def test_words_on_paper_have_no_scale_of_the_screen(film_window: MainWindow) -> None:
    scene = scene_of(film_window, PictureChoice(has_identity=True))
    assert any(line.endswith(" %") for line in all_words(scene))
    assert not any(line.endswith(" %") for line in all_words(scene.on_page(500, 500)))


def test_a_turned_film_stays_turned_on_paper(film_window: MainWindow) -> None:
    QTest.keyClick(film_window, Qt.Key.Key_R)
    scene = scene_of(film_window, PictureChoice(has_words=False))
    width, height = scene.on_page(600, 800).geometry.view_size
    assert (width, height) == (600, 800)
    assert scene.on_page(600, 800).geometry.rotation_deg == 90


def test_ctrl_p_asks_and_shows_the_page_before_it_is_printed(film_window: MainWindow) -> None:
    dialog = ask(film_window, Qt.Key.Key_P, CONTROL)
    QTest.mouseClick(dialog.go, LEFT)
    preview = film_window.features.pictures.preview
    assert preview is not None
    assert preview.isVisible()
    shown = pixels(preview)
    assert (shown == 255).all(axis=2).sum() > 5_000  # the paper
    controls = [
        control
        for kind in (QToolButton, QComboBox, QLineEdit)
        for control in preview.findChildren(kind)
        if control.isVisible() and not control.objectName().startswith("qt_")
    ]
    assert controls
    assert all(control.accessibleName() and control.toolTip() for control in controls)
    QTest.keyClick(preview, Qt.Key.Key_Escape)
    assert not preview.isVisible()


def test_every_control_of_the_choice_has_a_name_and_a_tooltip(film_window: MainWindow) -> None:
    dialog = ask(film_window, Qt.Key.Key_E, CONTROL_SHIFT)
    assert all(c.accessibleName() and c.toolTip() for c in (dialog.words, dialog.identity))
    assert all(button.accessibleName() for button in dialog.buttons.buttons())
