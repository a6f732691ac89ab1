"""What the command line prints for people: small tables that fit into 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from lungdesk.cli.console import messages, output, printable
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.evaluation import OVERALL

if TYPE_CHECKING:
    from lungdesk.ml.ensemble import AnyBundle
    from lungdesk.services.models.library import InstalledModel

_NONE = "–"


def _table(*headers: str, title: str = "", numbers_from: int = 1) -> Table:
    """Table that folds what is too wide instead of cutting it; numbers stand on the right."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.title, table.title_justify = title or None, "left"
    for number, header in enumerate(headers):
        is_number = number >= numbers_from
        table.add_column(header, overflow="fold", justify="right" if is_number else "left")
    return table


def _keep_names_whole(table: Table) -> None:
    """Fold other columns before the first, whose names are copied, unless those fill the line."""
    first = table.columns[0]
    longest = max(cell_len(str(cell)) for cell in first.cells)
    first.no_wrap = longest <= output.width * 3 // 4  # what may not fold is cut


def print_reading(row: Mapping[str, Any]) -> None:
    """One film: its probabilities in a line, or why it has none."""
    if row["status"] == "refused":
        words = f": refused. {printable(row['message'])} [{row['code']}]"
        output.print(Text.assemble((printable(row["path"]), "yellow"), words))
        return
    if row["status"] != "ok":
        print_failure(row)
        return
    ids = tuple(row["probabilities"])
    names = dict(zip(ids, LabelSet.from_ids(ids).names, strict=True))
    values = "  ".join(f"{names[i]} {100 * p:.0f} %" for i, p in row["probabilities"].items())
    finding = (names[row["predicted"]], "bold")
    doubt = (" (uncertain)", "yellow") if row["uncertain"] else ""
    note = f"\n  {printable(row['message'])}" if row["message"] else ""
    output.print(
        Text.assemble(
            printable(row["path"]), ": ", finding, doubt, f"\n  {printable(values)}", note
        )
    )


def print_failure(row: Mapping[str, Any]) -> None:
    """Why a film has no reading, in a line on standard error."""
    words = f": {printable(row['message'])} [{row['code']}]"
    messages.print(Text.assemble((printable(row["path"]), "red"), words))


def print_left_out(failures: Sequence[Mapping[str, Any]]) -> None:
    """Films that could not be used, on standard error."""
    for failure in failures:
        print_failure(failure)


def print_metrics(split: str, figures: Mapping[str, Any]) -> None:
    """Figures of one split with intervals."""
    table = _table("figure", "value", "95 % interval", title=f"{split}: {_films(figures['n'])}")
    for name in OVERALL:
        table.add_row(name, _number(figures[name]), _interval(figures, name))
    output.print(table)
    names = _names(figures["per_class"])
    classes = _table("class", "films", "recall", "precision", "F1", "AUROC", "95 % interval")
    for label, row in figures["per_class"].items():
        cells = [_number(row[name]) for name in ("recall", "precision", "f1", "auroc")]
        classes.add_row(names[label], str(row["n"]), *cells, _interval(figures, f"auroc.{label}"))
    output.print(classes)
    confusion = _table("true \\ read as", *names.values())
    for name, counts in zip(names.values(), figures["confusion"], strict=True):
        confusion.add_row(name, *(str(n) for n in counts))
    output.print(confusion)
    _print_operating_points(figures.get("operating_points", {}).get("points", {}), names)
    for row in figures["within_source"]:
        output.print(
            f"{row['label']} against normal inside {row['source']} ({_films(row['n'])}):"
            f" AUROC {row['auroc']:.3f}"
        )


def _print_operating_points(
    points: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]
) -> None:
    if not points:
        return
    table = _table("threshold from val", "p", "sensitivity", "specificity")
    for label, point in points.items():
        cells = []
        for name in ("sensitivity", "specificity"):
            low, high = point[f"{name}_interval"]
            bounds = f" ({_number(low)}–{_number(high)})" if low is not None else ""
            cells.append(_number(point[name]) + bounds)
        table.add_row(names[label], _number(point["threshold"]), *cells)
    output.print(table)


def print_comparison(result: Mapping[str, Any]) -> None:
    """Compared models: accuracy and loss on the films for choosing, on test, and elsewhere."""
    splits = [split for split in ("val", "test", "external") if split in result["films"]]
    heads = [f"{split}: {name}" for split in splits for name in ("accuracy", "loss")]
    table = _table("model", *heads)
    for model in result["models"]:
        known = [model["splits"].get(split, {}) for split in splits]
        cells = [_number(of_split.get(name)) for of_split in known for name in ("accuracy", "loss")]
        table.add_row(printable(model["name"]), *cells)
    output.print(table)
    if result["chosen"]:
        output.print(f"Least loss on val: {printable(result['chosen'])}")


