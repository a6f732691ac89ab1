"""The Preparation page as a user works with it; its pictures are what a training gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.gui import theme
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.preparation_panel import PreparationPanel
from lungdesk.gui.training.preparation_presenter import PreparationPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.preprocess import Framing, PreprocessSpec
from lungdesk.ml.training.films import seen_by
from lungdesk.ml.training.plan import usual_lungs
from lungdesk.ml.training.recipe import Imbalance
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.training.draft import BackboneChoice, Plan, Preparation
from lungdesk.services.training.requests import command_lines
from lungdesk.services.training.views import ViewsRequest, training_views
from tests.gui.conftest import from_qimage, pixels
from tests.gui.training_pages import (
    choose_films,
    click,
    close,
    opened_wizard,
    show_page,
    type_into,
)
from tests.unit.services.drafts import drawn_folder

BACKBONES = (BackboneChoice("vgg16"), BackboneChoice("efficientnet_lite0"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve films of each class, and of the first one six."""
    made = drawn_folder(tmp_path_factory.mktemp("data") / "ours", each=12)
    for path in sorted((made / "normal").iterdir())[6:]:
        path.unlink()
    return made


@pytest.fixture
def wizard(open_window: Callable[..., MainWindow], folder: Path, qtbot: QtBot) -> Iterator[Wizard]:
    made = opened_wizard(open_window(None), qtbot)
    choose_films(made, folder, qtbot)
    made.draft.change(backbones=BACKBONES, plan=Plan("balanced", {"views": 4}))
    yield made
    close(made, qtbot)


@pytest.fixture
def page(wizard: Wizard, qtbot: QtBot) -> PreparationPresenter:
    shown = show_page(wizard, "preparation")
    assert isinstance(shown, PreparationPresenter)
    settle(shown, qtbot)
    return shown


@pytest.fixture
def panel(page: PreparationPresenter) -> PreparationPanel:
    return page.panel


def settle(page: PreparationPresenter, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.samples._making.pending, timeout=20_000)
    qtbot.waitUntil(lambda: not page._counting.pending, timeout=20_000)


def pictures(panel: PreparationPanel) -> list[NDArray[np.uint8]]:
    found = []
    for row in range(3):
        for column in range(4):
            image = panel.grid.image(row, column)
            assert image is not None
            found.append(from_qimage(image)[:, :, 0])
    return found


