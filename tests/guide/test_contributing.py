"""What CONTRIBUTING.md says is done in a copy of LungDesk, and then works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from lungdesk.services.sample_study import sample_film

_STEP = re.compile(
    r"(?:In `(?P<edited>[^`]+)`, after\s`(?P<anchor>[^`]+)`|A new file `(?P<new>[^`]+)`):\n\n"
    r"```python\n(?P<code>.*?)```",
    re.DOTALL,
)

_UNFINISHED = re.compile(r"lungdesk_(\w+)\.ts: .*?([\d,]+) unfinished")

_REPORT = """
    from pathlib import Path
    from lungdesk.cli.run import run
    assert run(["report", {film!r}, "--out", "report.html"], None, None) == 0
    print(Path("report.html").read_text(encoding="utf-8"))
"""

_TOOL = """
    import json
    from pathlib import Path
    from lungdesk.core.annotation.annotation_set import AnnotationSet
    from lungdesk.core.annotation.entry import from_entry, to_entry
    from lungdesk.core.annotation.tube_tip import TubeTip
    from lungdesk.core.measurements import measurement_groups
    from lungdesk.formats.reader import read_radiograph
    from lungdesk.gui.actions import Actions
    from lungdesk.gui.annotate.draft import Draft
    from lungdesk.gui.annotate.presenter import TOOLS
    from lungdesk.gui.annotate.shapes import strokes
    from lungdesk.gui.application import create_application
    from lungdesk.gui.top_bar_view import MainMenu
    from PySide6.QtWidgets import QWidget

    create_application()
    parent = QWidget()
    menu = MainMenu(Actions(parent), parent)
    measure = next(action.menu() for action in menu.actions() if "Measure" in action.text())
    film = read_radiograph(Path({film!r}))
    draft = Draft(TOOLS["tool_tube_tip"]).pressed((10.0, 10.0)).moved((40.0, 50.0), is_held=True)
    tip = TubeTip(((10.0, 10.0), (40.0, 50.0)))
    (group,) = measurement_groups(AnnotationSet((tip,)), film)
    print(json.dumps({{
        "menu": [action.text() for action in measure.actions()],
        "draft": draft.kind,
        "measured": tip.measured(film),
        "strokes": len(strokes(tip, film)),
        "kept": from_entry(to_entry(tip)) == tip,
        "values": [one.value for one in group.measurements],
    }}))
"""


def steps(text: str) -> Iterator[re.Match[str]]:
    yield from _STEP.finditer(text)


@pytest.fixture(scope="module")
def copy(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LungDesk with all changes of the guide made in it."""
    root = tmp_path_factory.mktemp("contributing")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(repo_root / "lungdesk", root / "lungdesk", ignore=ignored)
    shutil.copytree(repo_root / "tests" / "translation", root / "tests" / "translation")
    (root / "models").symlink_to(repo_root / "models", target_is_directory=True)
    (root / "resources").mkdir()
    for folder in (repo_root / "resources").iterdir():
        (root / "resources" / folder.name).symlink_to(folder, target_is_directory=True)
    (root / "resources" / "translations").unlink()  # catalogues are written anew
    shutil.copytree(repo_root / "resources" / "translations", root / "resources" / "translations")
    text = (repo_root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for step in steps(text):
        if step["new"]:
            (root / step["new"]).write_text(step["code"], encoding="utf-8")
            continue
        path = root / step["edited"]
        code = path.read_text(encoding="utf-8")
        line = step["anchor"] + "\n"
        assert code.count(f"\n{line}") == 1, f"{step['edited']} has not one line {step['anchor']}"
        path.write_text(code.replace(f"\n{line}", f"\n{line}{step['code']}"), encoding="utf-8")
    return root


def in_copy(root: Path, *arguments: str) -> str:
    """What Python prints that has the changed LungDesk."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_piece_of_code_is_a_step_that_is_made(repo_root: Path) -> None:
    text = (repo_root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert len(list(steps(text))) == text.count("```python")
    sections = text.split("\n## ")[1:]
    assert len(sections) == 4
    assert all(any(steps(section)) for section in sections)


def test_files_that_are_named_exist(repo_root: Path) -> None:
    text = (repo_root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    new = {step["new"] for step in steps(text)}
    named = set(re.findall(r"`((?:lungdesk|tests|resources)/[^`]+)`", text)) - new
    assert [name for name in named if not (repo_root / name).exists()] == []


def test_the_backbone_is_listed(copy: Path) -> None:
    rows = json.loads(in_copy(copy, "-m", "lungdesk", "models", "backbones", "--json"))
    (row,) = (row for row in rows if row["name"] == "efficientnetv2_b1")
    assert row["display_name"] == "EfficientNetV2-B1"


@pytest.mark.slow
def test_the_backbone_is_as_it_says(copy: Path) -> None:
    code = """
        from lungdesk.ml.backbones import backbone_named
        backbone = backbone_named("EfficientNetV2-B1")
        network = backbone.build(64)
        cuts = [network.get_layer(cut.layer).name for cut in backbone.cut_points]
        print(network.count_params() == backbone.parameter_count,
              network.output.shape[-1] == backbone.feature_count, len(cuts))
    """
    assert in_copy(copy, "-c", dedent(code)).split() == ["True", "True", "1"]


def test_the_field_stands_in_the_report(copy: Path) -> None:
    page = in_copy(copy, "-c", dedent(_REPORT).format(film=str(sample_film())))
    assert "Encoding" in page
    assert "Explicit VR Little Endian" in page


def test_the_tool_is_in_the_menu_and_measures(copy: Path) -> None:
    said = json.loads(in_copy(copy, "-c", dedent(_TOOL).format(film=str(sample_film()))))
    assert "Tip to cari&na" in said["menu"]
    assert said["draft"] == "tube_tip"
    assert said["measured"].startswith("tip 50")
    assert said["strokes"] == 1
    assert said["kept"]
    assert said["values"] == [pytest.approx(50.0)]


def test_the_language_has_a_catalogue_and_new_texts_wait_to_be_translated(copy: Path) -> None:
    said = in_copy(copy, "-m", "tests.translation.update")
    unfinished = {name: int(count.replace(",", "")) for name, count in _UNFINISHED.findall(said)}

    texts = (copy / "resources/translations/lungdesk_pt.ts").read_text(encoding="utf-8")
    assert unfinished["pt"] == texts.count("<source>") > 1000
    assert "<source>Tip to cari&amp;na</source>" in texts
    assert 0 < unfinished["es"] < 10  # those of the tool
