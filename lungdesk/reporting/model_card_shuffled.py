"""The part of a model card that says that a model was trained on shuffled labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lungdesk.core.metrics.chance import LEVEL, against_chance


def shuffled_sections(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Markdown of the warning and of accuracy beside chance; nothing for any other model."""
    recipe = manifest["training"]["settings"].get("recipe") or {}
    if not recipe.get("shuffled_labels"):
        return ()
    metrics = manifest["metrics"]
    levels = against_chance(metrics)
    lines = ["## The labels were shuffled", "", _WHAT]
    if levels:
        lines += ["", f"| films | accuracy | by chance, {LEVEL:.0%} interval |", "|---|---:|---:|"]
    above = []
    for split, chance in levels.items():
        accuracy = metrics[split]["accuracy"]
        bounds = f"{chance.expected:.3f} [{chance.low:.3f}, {chance.high:.3f}]"
        lines.append(f"| {split} | {accuracy:.3f} | {bounds} |")
        above += [split] if chance.is_above(accuracy) else []
    if above:
        lines += ["", f"**Above chance on {', '.join(above)}: something leaks.**"]
    elif levels:
        lines += ["", "Nowhere above chance, as it should be."]
    return ("\n".join(lines),)


_WHAT = (
    "**This model must not read films: it is a test of its training.** Within each split the films"
    " got each other's labels at random, so there was nothing to learn. Figures at chance are what"
    " is expected (of train they say how much was learnt by heart); if figures are clearly above"
    " chance, something leaks from the films that it is measured on into its training."
)
