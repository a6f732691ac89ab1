"""Figures that the guide tells of the model that ships are those that were measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def text(chapter: str) -> str:
    words = (ROOT / "resources/guide" / f"{chapter}.md").read_text(encoding="utf-8")
    return " ".join(words.split())


def figures_of_duo() -> dict[str, dict[str, float]]:
    manifest = ROOT / "models/lungdesk-duo/manifest.json"
    figures: dict[str, dict[str, float]] = json.loads(manifest.read_text(encoding="utf-8"))[
        "calibration"
    ]["figures"]
    return figures


def test_how_often_sets_of_uncertain_readings_hold_the_truth() -> None:
    told = re.search(r"In other hospitals it was (\d+) %\.", text("doubt"))
    assert told
    assert int(told[1]) == round(100 * figures_of_duo()["external"]["coverage_doubted"])


def test_how_many_good_films_are_refused() -> None:
    told = re.search(
        r"refused ([\d.]+) % of good films and ([\d.]+) % of films from", text("doubt")
    )
    assert told
    figures = figures_of_duo()
    expected = tuple(f"{100 * figures[split]['refused']:.1f}" for split in ("test", "external"))
    assert told.groups() == expected