def are_same(one: list[NDArray[np.uint8]], other: list[NDArray[np.uint8]]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


# --- what the network will see


def test_the_pictures_are_the_pixels_that_the_network_gets(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel, folder: Path
) -> None:
    shown, recipe = page.samples._shown, wizard.draft.draft.recipe
    assert shown is not None
    spec = PreprocessSpec(224, backbone_named("vgg16").normalization)
    expected: list[NDArray[np.uint8]] = []
    for path in shown.films:
        expected.extend(training_views(ViewsRequest(path, spec, recipe, 4), NullContext()))
    assert are_same(pictures(panel), expected)
    assert "224 × 224 pixels" in panel.grid_words.text()


def test_at_their_own_size_pictures_are_painted_pixel_by_pixel(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel, qtbot: QtBot
) -> None:
    type_into(panel.size_field.edit, "64")
    settle(page, qtbot)
    painted = pixels(panel.grid)
    for row, column in ((0, 0), (1, 3), (2, 2)):
        place = panel.grid.rect_of(row, column).toRect()
        assert (place.width(), place.height()) == (64, 64)
        part = painted[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
        np.testing.assert_array_equal(part[:, :, 0], pictures(panel)[4 * row + column])


def test_pictures_change_when_settings_do_and_only_then(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel, qtbot: QtBot
) -> None:
    before = pictures(panel)
    click(panel.ways["focal"])
    page.leave()
    page.enter()
    settle(page, qtbot)
    assert are_same(pictures(panel), before)
    panel.strength.setFocus()
    QTest.keyClick(panel.strength, Qt.Key.Key_PageUp)
    settle(page, qtbot)
    after = pictures(panel)
    assert np.array_equal(after[0], before[0])
    assert not np.array_equal(after[1], before[1])
    wizard.draft.undo()
    settle(page, qtbot)
    assert are_same(pictures(panel), before)


def test_other_films_are_other_films(
    page: PreparationPresenter, panel: PreparationPanel, qtbot: QtBot
) -> None:
    before = pictures(panel)
    click(panel.others)
    settle(page, qtbot)
    assert not are_same(pictures(panel), before)


def test_the_eyes_are_those_of_the_backbone_that_is_asked_for(
    page: PreparationPresenter, panel: PreparationPanel, qtbot: QtBot
) -> None:
    assert panel.network.currentText() == "VGG16"
    panel.network.setFocus()
    QTest.keyClick(panel.network, Qt.Key.Key_Down)
    settle(page, qtbot)
    assert panel.network.currentText() == "EfficientNet-Lite0"
    assert pictures(panel)[0].shape == (256, 256)


def test_views_that_the_plan_does_not_use_are_told_of(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel, qtbot: QtBot
) -> None:
    assert "This plan uses 4 views of each film." in panel.grid_words.text()
    used = [column.is_used for column in panel.grid._columns]
    wizard.draft.change(plan=Plan("quick"))
    settle(page, qtbot)
    assert used == [True] * 4
    assert [column.is_used for column in panel.grid._columns] == [True, False, False, False]
    assert "each film only as it is" in panel.grid_words.text()
    assert "augmentation begins with two views" in panel.strength_words.text()


def test_a_film_that_is_gone_is_told_of(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel, qtbot: QtBot
) -> None:
    shown = page.samples._shown
    assert shown is not None
    path = shown.films[1]
    content = path.read_bytes()
    path.unlink()
    type_into(panel.size_field.edit, "96")
    settle(page, qtbot)
    assert panel.grid.image(1, 0) is None
    assert 1 in panel.grid._failed
    path.write_bytes(content)


def test_privacy_hides_the_names_of_films(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel
) -> None:
    assert ".png" in panel.grid.accessibleDescription()
    window = wizard.view.parent()
    assert isinstance(window, MainWindow)
    window.actions_table["privacy"].trigger()
    hidden = panel.grid.accessibleDescription()
    assert ".png" not in hidden
    assert "Film " in hidden


def test_privacy_hides_the_name_of_a_film_that_is_gone_and_shows_the_others(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel, qtbot: QtBot
) -> None:
    shown = page.samples._shown
    assert shown is not None
    path = shown.films[1]
    content = path.read_bytes()
    path.unlink()
    window = wizard.view.parent()
    assert isinstance(window, MainWindow)
    window.actions_table["privacy"].trigger()
    settle(page, qtbot)
    assert panel.grid._failed == {1: "The film cannot be read."}
    assert panel.grid.image(0, 0) is not None
    path.write_bytes(content)


# --- size


def test_a_size_is_typed_and_given_up_again(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel, qtbot: QtBot
) -> None:
    assert panel.own_size.isChecked()
    assert panel.size_words.text() == "Films are reduced to squares of 224 px or 256 px."
    type_into(panel.size_field.edit, "320")
    assert wizard.draft.draft.preparation.input_size == 320
    assert not panel.own_size.isChecked()
    settle(page, qtbot)
    assert pictures(panel)[0].shape == (320, 320)
    click(panel.own_size)
    assert wizard.draft.draft.preparation == Preparation()
    assert panel.own_size.isChecked()
    assert panel.size_field.edit.text() == ""


def test_a_size_that_no_network_takes_stands_in_the_way(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel
) -> None:
    type_into(panel.size_field.edit, "250")
    assert page.problem() == (
        "VGG16 does not take films of 250 px. Choose a multiple of 32 px, 64 px or more."
    )
    assert panel.size_field.error.text() == page.problem()
    assert not wizard.view.next.isEnabled()
    type_into(panel.size_field.edit, "large")
    assert "“large” is no size" in str(page.problem())
    assert wizard.draft.draft.preparation.input_size == 250
    type_into(panel.size_field.edit, "256")
    assert page.problem() is None
    assert not panel.size_field.error.isVisible()


def test_what_was_mistyped_stays_while_other_things_are_chosen(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel
) -> None:
    type_into(panel.size_field.edit, "320")
    type_into(panel.size_field.edit, "large")
    click(panel.ways["focal"])
    assert (panel.grid._images, "once their size is valid" in panel.grid_words.text()) == ([], True)
    click(panel.others)
    assert panel.size_field.edit.text() == "large"
    assert "“large” is no size" in panel.size_field.error.text()
    assert not wizard.view.next.isEnabled()
    type_into(panel.size_field.edit, "320")  # what held all the time
    assert (page.problem(), wizard.view.next.isEnabled()) == (None, True)


def test_what_was_mistyped_goes_with_an_undo(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel
) -> None:
    type_into(panel.size_field.edit, "320")
    type_into(panel.size_field.edit, "large")
    click(panel.own_size)
    type_into(panel.size_field.edit, "large")
    assert not wizard.view.next.isEnabled()
    wizard.draft.undo()
    assert page.problem() is None
    assert panel.size_field.edit.text() == "320"
    assert not panel.size_field.error.isVisible()
    assert wizard.view.next.isEnabled()


def test_what_was_mistyped_is_not_in_the_way_of_another_training(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel, folder: Path, qtbot: QtBot
) -> None:
    type_into(panel.size_field.edit, "large")
    click(wizard.view.new)
    choose_films(wizard, folder, qtbot)
    wizard.draft.change(backbones=BACKBONES)
    show_page(wizard, "preparation")
    settle(page, qtbot)
    assert page.problem() is None
    assert panel.size_field.edit.text() == ""
    assert wizard.view.next.isEnabled()


# --- framing


@pytest.mark.parametrize("framing", Framing)
def test_what_is_seen_of_a_film_is_chosen_and_is_what_the_pictures_show(
    wizard: Wizard,
    page: PreparationPresenter,
    panel: PreparationPanel,
    qtbot: QtBot,
    framing: Framing,
) -> None:
    click(panel.framings[framing.value])
    settle(page, qtbot)

    recipe = wizard.draft.draft.recipe
    assert recipe.framing is framing
    assert panel.framings[framing.value].isChecked()
    assert panel.framing_words.text().endswith(".")
    lungs = lung_source(page._context.paths)
    shown = page.samples._shown
    assert shown is not None
    spec = seen_by(backbone_named("vgg16"), recipe, usual_lungs(recipe, lungs))
    first = ViewsRequest(shown.films[0], spec, recipe, 4, lungs)
    assert are_same(pictures(panel)[:4], list(training_views(first, NullContext())))
    (line, _) = command_lines(wizard.draft.draft, page._context.paths)
    assert f"--framing {framing.value}" in line


# --- augmentation and classes


def test_the_slider_has_words_and_is_one_step_to_undo(
    wizard: Wizard, panel: PreparationPanel
) -> None:
    assert panel.strength_name.text() == "Standard"
    panel.strength.setFocus()
    QTest.keyClick(panel.strength, Qt.Key.Key_Home)
    assert panel.strength_name.text() == "None"
    assert wizard.draft.draft.preparation.augmentation == 0.0
    assert "by heart" in panel.strength_words.text()
    for _ in range(16):
        QTest.keyClick(panel.strength, Qt.Key.Key_Right)
    assert panel.strength_name.text() == "Strong"
    assert wizard.draft.draft.preparation.augmentation == 1.6
    QTest.keyClick(panel.strength, Qt.Key.Key_Right)
    assert panel.strength_name.text() == "1.7 ×"
    wizard.draft.undo()
    assert wizard.draft.draft.preparation == Preparation()
    assert panel.strength_name.text() == "Standard"


def test_without_strength_a_plan_for_other_hospitals_still_changes_films(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel, qtbot: QtBot
) -> None:
    QTest.keyClick(panel.strength, Qt.Key.Key_Home)
    settle(page, qtbot)
    assert "as they are each time" in panel.strength_words.text()
    as_they_are = pictures(panel)
    wizard.draft.change(plan=Plan("hospitals"))
    settle(page, qtbot)
    assert not are_same(pictures(panel), as_they_are)
    assert "look as if other machines" in panel.strength_words.text()


def test_the_bars_show_what_each_class_counts(
    wizard: Wizard, page: PreparationPresenter, panel: PreparationPanel, qtbot: QtBot
) -> None:
    rows = panel.bars.rows
    assert rows[0].films < rows[1].films
    assert len({round(row.counted, 3) for row in rows}) == 1
    click(panel.ways["none"])
    settle(page, qtbot)
    assert wizard.draft.draft.preparation.imbalance is Imbalance.NONE
    assert [row.counted for row in panel.bars.rows] == [row.films for row in rows]
    shown = pixels(panel.bars).astype(int)
    ground = np.array([int(theme.DARK.panel[i : i + 2], 16) for i in (1, 3, 5)])
    for index in (0, 1):
        for rect, expected in zip(
            panel.bars.bar_rects(index), (panel.bars.rows[index].films,) * 2, strict=True
        ):
            bar = rect.toRect()
            line = shown[bar.center().y(), bar.left() : panel.bars.width() - 118]
            length = int((line != ground).any(axis=1).sum())
            most = panel.bars.bar_rects(1)[0].width() / panel.bars.rows[1].films
            assert length == pytest.approx(expected * most, abs=1.5)


@pytest.mark.parametrize("way", Imbalance)
def test_each_way_says_what_it_does(
    wizard: Wizard,
    page: PreparationPresenter,
    panel: PreparationPanel,
    qtbot: QtBot,
    way: Imbalance,
) -> None:
    panel.ways[way.value].setFocus()
    QTest.keyClick(panel.ways[way.value], Qt.Key.Key_Space)
    assert wizard.draft.draft.recipe.imbalance is way
    assert panel.ways[way.value].isChecked()
    assert panel.way_words.text().endswith(".")
    settle(page, qtbot)
