"""The page on a collection: what is in it, what was found, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from lungdesk.core.labels import LabelSet

_STYLE = (
    "body{font:15px/1.45 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}"
    "table{border-collapse:collapse;margin:1em 0}td,th{padding:.25em .8em;text-align:right;"
    "border-bottom:1px solid #ccc}td:first-child,th:first-child{text-align:left}"
    ".finding{border-left:6px solid #888;padding:.1em 1em;margin:1em 0}"
    ".serious{border-color:#b3261e}.warning{border-color:#b26a00}.finding p{margin:.4em 0}"
)
#: Films that the page lists for a finding; all of them stand in findings.csv.
_LISTED = 10


def render_audit_page(report: Mapping[str, Any], name: str) -> str:
    """HTML of an audit's report (its plain values, as they stand in ``audit.json``)."""
    labels = LabelSet.from_ids(tuple(next(iter(report["splits"].values()))))
    parts = [
        f"<h1>Audit of {escape(name)}</h1>",
        f"<p>{report['n']} labelled films. For research and teaching, not for diagnosis.</p>",
        _counts("split", report["splits"], labels),
        _counts("source", report["sources"], labels) if report["sources"] else "",
        "<h2>What was found</h2>",
        *(_finding(issue) for issue in report["issues"]),
        _controls(report["shortcuts"]),
    ]
    head = f'<meta charset="utf-8"><title>Audit of {escape(name)}</title><style>{_STYLE}</style>'
    body = "\n".join(part for part in parts if part)
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n{body}\n</body></html>\n'


def _counts(what: str, rows: Mapping[str, Mapping[str, int]], labels: LabelSet) -> str:
    return _table(
        [what, *labels.names],
        ([name, *(str(counts[i]) for i in labels.ids)] for name, counts in rows.items()),
    )


def _finding(issue: Mapping[str, Any]) -> str:
    severity = escape(issue["severity"])
    lines = [f"<p><b>{severity}:</b> {escape(issue['sentence'])}</p>"]
    if issue["reason"]:
        lines.append(f"<p>Why it matters: {escape(issue['reason'])}</p>")
    if issue["advice"]:
        lines.append(f"<p>What to do: {escape(issue['advice'])}</p>")
    lines.append(_films(issue["paths"], issue["partners"]))
    return f'<div class="finding {severity}">{"".join(lines)}</div>'


def _films(paths: Sequence[str], partners: Sequence[str]) -> str:
    if not paths:
        return ""
    shown = [
        escape(f"{path} = {partner}" if partner else path)
        for path, partner in zip(paths, partners or [""] * len(paths), strict=True)
    ]
    items = "".join(f"<li>{line}</li>" for line in shown[:_LISTED])
    more = len(shown) - _LISTED
    rest = f"<li>and {more} more, in findings.csv</li>" if more > 0 else ""
    return (
        f"<details><summary>{len(shown)} films or pairs</summary><ul>{items}{rest}</ul></details>"
    )


def _controls(results: Sequence[Mapping[str, Any]]) -> str:
    if not results:
        return ""
    rows = (
        [
            result["control"].replace("_", " "),
            result["measured_on"],
            str(result["n"]),
            f"{result['accuracy']:.3f}",
            f"{result['majority']:.3f}",
            f"{result['balanced_accuracy']:.3f}",
            f"{result['interval'][0]:.3f} – {result['interval'][1]:.3f}",
            f"{result['chance']:.3f}",
        ]
        for result in results
    )
    headers = [
        "what a small model sees",
        "measured on",
        "films",
        "accuracy",
        "commonest class",
        "balanced accuracy",
        "95 % interval",
        "chance",
    ]
    return "<h2>Controls that cannot see the disease</h2>" + _table(headers, rows)


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    return f"<table>{line(headers, 'th')}{''.join(line(row, 'td') for row in rows)}</table>"