def print_audit(report: Mapping[str, Any]) -> None:
    """Counts and findings of a collection."""
    names = _names(next(iter(report["splits"].values())))
    table = _table("films", *names.values(), "all", title=f"{report['n']} labelled films")
    for split, counts in report["splits"].items():
        table.add_row(split, *(str(counts[i]) for i in names), str(sum(counts.values())))
    output.print(table)
    if report["sources"]:
        sources = _table("source", *names.values())
        for source, counts in report["sources"].items():
            sources.add_row(printable(source), *(str(counts[i] or _NONE) for i in names))
        output.print(sources)
    if report["is_split_here"]:
        output.print("The collection has no splits of its own: these are LungDesk's.")
    output.print(f"Identical files: {report['identical_files']}")
    for name, count in report["ignored"].items():
        output.print(f"Left out as told: {printable(name)} ({count} films)")
    if report["masks"]:
        output.print(f"Passed over as masks or maps of films: {report['masks']} pictures")
    _print_controls(report["shortcuts"])
    output.print(_findings(report["issues"]), soft_wrap=False)


def print_doubts(issues: Sequence[Mapping[str, str]]) -> None:
    """What is doubtful about the data of a training, on standard error."""
    if issues:
        messages.print(_findings(issues), soft_wrap=False)


def _findings(issues: Iterable[Mapping[str, Any]]) -> Table:
    table = _table("severity", "what was found, why it matters, what to do", numbers_from=2)
    said: set[str] = set()
    for issue in issues:
        words = [printable(issue[name]) for name in ("sentence", "reason", "advice")]
        words = [word for word in words if word not in said]
        said |= set(words)
        style = {"serious": "bold red", "warning": "yellow"}.get(issue["severity"], "")
        table.add_row(Text(issue["severity"], style), "\n".join(filter(None, words)) + "\n")
    return table


def _print_controls(results: Sequence[Mapping[str, Any]]) -> None:
    if not results:
        return
    table = _table("what a small model sees", "accuracy", "balanced", "95 % interval", "chance")
    for result in results:
        low, high = result["interval"]
        figures = (result["accuracy"], result["balanced_accuracy"])
        table.add_row(
            result["control"].replace("_", " "),
            *(_number(figure) for figure in figures),
            _bounds(low, high),
            _number(result["chance"]),
        )
    output.print(table)


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
    usable = [row for row in rows if row["status"] == "ok"]
    table = _table("id", "name", "version", "backbone", "test macro-F1", numbers_from=4)
    for row in usable:
        cells = (printable(row[name]) for name in ("id", "name", "version", "backbone"))
        table.add_row(*cells, _number(row["test_macro_f1"]))
    if usable:
        _keep_names_whole(table)
        output.print(table)
    for row in rows:
        if row["status"] != "ok":
            output.print(f"{printable(row['id'])}: {printable(row['message'])}")
    if not rows:
        output.print("No model is installed.")


def print_backbones(rows: Sequence[Mapping[str, Any]]) -> None:
    """Networks that a model can be built on."""
    table = _table("name", "licence", "weights", "px", "parameters", numbers_from=3)
    for row in rows:
        place = "here" if row["has_weights"] else _NONE
        size = f"{row['parameters'] / 1e6:.1f} M"
        table.add_row(row["name"], row["weights_licence"], place, str(row["input_size"]), size)
    _keep_names_whole(table)
    output.print(table)


def print_card(bundle: AnyBundle) -> None:
    """A model's card."""
    from rich.markdown import Markdown

    from lungdesk.ml.bundle import CARD, damaged

    try:
        text = (bundle.folder / CARD).read_text("utf-8", "replace")
    except OSError as error:
        raise damaged(bundle.folder, f"{CARD} is missing or cannot be read") from error
    output.print(Markdown(text), soft_wrap=False)


def print_figures(figures: Mapping[str, Any]) -> None:
    """Figures of a benchmark."""
    table = _table("figure", "value")
    for name, value in _flattened(figures).items():
        table.add_row(name, _number(value) if isinstance(value, float | None) else str(value))
    output.print(table)


