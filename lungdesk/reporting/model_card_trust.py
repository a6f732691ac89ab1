"""The part of a model card that says when the model is not to be believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lungdesk.core.labels import LabelSet

#: Characters of a full bar of the reliability figure.
_BAR = 20


def trust_section(manifest: Mapping[str, Any], labels: LabelSet) -> str:
    """Markdown of film check, operating points, sets and reliability, as far as there are any."""
    record = manifest.get("calibration")
    lines = ["## Film check and calibration", ""]
    if not record:
        return "\n".join([*lines, _NOTHING])
    lines += [_chosen(record), "", *_outlier(record), *_shares(record)]
    lines += _points(record, labels)
    for split in ("val", "test", "local"):
        if split in record["figures"]:
            lines += _reliability(split, record["figures"][split])
    return "\n".join(lines)


#: Of an adapted model's figures.
_LOCAL_SHARES = (
    "Refused and doubtful by the distance of their features alone, uncertain by the whole film"
    " alone; films that were refused before they were read are not among these."
)

_NOTHING = (
    "This model has no operating points, no prediction set and no outlier reference: a reading is"
    " uncertain when no class reaches one half. `lungdesk models calibrate` makes them."
)


def _chosen(record: Mapping[str, Any]) -> str:
    films = f"{record['films']} films of {record['split']} of {record['data']}"
    if record["split"] == "local":
        films = f"{record['films']} films of {record['data']}, each judged by a fit without it"
    return (
        f"All that follows was chosen on {films}, for this network alone"
        f" (`{record['network'][:12]}`): LungDesk refuses to use it with another"
        f" one. Each class has an operating point that finds {record['sensitivity']:.0%} of its"
        f" {_counted(record)} there; a reading is uncertain when the most probable class does not"
        " reach its own or has none, when more than one class reaches its own, or when most of five"
        f" parts of the film speak for another class. {_set_rule(record)}"
    )


def _counted(record: Mapping[str, Any]) -> str:
    groups = record.get("groups")
    return f"patients or groups (each of {groups} counts as one)" if groups else "films"


def _set_rule(record: Mapping[str, Any]) -> str:
    limit, doubted = record["set_limit"], record.get("doubted_set_limit")
    least = f"at least {limit:.3f}"
    if doubted is not None:
        least += f", of an uncertain reading at least {doubted:.3f}"
    return (
        f"The {record['coverage']:.0%} prediction set holds every class with a probability of"
        f" {least}, and the leading one (split conformal, LAC)."
    )


def _outlier(record: Mapping[str, Any]) -> list[str]:
    limits = record["outlier"]
    if not limits:
        return ["There is no outlier reference.", ""]
    count = limits["reference_films"]
    kind = "local" if record["split"] == "local" else "train"
    of = f"{count} {kind} films" if count else "the members' references"
    return [
        (
            f"A film is doubtful when its features lie farther from those of {of} than"
            f" {limits['doubtful']:.2f} (99 % of the {record['split']} films lie nearer), and"
            f" refused from {limits['refused']:.2f} on. The film check looks at picture, header,"
            " position and lungs, too; the table counts all of it."
        ),
        "",
    ]


def _shares(record: Mapping[str, Any]) -> list[str]:
    heads = ("films", "n", "ECE", "refused", "doubtful", "uncertain", "right when certain")
    lines = [
        f"| {' | '.join(heads)} | truth in set | classes in set | the same, uncertain |",
        "|---|" + "---:|" * 9,
    ]
    for split, one in record["figures"].items():
        certain = one["accuracy_certain"]
        cells = [
            split,
            str(one["films"]),
            f"{one['ece']:.3f}",
            *(f"{one[name]:.1%}" for name in ("refused", "doubtful", "uncertain")),
            "–" if certain is None else f"{certain:.1%}",
            f"{one['coverage']:.1%}",
            f"{one['mean_set_size']:.2f}",
            _of_doubted(one),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    if record["split"] == "local":
        lines += ["", _LOCAL_SHARES]
    return [*lines, ""]


def _of_doubted(figures: Mapping[str, Any]) -> str:
    coverage, size = figures.get("coverage_doubted"), figures.get("mean_set_size_doubted")
    return "–" if coverage is None else f"{coverage:.1%}, {size:.2f}"


def _points(record: Mapping[str, Any], labels: LabelSet) -> list[str]:
    splits = list(record["figures"])
    heads = [f"{split}: {name}" for split in splits for name in ("sens.", "spec.")]
    lines = ["| class | from p | " + " | ".join(heads) + " |", "|---|" + "---:|" * (1 + len(heads))]
    for label in labels.labels:
        threshold = record["thresholds"].get(label.id)
        cells = [label.name, "–" if threshold is None else f"{threshold:.3f}"]
        for split in splits:
            point = record["figures"][split]["points"][label.id]
            cells += [_share(point[name]) for name in ("sensitivity", "specificity")]
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _reliability(split: str, figures: Mapping[str, Any]) -> list[str]:
    """Confidence beside accuracy, in bins, as a figure made of letters."""
    bins = figures["reliability"]
    lines = [
        f"Reliability on {split} (`#` how often right, `|` how sure):",
        "",
        "```",
    ]
    for sure, right, n in zip(bins["confidence"], bins["accuracy"], bins["n"], strict=True):
        bar = ["#"] * round(_BAR * right) + [" "] * (_BAR + 1)
        bar[round(_BAR * sure)] = "|"
        lines.append(f"{sure:.2f} {''.join(bar[: _BAR + 1])} {right:.2f}  {n:4d} films".rstrip())
    return [*lines, "```", ""]
