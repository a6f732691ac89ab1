"""The card of a lung segmenter: what it is, what it was measured at, what it cannot do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_MEASURED_ON = {
    "val": "val (the best epoch was chosen on these films)",
    "test": "left out (films of the same sources that nothing was chosen on)",
    "other_sources": "other sources (nothing of them was trained on)",
}


def render_lung_card(manifest: Mapping[str, Any]) -> str:
    """Markdown of a manifest (its plain values, as they stand in ``lungs.json``)."""
    sections = [
        _head(manifest),
        _training(manifest["training"]),
        _figures(manifest["metrics"]),
        "\n".join(["## Limits", "", *(f"- {limit}" for limit in manifest["limits"])]),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _head(manifest: Mapping[str, Any]) -> str:
    size = manifest["preprocess"]["input_size"]
    lines = [
        f"# {manifest['name']}",
        "",
        (
            f"Model `{manifest['id']}`, version {manifest['version']}. Finds both lungs in a"
            f" frontal chest film, seen at {size} px."
        ),
        "",
        "**For research and teaching. Not a medical device; not for diagnosis.**",
    ]
    return "\n".join(lines)


def _training(training: Mapping[str, Any]) -> str:
    recipe = training["recipe"]
    lines = [
        "## Training",
        "",
        (
            f"Data: {training['data']}. U-Net with {', '.join(map(str, recipe['widths']))}"
            f" features, {recipe['epochs']} epochs, seed {recipe['seed']}; cross-entropy and Dice"
            " loss; films turned, moved, enlarged, mirrored and exposed otherwise, masks alike."
            f"{' Put into integers of 8 bits in the end.' if recipe.get('quantized') else ''}"
        ),
        "",
        "| source | train | val |",
        "|---|---:|---:|",
        *(f"| {name} | {n['train']} | {n['val']} |" for name, n in training["counts"].items()),
    ]
    return "\n".join(lines)


def _figures(metrics: Mapping[str, Mapping[str, Any]]) -> str:
    if not metrics:
        return ""
    lines = [
        "## Dice coefficient against masks drawn by people",
        "",
        "| measured on | films | mean | 95 % interval | median | a twentieth below | below 0.9 |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, figures in metrics.items():
        lines.append(_row(_MEASURED_ON.get(name, name), figures))
        lines += [_row(f"– {source}", one) for source, one in figures["sources"].items()]
    lines += ["", *_remarks(metrics)]
    return "\n".join(lines)


def _row(name: str, figures: Mapping[str, Any]) -> str:
    low, high = figures["interval"]
    cells = [
        name,
        str(figures["n"]),
        f"{figures['mean']:.3f}",
        "–" if low is None else f"{low:.3f}–{high:.3f}",
        f"{figures['median']:.3f}",
        f"{figures['lowest_twentieth']:.3f}",
        str(figures["poor"]),
    ]
    return "| " + " | ".join(cells) + " |"


def _remarks(metrics: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield "Intervals are of the mean, by a bootstrap over patients."
    refused = sum(figures["refused"] for figures in metrics.values())
    count = sum(figures["n"] for figures in metrics.values())
    yield f"Of these {count} films {refused} are said not to show two lungs."
