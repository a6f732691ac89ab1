"""Looks at a labelled collection before anything is trained on it."""

from __future__ import annotations

import csv
import io
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.report import ReportStyle
from lungdesk.formats.jpeg_quality import jpeg_quality
from lungdesk.formats.reader import read_patient, read_radiograph
from lungdesk.ml.audit.association import association_findings, associations
from lungdesk.ml.audit.copies import alike_findings, alike_pairs
from lungdesk.ml.audit.films import examined_films, film_findings, image_figures
from lungdesk.ml.audit.findings import Finding, FindingKind, Severity, by_severity
from lungdesk.ml.audit.pairs import FilmPair
from lungdesk.ml.audit.quick import identical_sets, quick_findings
from lungdesk.ml.audit.shortcut_words import control_findings, transfer_findings
from lungdesk.ml.audit.shortcuts import control_features, leave_one_source_out, run_controls
from lungdesk.ml.data_limits import other_limits
from lungdesk.ml.datasets import Dataset, load_dataset
from lungdesk.ml.file_digests import file_digests
from lungdesk.reporting.audit_page import audit_page
from lungdesk.reporting.document import Document, Letterhead
from lungdesk.reporting.html_document import html_document
from lungdesk.services.reports.files import letterhead


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """Which collection, and what its unknown class names mean.

    Attributes
    ----------
    out
        Receives ``audit.json``, ``findings.csv`` (finding, path, partner) and ``audit.html``.
    style
        Whose letterhead the page has.
    """

    folder: Path
    label_map: Mapping[str, str] = field(default_factory=dict)
    out: Path | None = None
    style: ReportStyle = field(default_factory=ReportStyle)


def audit(request: AuditRequest, ctx: JobContext) -> dict[str, Any]:
    """Count and decode the films; find copies, leaks and what gives the class away.

    Returns
    -------
    dict
        ``n, splits {split: {label: n}}, sources {source: {label: n}}, is_split_here, ignored,
        masks`` (pictures passed over), ``identical_files, identical_across_splits,
        groups_across_splits, findings`` (sentences, the most serious first), ``issues`` (the same
        as `Finding.as_dict`), ``images, unreadable, near_duplicates, associations, shortcuts,
        source_transfer, seconds``.

    Raises
    ------
    LungDeskError
        Codes of the data set, those of `not_writable`, and as `letterhead` before anything is read.
        A film that cannot be read is a finding.
    """
    started = time.perf_counter()
    head = letterhead(request.style) if request.out is not None else Letterhead()
    ctx.report(Progress(0, 0, "listing the films"))
    dataset = load_dataset(request.folder, label_map=request.label_map, patient_of=read_patient)
    ctx.check()
    ctx.report(Progress(0, 0, f"comparing {len(dataset.samples)} files"))
    digests = file_digests(s.path for s in dataset.samples)
    seen, findings = _looked_at(dataset, digests, ctx)
    ordered = by_severity((*quick_findings(dataset, digests), *findings, *_limits(dataset)))
    report = {
        **_counted(dataset, digests),
        **seen,
        "findings": [finding.sentence for finding in ordered],
        "issues": [finding.as_dict() for finding in ordered],
        "seconds": round(time.perf_counter() - started, 1),
    }
    if request.out is not None:
        page = replace(audit_page(report, dataset.folder.resolve().name), letterhead=head)
        _write(request.out, page, report, ordered)
    return report


def _counted(dataset: Dataset, digests: Sequence[str]) -> dict[str, Any]:
    copies = identical_sets(dataset, digests)
    return {
        "n": len(dataset.samples),
        "splits": dataset.counts(),
        "sources": _sources(dataset),
        "is_split_here": dataset.is_split_here,
        "ignored": dict(dataset.ignored),
        "masks": dataset.mask_count,
        "identical_files": sum(len(numbers) - 1 for numbers in copies),
        "identical_across_splits": [
            [str(dataset.samples[n].path) for n in numbers]
            for numbers in copies
            if len({dataset.samples[n].split for n in numbers}) > 1
        ],
        "groups_across_splits": list(dataset.groups_across_splits()),
    }


def _looked_at(
    dataset: Dataset, digests: Sequence[str], ctx: JobContext
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Figures and findings of all that needs the films decoded."""
    films, failures = examined_films(dataset, read_radiograph, jpeg_quality, ctx)
    pairs = alike_pairs(dataset, films, digests, read_radiograph, ctx)
    related = associations(dataset, films)
    controls = run_controls(dataset, films, ctx)
    transfer = (
        leave_one_source_out(dataset, films, control_features(films)["thumbnail"], ctx)
        if films
        else []
    )
    seen = {
        "images": image_figures(films),
        "unreadable": [
            {"path": str(f.path), "code": str(f.code), "message": f.message} for f in failures
        ],
        "near_duplicates": [_pair_row(dataset, pair) for pair in pairs],
        "associations": [found.as_dict() for found in related],
        "shortcuts": [result.as_dict() for result in controls],
        "source_transfer": [result.as_dict() for result in transfer],
    }
    findings = (
        *alike_findings(dataset, pairs),
        *film_findings(dataset, films, failures),
        *association_findings(dataset, related),
        *control_findings(dataset.labels, controls),
        *transfer_findings(controls, transfer),
    )
    return seen, findings


def _limits(dataset: Dataset) -> tuple[Finding, ...]:
    return tuple(
        Finding(FindingKind.LIMIT, Severity.INFO, sentence) for sentence in other_limits(dataset)
    )


def _pair_row(dataset: Dataset, pair: FilmPair) -> dict[str, Any]:
    return {
        "path": str(dataset.samples[pair.first].path),
        "partner": str(dataset.samples[pair.second].path),
        "likeness": round(pair.likeness, 3),
        "crosses_splits": pair.crosses_splits(dataset),
        "has_two_labels": pair.has_two_labels(dataset),
    }


def _sources(dataset: Dataset) -> dict[str, dict[str, int]]:
    found = Counter((s.source, s.class_index) for s in dataset.samples if s.source)
    return {
        source: {label: found[source, i] for i, label in enumerate(dataset.labels.ids)}
        for source in sorted({source for source, _ in found})
    }


def _write(
    out: Path, page: Document, report: Mapping[str, Any], findings: Sequence[Finding]
) -> None:
    write_text_atomically(out / "audit.json", json.dumps(report, indent=2) + "\n")
    write_text_atomically(out / "findings.csv", _findings_csv(findings))
    write_text_atomically(out / "audit.html", html_document(page))


def _findings_csv(findings: Sequence[Finding]) -> str:
    """A row for each film of each finding; a finding without films has one row."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["finding", "severity", "path", "partner"])
    for finding in findings:
        partners = finding.partners or ("",) * len(finding.paths)
        for path, partner in zip(finding.paths, partners, strict=True):
            writer.writerow([finding.kind, finding.severity, path, partner])
        if not finding.paths:
            writer.writerow([finding.kind, finding.severity, "", ""])
    return text.getvalue()
