"""What the command line prints for people: small tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.markdown import Markdown
from rich.table import Table

from lungdesk.cli.console import messages, output
from lungdesk.core.labels import LabelSet
from lungdesk.ml.bundle import CARD, Bundle
from lungdesk.services.model_library import InstalledModel


def print_reading(row: Mapping[str, Any]) -> None:
    """One film: its probabilities in a line, or why it has none."""
    if row["status"] != "ok":
        messages.print(f"[red]{row['path']}[/]: {row['message']} ({row['code']})")
        return
    ids = tuple(row["probabilities"])
    names = dict(zip(ids, LabelSet.from_ids(ids).names, strict=True))
    values = "  ".join(f"{names[i]} {100 * p:.0f} %" for i, p in row["probabilities"].items())
    doubt = " [yellow](uncertain)[/]" if row["message"] else ""
    output.print(f"{row['path']}: [bold]{names[row['predicted']]}[/]{doubt}\n  {values}")


def print_metrics(split: str, figures: Mapping[str, Any]) -> None:
    """Figures of one split with intervals."""
    table = Table("figure", "value", "95 % interval", title=f"{split}: {figures['n']} films")
    for name in ("accuracy", "balanced_accuracy", "macro_f1", "ece"):
        table.add_row(name, _number(figures[name]), _interval(figures, name))
    output.print(table)
    classes = Table("class", "films", "recall", "precision", "F1", "AUROC", "95 % interval")
    for label, row in figures["per_class"].items():
        cells = [_number(row[name]) for name in ("recall", "precision", "f1", "auroc")]
        classes.add_row(label, str(row["n"]), *cells, _interval(figures, f"auroc.{label}"))
    output.print(classes)
    labels = list(figures["per_class"])
    confusion = Table("true \\ read as", *labels)
    for label, counts in zip(labels, figures["confusion"], strict=True):
        confusion.add_row(label, *(str(n) for n in counts))
    output.print(confusion)
    for row in figures["within_source"]:
        output.print(
            f"{row['label']} against normal inside {row['source']} ({row['n']} films):"
            f" AUROC {row['auroc']:.3f}"
        )


def print_audit(report: Mapping[str, Any]) -> None:
    """Counts and findings of a collection."""
    labels = list(next(iter(report["splits"].values())))
    table = Table("films", *labels, "all", title=f"{report['n']} labelled films")
    for split, counts in report["splits"].items():
        table.add_row(split, *(str(counts[i]) for i in labels), str(sum(counts.values())))
    output.print(table)
    if report["sources"]:
        sources = Table("source", *labels)
        for source, counts in report["sources"].items():
            sources.add_row(source, *(str(counts[i] or "–") for i in labels))
        output.print(sources)
    output.print(f"Identical files: {report['identical_files']}")
    for name, count in report["ignored"].items():
        output.print(f"Left out as told: {name} ({count} films)")
    for sentence in report["findings"]:
        output.print(f"- {sentence}")


def model_row(model: InstalledModel) -> dict[str, Any]:
    """Plain values of an installed model."""
    if model.bundle is None:
        return {"id": model.folder.name, "status": "failed", "message": str(model.error)}
    manifest = model.bundle.manifest
    test = manifest.metrics.get("test", {})
    return {
        "id": manifest.id,
        "status": "ok",
        "name": manifest.name,
        "version": manifest.version,
        "backbone": manifest.backbone,
        "sha256": model.bundle.model.sha256,
        "test_macro_f1": test.get("macro_f1"),
    }


def print_models(rows: Sequence[Mapping[str, Any]]) -> None:
    """Installed models."""
    table = Table("id", "name", "version", "backbone", "macro-F1 on test")
    for row in rows:
        if row["status"] == "ok":
            f1 = _number(row["test_macro_f1"])
            table.add_row(row["id"], row["name"], row["version"], row["backbone"], f1)
        else:
            table.add_row(row["id"], row["message"])
    output.print(table if rows else "No model is installed.")


def print_card(bundle: Bundle) -> None:
    """A model's card."""
    output.print(Markdown((bundle.folder / CARD).read_text(encoding="utf-8")))


def print_figures(figures: Mapping[str, Any]) -> None:
    """Figures of a benchmark."""
    table = Table("figure", "value")
    for name, value in _flattened(figures).items():
        table.add_row(name, f"{value:.3f}" if isinstance(value, float) else str(value))
    output.print(table)


def print_doctor(report: Mapping[str, Any]) -> None:
    """What works here."""
    table = Table("what", "here")
    for name, value in _flattened(report).items():
        table.add_row(
            name, {True: "yes", False: "no", None: "not installed"}.get(value, str(value))
        )
    output.print(table)


def _flattened(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= _flattened(value, f"{prefix}{name}: ")
        else:
            flat[prefix + name] = value
    return flat


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(figures: Mapping[str, Any], name: str) -> str:
    bounds = figures["intervals"].get(name)
    return f"{_number(bounds[0])} – {_number(bounds[1])}" if bounds else ""
