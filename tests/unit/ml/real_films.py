"""Manifests of a few real films, with whole groups in each split."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

COLUMNS = ("path", "label", "split", "patient_id", "group_id", "source")


def few_films(shared_data: Path, counts: Mapping[str, int]) -> list[dict[str, str]]:
    """Rows of so many films of each class in each split, with absolute paths."""
    folder = shared_data / "cxr"
    taken: Counter[tuple[str, str]] = Counter()
    rows = []
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as stream:
        for line in csv.DictReader(stream):
            place = (line["split"], line["label"])
            if taken[place] < counts.get(line["split"], 0):
                taken[place] += 1
                row = {name: line[name] for name in COLUMNS}
                rows.append(row | {"path": str((folder / line["path"]).resolve())})
    return rows


def write_manifest(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write rows as a CSV manifest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path
