"""The Plan page as a user works with it; what is measured is told to it."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.settings import Settings
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.plan_panel import PlanPanel
from lungdesk.gui.training.plan_presenter import PlanPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.gui.widgets.setting_field import SettingField
from lungdesk.ml.training.recipe import PRESETS, Imbalance, read_recipe
from lungdesk.services.training.draft import BackboneChoice, Plan
from lungdesk.services.training.requests import command_lines, recipe_file
from tests.gui.fakes import FakeSettings
from tests.gui.looking import cut_off
from tests.gui.plan_page import Computer, recipe, settle
from tests.gui.training_pages import (
    WAIT_MS,
    click,
    type_into,
)

# --- presets and own settings


@pytest.mark.parametrize("preset", ["thorough", "hospitals"])
def test_a_preset_is_chosen_and_taken_back(
    wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot, preset: str
) -> None:
    assert panel.presets["balanced"].isChecked()
    assert not panel.own.isVisible()
    click(panel.presets[preset])
    assert recipe(wizard) == PRESETS[preset]
    wizard.draft.undo()
    assert panel.presets["balanced"].isChecked()
    settle(page, qtbot)


def test_the_keys_go_to_the_preset_that_is_chosen(
    wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    assert panel.presets["balanced"].hasFocus()
    click(panel.presets["thorough"])
    panel.trials.edit.setFocus()
    QTest.keyClick(panel.trials.edit, Qt.Key.Key_Backtab)
    assert panel.presets["thorough"].hasFocus()
    QTest.keyClick(panel.presets["thorough"], Qt.Key.Key_Up)
    assert panel.presets["balanced"].hasFocus()
    assert recipe(wizard) == PRESETS["balanced"]
    settle(page, qtbot)


def test_own_settings_begin_as_the_preset_and_are_shown(
    wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    click(panel.presets["thorough"])
    click(panel.presets["own"])
    assert panel.own.isVisible()
    assert panel.presets["own"].isChecked()
    assert recipe(wizard) == PRESETS["thorough"]
    assert panel.phase.currentText() == "The last blocks too"
    assert panel.fields["block.epochs"].edit.text() == "20"
    assert not panel.fields["whole.epochs"].isEnabled()
    type_into(panel.fields["block.epochs"].edit, "12")
    type_into(panel.fields["heads.learning_rate"].edit, "2e-3")
    type_into(panel.fields["mixup_alpha"].edit, "0.3")
    changed = recipe(wizard)
    assert changed.block is not None
    assert (changed.block.epochs, changed.mixup_alpha) == (12, 0.3)
    assert [head.learning_rate for head in changed.heads] == [0.002] * len(
        PRESETS["thorough"].heads
    )
    click(panel.presets["quick"])
    assert recipe(wizard) == PRESETS["quick"]
    assert not panel.own.isVisible()
    settle(page, qtbot)


def test_how_far_is_trained_is_chosen_by_key(
    wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    click(panel.presets["own"])
    assert not panel.cut.isEnabled()
    panel.phase.setFocus()
    QTest.keyClick(panel.phase, Qt.Key.Key_Down)
    assert recipe(wizard).block is not None
    panel.cut.setFocus()
    QTest.keyClick(panel.cut, Qt.Key.Key_Down)
    block = recipe(wizard).block
    assert block is not None
    assert block.cut_point == "block4"
    panel.phase.setFocus()
    QTest.keyClick(panel.phase, Qt.Key.Key_Down)
    assert recipe(wizard).whole is not None
    assert panel.fields["whole.epochs"].isEnabled()
    settle(page, qtbot)


def test_a_cut_that_another_network_does_not_have_stands_in_the_way(
    wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    wizard.draft.change(plan=Plan("balanced", {"block": {"cut_point": "block4"}}))
    assert page.problem() is None
    wizard.draft.change(backbones=(BackboneChoice("vgg16"), BackboneChoice("densenet121")))
    assert "DenseNet121 cannot be cut at block4" in str(page.problem())
    assert not wizard.view.next.isEnabled()
    assert panel.cut.count() == 1
    settle(page, qtbot)


def test_what_is_not_valid_has_its_sentence_at_the_field(
    wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    click(panel.presets["own"])
    before, field = recipe(wizard), panel.fields["views"]
    type_into(field.edit, "99")
    assert field.error.isVisible()
    assert field.error.text() == "Type a whole number from 1 to 32."
    assert recipe(wizard) == before
    assert page.problem() == "Correct the settings that are not valid."
    type_into(panel.fields["patience"].edit, "3")
    assert field.edit.text() == "99"
    assert page.problem() is not None
    type_into(field.edit, "8")
    assert page.problem() is None
    assert not field.error.isVisible()
    assert (recipe(wizard).views, recipe(wizard).patience) == (8, 3)
    type_into(field.edit, "0")
    wizard.draft.undo()
    assert field.edit.text() == "2"
    assert page.problem() is None
    settle(page, qtbot)


def test_a_plan_that_asks_for_sources_says_so_before_anything_is_trained(
    wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    assert not panel.doubt.isVisible()

    click(panel.presets["hospitals"])

    assert panel.doubt.isVisible()
    assert "the films do not name any. Give the films a source" in panel.doubt.text()
    settle(page, qtbot)
    assert page.problem() is None
    click(panel.presets["quick"])
    assert not panel.doubt.isVisible()
    wizard.draft.change(
        preparation=replace(wizard.draft.draft.preparation, imbalance=Imbalance.SOURCES)
    )
    assert panel.doubt.isVisible()
    settle(page, qtbot)


@pytest.mark.parametrize("width", [190, 240])
def test_titles_of_settings_are_not_cut_off(qtbot: QtBot, width: int) -> None:
    field = SettingField("Suavizado de etiquetas de todas las clases", "")
    qtbot.addWidget(field)
    field.resize(width, field.heightForWidth(width))
    field.show()

    assert cut_off(field) == []


# --- time and room


def test_the_time_is_a_range_and_each_network_has_its_own(
    wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    assert panel.estimate.total.text() == "12 to 20 minutes"
    assert not panel.estimate.rows.count()
    wizard.draft.change(backbones=(BackboneChoice("vgg16"), BackboneChoice("mobilenetv2")))
    settle(page, qtbot)
    rows = panel.estimate._shown
    labels = panel.estimate.findChildren
    qtbot.waitUntil(
        lambda: sum("minutes" in x.text() for x in labels(QLabel) if x.isVisible()) == 3,
        timeout=WAIT_MS,
    )
    assert [row[:2] for row in rows] == [
        ("VGG16", "12 to 20 minutes"),
        ("MobileNetV2", "12 to 20 minutes"),
    ]
    assert "loading the network: 8 to 13 minutes" in rows[0][2]
    assert panel.estimate.total.text() == "24 to 39 minutes"


def test_what_was_measured_is_not_measured_again_unless_asked_for(
    computer: Computer, wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    assert computer.asked == ["vgg16"]
    click(panel.presets["quick"])
    settle(page, qtbot)
    page.leave()
    page.enter()
    settle(page, qtbot)
    assert computer.asked == ["vgg16"]
    click(panel.estimate.measure)
    settle(page, qtbot)
    assert computer.asked == ["vgg16"] * 2


def test_a_measurement_is_shown_and_cancelled(
    computer: Computer, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    computer.gate.clear()
    click(panel.presets["thorough"])
    qtbot.waitUntil(lambda: panel.estimate.measuring.words == "Measuring vgg16", timeout=WAIT_MS)
    assert panel.estimate.total.text() == "Being measured…"
    assert page.problem() is None
    panel.estimate.measuring.cancel_wanted.emit()
    assert panel.estimate.total.text() == "Not measured"
    assert panel.estimate.measure.isVisible()
    computer.gate.set()
    click(panel.estimate.measure)
    settle(page, qtbot)
    assert panel.estimate.total.text().endswith("minutes")


def test_a_measurement_that_fails_says_why_and_one_can_go_on(
    computer: Computer, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    computer.error = LungDeskError(
        "It ended.", hint="Try again.", code=ErrorCode.TRAINING_UNAVAILABLE
    )
    click(panel.presets["thorough"])
    settle(page, qtbot)
    assert panel.estimate.total.text() == "Not known"
    assert panel.estimate.words.text() == "It ended. Try again."
    assert page.problem() is None


def test_the_room_is_told_and_refused_where_it_does_not_fit(
    wizard: Wizard,
    page: PlanPresenter,
    panel: PlanPanel,
    settings: FakeSettings,
    qtbot: QtBot,
) -> None:
    assert "that are free" in panel.estimate.disk.text()
    settings.settings = Settings(cache_limit_gb=0.001)
    click(panel.presets["thorough"])
    settle(page, qtbot)
    assert "1.0 MB may be kept" in panel.estimate.disk.text()
    assert page.problem() == panel.estimate.disk.text()
    assert not wizard.view.next.isEnabled()


# --- the command line


def test_the_commands_are_copied(
    wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    click(panel.presets["own"])
    (command,) = command_lines(wizard.draft.draft, page._context.paths)
    shown = panel.estimate.commands.toPlainText()
    assert shlex.split(shown.replace("\\\n", "")) == shlex.split(command)
    assert all(line.endswith(" \\") for line in shown.splitlines()[:-1])
    assert sum("--" in line for line in shown.splitlines()) == command.count(" --")
    assert "--recipe" in command
    click(panel.estimate.copy)
    assert QGuiApplication.clipboard().text() == shown
    assert wizard.view.note.text() == "Commands copied"
    qtbot.waitUntil(lambda: not page._writing.pending, timeout=WAIT_MS)
    written = recipe_file(wizard.draft.draft, page._context.paths)
    assert read_recipe(written, PRESETS["balanced"]) == recipe(wizard)
    type_into(panel.trials.edit, "12")
    both = panel.estimate.commands.toPlainText()
    assert both.startswith("lungdesk trials ")
    assert "--trials 12 \\\n" in both
    assert "\nlungdesk train " in both
    settle(page, qtbot)


def test_long_paths_in_the_commands_are_wrapped_not_cut_off(
    page: PlanPresenter, panel: PlanPanel
) -> None:
    shown = panel.estimate.commands
    lines = shown.toPlainText().splitlines()
    assert max(map(shown.fontMetrics().horizontalAdvance, lines)) > shown.viewport().width()
    assert shown.horizontalScrollBar().maximum() == 0
    click(panel.estimate.copy)
    assert QGuiApplication.clipboard().text().splitlines() == lines


def test_privacy_hides_the_commands(wizard: Wizard, panel: PlanPanel) -> None:
    window = wizard.view.parent()
    assert isinstance(window, MainWindow)
    window.actions_table["privacy"].trigger()
    assert "lungdesk train" not in panel.estimate.commands.toPlainText()
    assert not panel.estimate.copy.isEnabled()


# --- reaching everything


@pytest.mark.parametrize("text", ["many", "-1", "1001", ""])
def test_a_number_of_trials_that_is_none_is_refused_at_the_field(
    wizard: Wizard, page: PlanPresenter, panel: PlanPanel, text: str
) -> None:
    type_into(panel.trials.edit, text)
    assert panel.trials.error.text() == "Type a number from 0 to 1000."
    assert page.problem() is not None
    assert wizard.draft.draft.plan.trials == 0


def test_every_control_can_be_reached_and_has_a_name(page: PlanPresenter, panel: PlanPanel) -> None:
    controls: list[Any] = [
        *panel.presets.values(),
        panel.phase,
        panel.cut,
        *(field.edit for field in panel.fields.values()),
        panel.trials.edit,
        panel.begin_trials,
        panel.estimate.measure,
        panel.estimate.commands,
        panel.estimate.copy,
    ]
    for control in controls:
        assert control.accessibleName()
        is_one_of_several = control in panel.presets.values()  # arrows lead to the others
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus or is_one_of_several
    assert any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in panel.presets.values())
