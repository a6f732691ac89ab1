"""Looks at a labelled collection before anything is trained on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.data_limits import data_limits
from lungdesk.ml.datasets import Dataset, file_digests, load_dataset


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """Which collection, and what its unknown class names mean."""

    folder: Path
    label_map: Mapping[str, str] = field(default_factory=dict)


def audit(request: AuditRequest, ctx: JobContext) -> dict[str, Any]:
    """Count films, find identical files and groups that cross splits.

    Returns
    -------
    dict
        ``n, splits {split: {label: n}}, sources {source: {label: n}}, is_split_here, ignored,
        identical_files, identical_across_splits, groups_across_splits, findings`` (sentences).
    """
    ctx.report(Progress(0, 0, "listing the films"))
    dataset = load_dataset(request.folder, label_map=request.label_map)
    ctx.check()
    ctx.report(Progress(0, 0, f"comparing {len(dataset.samples)} files"))
    identical, crossing = _identical_files(dataset)
    leaks = dataset.groups_across_splits()
    return {
        "n": len(dataset.samples),
        "splits": dataset.counts(),
        "sources": _sources(dataset),
        "is_split_here": dataset.is_split_here,
        "ignored": dict(dataset.ignored),
        "identical_files": identical,
        "identical_across_splits": crossing,
        "groups_across_splits": list(leaks),
        "findings": _findings(dataset, crossing, len(leaks)),
    }


def _identical_files(dataset: Dataset) -> tuple[int, list[list[str]]]:
    """Number of files that repeat another one, and the sets of copies that cross splits."""
    copies: dict[str, list[int]] = {}
    for number, digest in enumerate(file_digests(s.path for s in dataset.samples)):
        copies.setdefault(digest, []).append(number)
    repeated = sum(len(numbers) - 1 for numbers in copies.values())
    crossing = [
        [str(dataset.samples[n].path) for n in numbers]
        for numbers in copies.values()
        if len({dataset.samples[n].split for n in numbers}) > 1
    ]
    return repeated, crossing


def _sources(dataset: Dataset) -> dict[str, dict[str, int]]:
    found = Counter((s.source, s.class_index) for s in dataset.samples if s.source)
    return {
        source: {label: found[source, i] for i, label in enumerate(dataset.labels.ids)}
        for source in sorted({source for source, _ in found})
    }


def _findings(dataset: Dataset, crossing: list[list[str]], leaks: int) -> list[str]:
    sentences = []
    if leaks:
        sentences.append(
            f"{leaks} patients or groups stand in more than one split: training refuses this data"
            " until each is in one."
        )
    if crossing:
        sentences.append(
            f"{len(crossing)} files have identical copies in another split: figures on it are"
            " too good."
        )
    return sentences + list(data_limits(dataset))
