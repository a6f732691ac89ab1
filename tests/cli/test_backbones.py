"""The networks that a model can be built on are listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.weights import FOLDER_VARIABLE
from tests.cli.conftest import Cli


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with weights, empty."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setenv("LUNGDESK_HOME", str(tmp_path / "home"))
    return tmp_path


def test_every_backbone_is_listed_for_a_program(cli: Cli, folder: Path) -> None:
    (folder / "vgg16_imagenet_notop.weights.h5").write_text("weights")

    ended = cli("models", "backbones", "--json")

    rows = {row["name"]: row for row in ended.json}
    assert ended.code == 0
    assert rows.keys() == BACKBONES.keys()
    here = {name for name, row in rows.items() if row["has_weights"]}
    lites = {f"efficientnet_lite{number}" for number in range(3)}
    assert here == {"vgg16", "vgg16_levels", *lites, "efficientnet_lite0_levels"}
    assert rows["vgg16"]["parameters"] == 14_714_688
    assert rows["vgg16"]["cut_points"] == ["block5", "block4"]


def test_weights_that_were_fetched_before_are_here(cli: Cli, folder: Path) -> None:
    kept = folder / "home" / "cache" / "weights"
    kept.mkdir(parents=True)
    (kept / "efficientnetv2-b0_notop.h5").write_text("weights")

    rows = {row["name"]: row for row in cli("models", "backbones", "--json").json}

    assert rows["efficientnetv2_b0"]["has_weights"]
    assert not rows["vgg16"]["has_weights"]


def test_the_list_for_people_has_a_line_for_each(cli: Cli) -> None:
    lines = cli("models", "backbones").out.splitlines()

    rows = {cells[0]: cells[1:] for line in lines if (cells := line.split())}
    assert rows["resnet152v2"] == ["BSD-3-Clause", "–", "224", "58.3", "M"]
    assert rows["efficientnet_lite0"] == ["Apache-2.0", "here", "256", "3.4", "M"]
    assert rows.keys() >= BACKBONES.keys()
    assert max(map(len, lines)) <= 80
