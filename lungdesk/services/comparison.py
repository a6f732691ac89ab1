"""Compares trained models on the same films: table, figures, tests, one page."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lungdesk.core.comparison import (
    TESTED_ON,
    ComparedModel,
    Comparison,
    PairedTests,
    paired_tests,
    pareto_front,
)
from lungdesk.core.files import atomic_write, write_text_atomically
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.evaluation import OVERALL, PER_CLASS, evaluate, or_none
from lungdesk.core.metrics.intervals import RESAMPLES
from lungdesk.core.report import ReportStyle
from lungdesk.formats.reader import read_radiograph
from lungdesk.reporting.comparison_figures import comparison_figures
from lungdesk.reporting.comparison_page import comparison_page
from lungdesk.reporting.comparison_words import verdict
from lungdesk.reporting.figure_style import write_figure
from lungdesk.reporting.html_document import html_document
from lungdesk.reporting.pdf_document import pdf_document
from lungdesk.services.contenders import (
    Baseline,
    Contender,
    Lineup,
    contender_of_baseline,
    contender_of_run,
    lined_up,
    with_ensemble,
)
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.models.facts import facts_of_run, reading_ms
from lungdesk.services.paths import AppPaths
from lungdesk.services.reports.files import letterhead
from lungdesk.services.runs.record import RunRecord, load_run
from lungdesk.services.sample_study import sample_film

#: How figures are written: for the screen, for drawing programs, for LaTeX.
FIGURE_KINDS = ("png", "svg", "pdf")

_COSTS = ("reading_ms", "size_mb")


@dataclass(frozen=True, slots=True)
class ComparisonRequest:
    """Which runs and baselines to compare.

    Attributes
    ----------
    out
        Receives ``comparison.json``, ``comparison.csv``, ``pairs.csv``, ``comparison.html``,
        ``comparison.pdf`` and the figures as PNG, SVG and PDF.
    resamples
        Of the bootstrap, at least 1.
    style
        Whose letterhead the pages have.
    """

    runs: Sequence[Path]
    out: Path
    baselines: Sequence[Baseline] = ()
    resamples: int = RESAMPLES
    style: ReportStyle = field(default_factory=ReportStyle)


@dataclass(frozen=True, slots=True)
class MeasureRequest:
    """Which runs and baselines to measure on the same films.

    Attributes
    ----------
    names
        What runs are to be called; others by their folder.
    least
        How many there have to be.
    """

    runs: Sequence[Path]
    baselines: Sequence[Baseline] = ()
    resamples: int = RESAMPLES
    names: Mapping[Path, str] = field(default_factory=dict)
    least: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class WriteRequest:
    """A comparison, and the folder for all that `ComparisonRequest` names."""

    comparison: Comparison
    out: Path
    style: ReportStyle = field(default_factory=ReportStyle)


def compare(request: ComparisonRequest, ctx: JobContext) -> dict[str, Any]:
    """Compare and write everything; what stands in ``comparison.json``.

    Raises
    ------
    LungDeskError
        Those of `measure_runs` and `write_comparison`.
    """
    measure = MeasureRequest(request.runs, request.baselines, request.resamples, least=2)
    comparison = measure_runs(measure, ctx)
    return write_comparison(WriteRequest(comparison, request.out, request.style), ctx)


def measure_runs(request: MeasureRequest, ctx: JobContext) -> Comparison:
    """All figures and tests, with the ensemble where there is one; nothing is written.

    Raises
    ------
    LungDeskError
        Those of runs and tables; ``RUNS_NOT_COMPARABLE``.
    """
    contenders = []
    for folder, name in zip(request.runs, run_names(request), strict=True):
        contender = _timed(load_run(folder), request.names.get(folder, ""), ctx)
        contenders.append(replace(contender, name=name))
    contenders += [contender_of_baseline(baseline) for baseline in request.baselines]
    lineup = with_ensemble(lined_up(contenders, least=request.least))
    return _measured(lineup, request.resamples, ctx)


def run_names(request: MeasureRequest) -> list[str]:
    """What the runs are called: as was asked, else by their folders, with the one around if needed.

    Folds of several networks lie in ``vgg16/fold-1``, ``densenet201/fold-1``.
    """
    folders = [folder.resolve() for folder in request.runs]
    own = [folder.name for folder in folders]
    return [
        request.names.get(asked, name if own.count(name) == 1 else f"{folder.parent.name}/{name}")
        for asked, folder, name in zip(request.runs, folders, own, strict=True)
    ]


def write_comparison(request: WriteRequest, ctx: JobContext) -> dict[str, Any]:
    """Write figures, tables and pages; what stands in ``comparison.json``.

    Raises
    ------
    LungDeskError
        Those of `not_writable`, or why the logo cannot be used.
    """
    comparison, out = request.comparison, request.out
    head = letterhead(request.style)
    result = _as_dict(comparison)
    ctx.report(Progress(0, 0, "drawing"))
    figures = comparison_figures(comparison)
    for number, (name, figure) in enumerate(figures.items()):
        ctx.check()
        ctx.report(Progress(number, len(figures), "drawing"))
        write_figure(figure, out, name, kinds=FIGURE_KINDS)
    created = datetime.now().strftime("%d %B %Y").lstrip("0")
    page = replace(comparison_page(comparison, figures, created=created), letterhead=head)
    write_text_atomically(out / "comparison.html", html_document(page))
    ctx.check()
    with atomic_write(out / "comparison.pdf") as stream:
        stream.write(pdf_document(page))
    write_text_atomically(out / "comparison.csv", _models_csv(comparison))
    write_text_atomically(out / "pairs.csv", _pairs_csv(comparison.pairs))
    text = json.dumps(result, indent=2, allow_nan=False)
    write_text_atomically(out / "comparison.json", text + "\n")
    return result


def _timed(record: RunRecord, name: str, ctx: JobContext) -> Contender:
    """A run, with the time it takes to read where its model is there to be measured."""
    ctx.check()
    bundle = record.bundle
    called = name or (record.name if bundle is None else bundle.manifest.name)
    ctx.report(Progress(0, 0, f"measuring how fast {called} reads"))
    facts = facts_of_run(record)
    if bundle is not None and bundle.engine_path.is_file():
        film = read_radiograph(sample_film())
        facts = replace(facts, reading_ms=reading_ms(bundle, film, lung_source(AppPaths.default())))
    return contender_of_run(record, facts)


def _measured(lineup: Lineup, resamples: int, ctx: JobContext) -> Comparison:
    labels, is_tested = lineup.labels, TESTED_ON in lineup.films
    models = []
    for number, contender in enumerate(lineup.contenders):
        ctx.report(Progress(number, len(lineup.contenders), "measuring the models"))
        metrics = {}
        for split, table in contender.tables.items():
            ctx.check()
            metrics[split] = evaluate(
                table.targets,
                table.probabilities,
                labels,
                groups=table.groups,
                resamples=resamples,
            )
        models.append(
            ComparedModel(
                name=contender.name,
                kind=contender.kind,
                facts=contender.facts,
                probabilities={s: t.probabilities for s, t in contender.tables.items()},
                metrics=metrics,
                history=contender.history,
                members=contender.members,
            )
        )
    return Comparison(
        labels=labels,
        models=tuple(models),
        targets={split: lineup.table(split).targets for split in lineup.films},
        films=lineup.films,
        pairs=paired_tests(models, lineup.table(TESTED_ON).targets, labels) if is_tested else (),
        limits=tuple(dict.fromkeys(s for c in lineup.contenders for s in c.limits)),
    )


def _as_dict(comparison: Comparison) -> dict[str, Any]:
    chosen = comparison.chosen
    accuracies = [m.metrics[comparison.measured_on].figures["accuracy"] for m in comparison.models]
    fronts = {
        name: pareto_front([getattr(m.facts, name) for m in comparison.models], accuracies)
        for name in _COSTS
    }
    return {
        "chosen": chosen.name if chosen else None,
        "films": {split: asdict(count) for split, count in comparison.films.items()},
        "models": [
            {
                "name": model.name,
                "kind": model.kind.value,
                **asdict(model.facts),
                "members": dict(model.members) if model.members else None,
                "pareto": [cost for cost in _COSTS if number in fronts[cost]],
                "splits": {split: m.as_dict() for split, m in model.metrics.items()},
            }
            for number, model in enumerate(comparison.models)
        ],
        "pairs": [_pair_as_dict(pair) for pair in comparison.pairs],
        "limits": list(comparison.limits),
    }


def _pair_as_dict(pair: PairedTests) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "verdict": verdict(pair),
        "mcnemar": {**asdict(pair.mcnemar), "holm_p": pair.mcnemar_p},
        "delong": {
            label: {
                **{name: or_none(value) for name, value in asdict(test).items()},
                "difference": or_none(test.difference),
                "holm_p": or_none(pair.delong_p[label]),
            }
            for label, test in pair.delong.items()
        },
        "differences": {
            figure: {
                "value": or_none(difference.value),
                "interval": [or_none(end) for end in difference.interval],
            }
            for figure, difference in pair.differences.items()
        },
    }


def _models_csv(comparison: Comparison) -> str:
    """One line for each model, split and figure."""
    rows = [["model", "kind", "split", "figure", "value", "low", "high"]]
    classes = [f"{figure}.{label}" for label in comparison.labels.ids for figure in PER_CLASS]
    for model in comparison.models:
        for split, metrics in model.metrics.items():
            intervals = metrics.intervals
            for figure in (*OVERALL, *classes):
                numbers = (metrics.figures[figure], *intervals.get(figure, (math.nan, math.nan)))
                cells = [_cell(number, ".6f") for number in numbers]
                rows.append([model.name, model.kind.value, split, figure, *cells])
    return _csv(rows)


def _pairs_csv(pairs: Sequence[PairedTests]) -> str:
    """One line for each pair and test."""
    rows = [["first", "second", "test", "label", "difference", "p", "holm_p"]]
    for pair in pairs:
        difference = f"{pair.differences['accuracy'].value:.6f}"
        numbers = [difference, f"{pair.mcnemar.mid_p:.6g}", f"{pair.mcnemar_p:.6g}"]
        rows.append([pair.first, pair.second, "mcnemar_mid_p", "", *numbers])
        for label, test in pair.delong.items():
            p_values = [_cell(p, ".6g") for p in (test.p, pair.delong_p[label])]
            numbers = [f"{test.difference:.6f}", *p_values]
            rows.append([pair.first, pair.second, "delong", label, *numbers])
    return _csv(rows)


def _cell(value: float, how: str) -> str:
    """A number; nothing where it is not defined."""
    return format(value, how) if math.isfinite(value) else ""


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
