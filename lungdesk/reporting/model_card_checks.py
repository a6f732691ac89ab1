"""The part of a model card that says what checks of the model's maps came to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lungdesk.core.labels import LabelSet

#: Maps of a network that lost its weights are other maps when their mean SSIM is below this.
UNLIKE_BELOW = 0.5

_PARTS = {
    "head": "of the head",
    "last_layers": "of the head and the last three convolutions",
    "all": "of all layers",
}


def check_sections(manifest: Mapping[str, Any], labels: LabelSet) -> tuple[str, ...]:
    """Markdown of the checks; one sentence for a model whose maps were not checked."""
    record = manifest.get("checks")
    if not record:
        return (f"{_TITLE}\n\n{_NOTHING}",)
    parts = [
        [_TITLE, "", _films(record)],
        _randomised(record),
        _heat(record, labels),
        _orders(record),
    ]
    return ("\n\n".join("\n".join(lines) for lines in parts),)


_TITLE = "## Checks of the heatmaps"
_NOTHING = "The heatmaps of this model were not checked; `lungdesk models check` does it."


def _films(record: Mapping[str, Any]) -> str:
    return (
        f"Measured on the {record['split']} films of {record['data']} ({record['created'][:10]},"
        f" {record['precision']}, seed {record['seed']}), with the map of the class that the model"
        " reads."
    )


def _randomised(record: Mapping[str, Any]) -> list[str]:
    rows = record["randomised"]
    is_met = all(row["ssim"] < UNLIKE_BELOW for row in rows)
    verdict = (
        f"All are below {UNLIKE_BELOW}, as they should be: the maps depend on what the network has"
        " learnt."
        if is_met
        else f"**Not all are below {UNLIKE_BELOW}: what does not change with the weights shows the"
        " film, not the model.**"
    )
    lines = [
        (
            "**Weight randomisation** (Adebayo et al., arXiv 1810.03292): each layer keeps its"
            f" weights, but in a random order, {record['draws']} times; the maps of"
            f" {record['films']} films are compared with the real ones. SSIM is of the maps as they"
            " are drawn, each by its own peak; the rank correlation is of their own cells. Both"
            " would be 1 for maps that do not change; the real maps of two different films have an"
            f" SSIM of {record['between_films']:.3f}."
        ),
        "",
        f"| in random order | mean SSIM | below {UNLIKE_BELOW} | rank correlation | empty maps |",
        "|---|---:|---|---:|---:|",
    ]
    for row in rows:
        cells = [
            _PARTS.get(row["part"], row["part"]),
            f"{row['ssim']:.3f}",
            "yes" if row["ssim"] < UNLIKE_BELOW else "no",
            _number(row["rank_correlation"]),
            f"{row['empty']:.0%}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, "", verdict]


def _heat(record: Mapping[str, Any], labels: LabelSet) -> list[str]:
    subjects = _subjects(record)
    heads = ["class of the film", "films", "lungs' share of what the model sees"]
    heads += [f"heat inside, {name}" for name in _names(record)]
    lines = [
        (
            "**Heat inside the lungs**: medians of the films in which"
            f" `{record['segmenter']}` finds two lungs. Of heat that is spread evenly, as much"
            " would lie inside as the lungs take of what the model sees."
        ),
        "",
        f"| {' | '.join(heads)} |",
        "|---|" + "---:|" * (len(heads) - 1),
    ]
    for label in labels.labels:
        own = record["model"]["heat"][label.id]
        cells = [label.name, str(own["films"]), _share(own["lungs"])]
        cells += [_share(one["heat"][label.id]["inside"]) for one in subjects]
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, "", _heat_outcome(record["model"]["heat"], labels)]


def _heat_outcome(heat: Mapping[str, Any], labels: LabelSet) -> str:
    """Of which classes less heat lies in the lungs than of heat that is spread evenly."""
    outside = [
        label.name
        for label in labels.labels
        if heat[label.id]["films"] and heat[label.id]["inside"] <= heat[label.id]["lungs"]
    ]
    if not outside:
        return "In films of every class, the heat lies in the lungs more than evenly spread heat."
    return (
        f"**In films of {', '.join(outside)}, no more of the heat lies in the lungs than of evenly"
        " spread heat: what the model goes by there is not only lung.**"
    )


def _orders(record: Mapping[str, Any]) -> list[str]:
    names = _names(record)
    lines = [
        (
            "**Deletion and insertion** (Petsiuk et al., BMVC 2018): area under the probability of"
            f" the class while {record['films']} films are blurred, or unblurred, the hottest"
            " places first; and with the cells of the same map in random order. In brackets: 95 %"
            " interval, bootstrap over patients."
        ),
        "",
        f"| area under the curve | {' | '.join(names)} |",
        "|---|" + "---:|" * len(names),
    ]
    for kind, better in (("deletion", "lower"), ("insertion", "higher")):
        found = [one[kind] for one in _subjects(record)]
        by_map = " | ".join(f"{one['by_map']:.3f}" for one in found)
        at_random = " | ".join(f"{one['at_random']:.3f}" for one in found)
        difference = " | ".join(_difference(one) for one in found)
        lines += [
            f"| {kind}, by the map ({better} is better) | {by_map} |",
            f"| {kind}, in random order | {at_random} |",
            f"| {kind}, difference | {difference} |",
        ]
    own = record["model"]
    return [*lines, "", _outcome("deletion", own), _outcome("insertion", own)]


def _outcome(kind: str, subject: Mapping[str, Any]) -> str:
    """Whether the order of the map is better than a random one, in words."""
    low, high = subject[kind]["interval"]
    if kind == "deletion":
        low, high = -high, -low
    words = {
        "deletion": "Blurring what the map marks lowers the probability",
        "insertion": "Showing what the map marks raises the probability",
    }[kind]
    if low > 0:
        return f"{words} sooner than random places do."
    if high < 0:
        return f"**{words} later than random places do: the maps mislead in this respect.**"
    return f"{words} neither clearly sooner nor clearly later than random places do."


def _subjects(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in (record["model"], record["baseline"]) if one]


def _names(record: Mapping[str, Any]) -> list[str]:
    baseline = record["baseline"]
    return ["this model", *([f"baseline `{baseline['id']}`"] if baseline else [])]


def _difference(order: Mapping[str, Any]) -> str:
    low, high = order["interval"]
    return f"{order['difference']:+.3f} [{low:+.3f}, {high:+.3f}]"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"
