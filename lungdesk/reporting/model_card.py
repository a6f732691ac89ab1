"""The model card: what a bundle is, what it was measured at, and what it must not be used for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.evaluation import OVERALL
from lungdesk.reporting.model_card_adaptation import adaptation_sections
from lungdesk.reporting.model_card_checks import check_sections
from lungdesk.reporting.model_card_shuffled import shuffled_sections
from lungdesk.reporting.model_card_trust import trust_section

_SPLIT_WORDS = {
    "train": "train (the films it was trained on: they say how well it remembers)",
    "val": "val (the head was chosen on it)",
    "test": "test (same collections as the training films)",
    "external": "external (other hospitals; never used to train or to choose)",
    "local": "local films (each read by a fit that left out all films of its patient)",
}


#: The target layer of networks “with levels”, and what that means.
_LEVELS = "levels"
_LEVELS_WORDS = (
    "levels: its head is shown the finer feature maps of earlier layers beside the last one"
)


def render_model_card(manifest: Mapping[str, Any]) -> str:
    """Markdown of a manifest (its plain values, as they stand in ``manifest.json``)."""
    labels = LabelSet.from_ids(tuple(manifest["labels"]))
    sections = [
        _head(manifest, labels),
        *shuffled_sections(manifest),
        *adaptation_sections(manifest, labels),
        _training(manifest, labels),
        *(_split(name, figures, labels) for name, figures in manifest["metrics"].items()),
        trust_section(manifest, labels),
        *check_sections(manifest, labels),
        _limits(manifest),
    ]
    return "\n\n".join(sections) + "\n"


def render_ensemble_card(manifest: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> str:
    """Markdown of an ensemble's manifest and those of its members, in the same order."""
    labels = LabelSet.from_ids(tuple(manifest["labels"]))
    sections = [
        "\n".join(_title(manifest, labels)),
        *dict.fromkeys(one for member in members for one in shuffled_sections(member)),
        *adaptation_sections(manifest, labels),
        _members(manifest, members),
        *(_split(name, figures, labels) for name, figures in manifest["metrics"].items()),
        trust_section(manifest, labels),
        *check_sections(manifest, labels),
        _limits(manifest),
    ]
    return "\n\n".join(sections) + "\n"


def _title(manifest: Mapping[str, Any], labels: LabelSet) -> list[str]:
    return [
        f"# {manifest['name']}",
        "",
        (
            f"Model `{manifest['id']}`, version {manifest['version']}. Sorts a frontal chest film"
            f" into {', '.join(labels.names[:-1])} or {labels.names[-1]}."
        ),
        "",
        "**For research and teaching. Not a medical device; not for diagnosis.**",
    ]


