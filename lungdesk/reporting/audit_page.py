"""The page on a collection: what is in it, what was found, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lungdesk.core.labels import LabelSet
from lungdesk.reporting.document import (
    FOOT,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Table,
)

#: Films that the page lists for a finding; all of them stand in findings.csv.
_LISTED: Final = 10

_SEVERITIES: Final = {
    "serious": "Serious: figures of a model would be wrong",
    "warning": "Warnings",
    "info": "Good to know",
}


def audit_page(report: Mapping[str, Any], name: str) -> Document:
    """The document of an audit's report (its plain values, as they stand in ``audit.json``)."""
    labels = LabelSet.from_ids(tuple(next(iter(report["splits"].values()))))
    return Document(
        title=f"Audit of {name}",
        subtitle=f"{report['n']} labelled films.",
        foot=FOOT,
        blocks=(
            _counts("split", report["splits"], labels),
            *([_counts("source", report["sources"], labels)] if report["sources"] else ()),
            *_findings(report["issues"]),
            *_controls(report["shortcuts"]),
        ),
    )


def _counts(what: str, rows: Mapping[str, Mapping[str, int]], labels: LabelSet) -> Table:
    return Table(
        caption=f"Films of each {what} and class.",
        columns=(what, *labels.names),
        rows=[(name, *(str(counts[i]) for i in labels.ids)) for name, counts in rows.items()],
        widths=(1.5, *([1] * len(labels))),
    )


def _findings(issues: Sequence[Mapping[str, Any]]) -> list[Block]:
    blocks: list[Block] = []
    for severity, heading in _SEVERITIES.items():
        found = [issue for issue in issues if issue["severity"] == severity]
        if found:
            blocks.append(Heading(heading))
        for issue in found:
            blocks += _finding(issue)
    return blocks


def _finding(issue: Mapping[str, Any]) -> list[Block]:
    blocks: list[Block] = [Paragraph(issue["sentence"])]
    if issue["reason"]:
        blocks.append(Paragraph(f"Why it matters: {issue['reason']}", is_note=True))
    if issue["advice"]:
        blocks.append(Paragraph(f"What to do: {issue['advice']}", is_note=True))
    if issue["paths"]:
        blocks.append(Bullets(_films(issue["paths"], issue["partners"])))
    return blocks


def _films(paths: Sequence[str], partners: Sequence[str]) -> list[str]:
    lines = [
        f"{path} = {partner}" if partner else path
        for path, partner in zip(paths, partners or [""] * len(paths), strict=True)
    ]
    more = len(lines) - _LISTED
    return lines[:_LISTED] + ([f"and {more} more, in findings.csv"] if more > 0 else [])


def _controls(results: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    if not results:
        return ()
    figures = ("accuracy", "majority", "balanced_accuracy")
    table = Table(
        caption="What small models make of films on which the disease cannot be seen.",
        columns=("what a small model sees", "measured on", "films", "accuracy", "commonest class",
                 "balanced accuracy", "95 % interval", "chance"),
        rows=[
            (
                result["control"].replace("_", " "),
                result["measured_on"],
                str(result["n"]),
                *(f"{result[figure]:.3f}" for figure in figures),
                _bounds(result["interval"]),
                f"{result['chance']:.3f}",
            )
            for result in results
        ],
        widths=(2, 1, 0.8, 1, 1, 1, 1.5, 0.8),
        words=2,
    )  # fmt: skip
    return (Heading("Controls that cannot see the disease"), table)


def _bounds(interval: Sequence[float | None]) -> str:
    low, high = interval
    return "–" if low is None or high is None else f"{low:.3f} – {high:.3f}"
