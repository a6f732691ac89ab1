"""The part of a model card that says to which hospital a model was adapted, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lungdesk.core.adaptation import difference_words, figure_words
from lungdesk.core.labels import LabelSet

#: Of models whose figures say so: before, intervals alone decided.
_ADJUSTED = (
    " What is called better is so after an adjustment for all figures of the table (Holm), what is"
    " called worse by its own interval; the intervals are those of each figure alone."
)


def adaptation_sections(manifest: Mapping[str, Any], labels: LabelSet) -> tuple[str, ...]:
    """Markdown of an adaptation; nothing for a model that was not adapted."""
    record = manifest.get("adaptation")
    if not record:
        return ()
    base, names = record["base"], dict(zip(labels.ids, labels.names, strict=True))
    films = sum(record["counts"].values())
    counts = ", ".join(f"{n} {names[label]}" for label, n in record["counts"].items() if n)
    lines = [
        f"## Adapted to {record['site']}",
        "",
        (
            f"From {base['name']} {base['version']} (`{base['id']}`, manifest SHA-256"
            f" `{base['sha256']}`), by {films} films of {record['patients']} patients or groups"
            f" ({counts}) from {record['data']}, on {record['created'][:10]}."
            + _failed(record["failed"])
        ),
        "",
        (
            f"{_fit_words(record)} Figures after come from"
            f" {record['folds']} folds whose films, all films of a patient together, had no part"
            " in the fit or in these choices; 95 % intervals are drawn by patient, for before and"
            " after together. They are of the films, not of the luck of the fit."
            + (_ADJUSTED if all("holm_p" in change for change in record["changes"]) else "")
        ),
        "",
        "| figure on local films | before | after | difference, 95 % interval |",
        "|---|---:|---:|---:|",
        *(_row(change) for change in record["changes"]),
        "",
        record["outcome"],
    ]
    lines += [f"\n{sentence}" for sentence in record["doubts"]]
    if record["penalty"] is not None:
        began = "What follows under Training is how the model was made that this one began with."
        lines += ["", began]
    return ("\n".join(lines),)


def _fit_words(record: Mapping[str, Any]) -> str:
    """What was fitted; an ensemble has no penalty of its own."""
    if record["penalty"] is None:
        return (
            "The networks are the same; the last layer of each member's head was fitted to the"
            " local films, as the member's own card says, and the figures are those of their mean."
        )
    return (
        "The network is the same; the last layer of its head was fitted to the local films,"
        " held back from straying (penalty on the change of the weights"
        f" {record['penalty']:g}), its logits divided by {record['temperature']:g}. Both were"
        " chosen by cross-validation."
    )


def _row(change: Mapping[str, Any]) -> str:
    cells = [
        change["words"],
        *(figure_words(change[when], change[f"{when}_interval"]) for when in ("before", "after")),
        difference_words(change["difference"], change["difference_interval"]),
    ]
    return "| " + " | ".join(cells) + " |"


def _failed(count: int) -> str:
    if not count:
        return ""
    return " 1 film took no part." if count == 1 else f" {count} films took no part."