def _members(manifest: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> str:
    lines = [
        "## An ensemble",
        "",
        (
            f"{_mean_words(manifest)} Its heatmap of a class is the mean of the members' maps on a"
            " common grid, with the same weights. It takes the time and the memory of all of them."
        ),
        "",
        "| member | weight | network | input | data |",
        "|---|---:|---|---:|---|",
    ]
    for stated, member in zip(manifest["members"], members, strict=True):
        size = f"{member['preprocess']['input_size']} px"
        cells = [member["name"], f"{stated['weight']:.3f}", member["backbone"], size]
        lines.append("| " + " | ".join([*cells, member["training"]["data"]]) + " |")
    if any(map(_has_levels, members)):
        lines += ["", f"A network with {_LEVELS_WORDS}."]
    return "\n".join(lines)


def _has_levels(manifest: Mapping[str, Any]) -> bool:
    return bool(manifest["target_layer"] == _LEVELS)


def _mean_words(manifest: Mapping[str, Any]) -> str:
    """How its members are weighed; weights that differ come from a comparison."""
    if len({member["weight"] for member in manifest["members"]}) == 1:
        return "Its probabilities are the mean of those of its members, which count alike."
    return (
        "Its probabilities are the weighted mean of those of its members; the weights were chosen"
        " on films that were not kept for measuring."
    )


def _head(manifest: Mapping[str, Any], labels: LabelSet) -> str:
    preprocess = manifest["preprocess"]
    lines = [
        *_title(manifest, labels),
        "",
        f"- Network: {manifest['backbone']}, heatmaps from `{manifest['target_layer']}`"
        + (f" ({_LEVELS_WORDS})" if _has_levels(manifest) else ""),
        (
            f"- Input: {preprocess['input_size']} x {preprocess['input_size']} px, framing"
            f" {preprocess['framing']}, contrast {preprocess['contrast']}"
        ),
    ]
    if lungs := preprocess.get("lungs"):
        lines.append(
            f"- Lungs found by the lung network `{lungs[:12]}…`, without which it cannot read"
        )
    if manifest["training"]["settings"].get("recipe", {}).get("quantized"):
        lines.append(
            "- Computes in integers of 8 bits, on every processor alike; its head was fitted to"
            " what these show"
        )
    check = manifest["bfloat16"]
    if check:
        lines.append(
            f"- bfloat16 against float32 on {check['films']} films: {check['class_changes']}"
            f" predicted classes change, probabilities by at most"
            f" {check['largest_probability_change']:.3f}"
            + ("" if check["passed"] else "; too much to read with")
        )
    return "\n".join(lines)


def _training(manifest: Mapping[str, Any], labels: LabelSet) -> str:
    training = manifest["training"]
    settings = training["settings"]
    lines = [
        "## Training",
        "",
        f"Trunk with {_weights_words(training)}"
        + (f" ({training['weights_licence']})" if training["weights_licence"] else "")
        + f", {settings['trunk']}; head trained on {_views(training['views'])},"
        f" {_imbalance(settings)}{_mixing(settings)}, seed {training['seed']},"
        f" {training['seconds']:.0f} s (without the time of features that were cached already),"
        f" {training['created'][:10]}.",
        "",
        (
            f"Head: hidden units {settings['hidden_units']}, dropout {settings['dropout']},"
            f" weight decay {settings['weight_decay']:.3g}, temperature {settings['temperature']}"
            " (fitted on val, part of the head)."
            f"{_odds(settings)}"
        ),
        "",
        "| films | " + " | ".join(labels.names) + " |",
        "|---|" + "---:|" * len(labels),
    ]
    for split, counts in training["counts"].items():
        lines.append(f"| {split} | " + " | ".join(str(counts[i]) for i in labels.ids) + " |")
    return "\n".join(lines)


def _views(count: int) -> str:
    if count == 1:
        return "each film as it is"
    return f"{count} views of each film (itself and {count - 1} augmented)"


def _weights_words(training: Mapping[str, Any]) -> str:
    learnt = training["settings"].get("learnt_before")
    if learnt:
        return f"the weights of an earlier training, which has learnt from {learnt:,} films"
    return f"{training['weights']} weights"


def _odds(settings: Mapping[str, Any]) -> str:
    odds = settings.get("recipe", {}).get("normal_odds", 1)
    return "" if odds == 1 else f" The odds of a normal film were then multiplied by {odds:g}."


def _mixing(settings: Mapping[str, Any]) -> str:
    recipe = settings.get("recipe", {})
    if not recipe.get("mixup_alpha"):
        return ""
    is_related = recipe.get("mixup_partners") == "related"
    return ", films mixed with related ones" if is_related else ", films mixed with each other"


def _imbalance(settings: Mapping[str, Any]) -> str:
    """What was done about rare classes; models without a recipe had weights of the classes."""
    kind = settings.get("recipe", {}).get("imbalance", "class_weights")
    words = {
        "balanced": "classes shown equally often",
        "sources": "classes shown equally often, small hospitals more than their films would be",
        "focal": "focal loss",
        "none": "unweighted",
    }
    return words.get(kind, "class weights")


def _split(name: str, figures: Mapping[str, Any], labels: LabelSet) -> str:
    intervals = figures["intervals"]
    failed = f", {figures['failed']} could not be read" if "failed" in figures else ""
    lines = [
        f"## Figures on {_SPLIT_WORDS.get(name, name)}",
        "",
        (f"{figures['n']} films{failed}. In brackets: 95 % interval, bootstrap over patients."),
        "",
        "| figure | value |",
        "|---|---|",
    ]
    lines += [
        f"| {key} | {_number(figures[key])}{_interval(intervals.get(key))} |"
        for key in OVERALL
        if key in figures  # older models were measured by fewer
    ]
    lines += ["", "| class | films | recall | precision | specificity | F1 | AUROC |"]
    lines += ["|---|" + "---:|" * 6]
    for label in labels.labels:
        row = figures["per_class"][label.id]
        auroc = _number(row["auroc"]) + _interval(intervals.get(f"auroc.{label.id}"))
        cells = [_number(row[k]) for k in ("recall", "precision", "specificity", "f1")]
        lines.append(f"| {label.name} | {row['n']} | " + " | ".join([*cells, auroc]) + " |")
    lines += _confusion(figures["confusion"], labels)
    if figures.get("within_source"):
        lines += ["", "Against normal inside one source, ranked by p / (p + p normal):", ""]
        lines += ["| source | class | films | AUROC |", "|---|---|---:|---:|"]
        for row in figures["within_source"]:
            cells = [row["source"], row["label"], str(row["n"]), _number(row["auroc"])]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _confusion(confusion: list[list[int]], labels: LabelSet) -> list[str]:
    lines = ["", "| true \\ read as | " + " | ".join(labels.names) + " |"]
    lines.append("|---|" + "---:|" * len(labels))
    for name, row in zip(labels.names, confusion, strict=True):
        if any(row):
            lines.append(f"| {name} | " + " | ".join(str(n) for n in row) + " |")
    return lines


def _limits(manifest: Mapping[str, Any]) -> str:
    lines = ["## What is wrong with the data, and what the model cannot do", ""]
    lines += [f"- {sentence}" for sentence in manifest["limits"]]
    if not (manifest.get("calibration") or {}).get("outlier"):
        lines.append(
            "- The model has no outlier reference: it gives probabilities for anything that passes"
            " the checks of the picture alone."
        )
    lines.append("- A heatmap explains the model, not the patient.")
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"


def _interval(bounds: list[float | None] | None) -> str:
    if not bounds or None in bounds:
        return ""
    return f" [{bounds[0]:.3f}, {bounds[1]:.3f}]"