def print_backbone_figures(backbones: Mapping[str, Mapping[str, Any]]) -> None:
    """Figures of a benchmark, a column for each backbone."""
    table = _table("figure", *backbones)
    for name in next(iter(backbones.values())):
        cells = [figures[name] for figures in backbones.values()]
        table.add_row(name, *(_number(c) if isinstance(c, float | None) else str(c) for c in cells))
    output.print(table)


def print_doctor(report: Mapping[str, Any]) -> None:
    """What works here."""
    encodings = report["transfer_syntaxes"]
    table = _table("what", "here", numbers_from=2)
    others = {name: value for name, value in report.items() if name != "transfer_syntaxes"}
    for name, value in _flattened(others).items():
        words = {True: "yes", False: "no", None: "not installed"}.get(value, str(value))
        table.add_row(name, printable(words))
    if not report["models"]:
        table.add_row("models", "none")
    table.add_row("DICOM encodings read", "\n".join(n for n, can in encodings.items() if can))
    table.add_row("not read", "; ".join(n for n, can in encodings.items() if not can))
    output.print(table)


def _names(label_ids: Mapping[str, object]) -> dict[str, str]:
    ids = tuple(label_ids)
    return dict(zip(ids, LabelSet.from_ids(ids).names, strict=True))


def _flattened(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= _flattened(value, f"{prefix}{name}: ")
        else:
            flat[prefix + name] = value
    return flat


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"


def _films(count: int) -> str:
    return f"{count} film" if count == 1 else f"{count} films"


def _interval(figures: Mapping[str, Any], name: str) -> str:
    bounds = figures["intervals"].get(name)
    if not bounds:
        return ""
    return _bounds(*bounds)


def _bounds(low: float | None, high: float | None) -> str:
    return _NONE if low is None or high is None else f"{low:.3f} {_NONE} {high:.3f}"


def print_trials(rows: Sequence[Mapping[str, Any]], count: int) -> None:
    """The best of the trials that were trained to their end, and how many others there are."""
    complete = [row for row in rows if row["state"] == "complete"]
    best = sorted(complete, key=lambda row: float(row["val_loss"]))[:count]
    title = f"Best {len(best)} of {len(rows)} trials ({len(complete)} trained to their end)"
    table = _table("Backbone", "Trial", "Loss", "F1", "Head", "Block", "Views", title=title)
    for row in best:
        table.add_row(
            row["backbone"],
            str(row["number"]),
            f"{row['val_loss']:.4f}",
            f"{row['val_macro_f1']:.3f}",
            _head_words(row),
            _block_words(row),
            str(row["views"]),
        )
    output.print(table)


def _head_words(row: Mapping[str, Any]) -> str:
    """An exact head with its penalty, another one with its hidden layer and its learning rate."""
    if row["solver"] == "exact":
        return f"exact, {row['penalty']:.2g}"
    return f"{row['solver']} {row['hidden_units']}, {row['learning_rate']:.0e}"


def _block_words(row: Mapping[str, Any]) -> str:
    return f"{row['cut_point']}, {row['block_learning_rate']:.0e}" if row["cut_point"] else _NONE


def print_overlap(metrics: Mapping[str, Mapping[str, Any]]) -> None:
    """How well outlines of lungs agree with those drawn by people."""
    table = _table("Dice on", "films", "mean", "95 % interval", "lowest 5 %", "below 0.9")
    for name, figures in metrics.items():
        parts = {name: figures, **{f"  {one}": row for one, row in figures["sources"].items()}}
        for part, row in parts.items():
            low, high = row["interval"]
            table.add_row(
                printable(part),
                str(row["n"]),
                _number(row["mean"]),
                _bounds(low, high),
                _number(row["lowest_twentieth"]),
                str(row["poor"]),
            )
    output.print(table)


def print_series(summary: Sequence[Mapping[str, Any]]) -> None:
    """Mean and spread over the folds of each network, on films that were not learnt from."""
    for row in summary:
        splits = [split for split in row["metrics"] if split != "train"]
        title = f"{row['backbone']}, mean of {row['runs']}" if row["runs"] > 1 else row["backbone"]
        table = _table("figure", *splits, title=title)
        for name in OVERALL:
            table.add_row(name, *(_mean(row["metrics"][split][name]) for split in splits))
        output.print(table)


def _mean(figure: Mapping[str, float | None]) -> str:
    spread = "" if figure["sd"] is None else f" ± {_number(figure['sd'])}"
    return _number(figure["mean"]) + spread
