"""The child process of trials: ``python -m lungdesk.services.training.trials_child RUN``.

Speaks as `lungdesk.services.runs.tensorflow_child` says.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.formats.reader import read_patient, read_radiograph
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.recipe import Recipe, recipe_of
from lungdesk.ml.training.search import SearchRequest, SearchResult, search
from lungdesk.ml.training.search_space import SearchSpace
from lungdesk.ml.training.trial import as_asked
from lungdesk.reporting.figure_style import write_figure
from lungdesk.reporting.trial_figures import trials_figure
from lungdesk.services.cluster.films import at_worker
from lungdesk.services.cluster.workers import workers_at
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.paths import AppPaths
from lungdesk.services.runs.record import REQUEST_FILE
from lungdesk.services.runs.tensorflow_child import serve
from lungdesk.services.training.trials import DATABASE_FILE, RECIPE_FILE, TABLE_FILE, TRIALS_FILE


def work(run_folder: Path, ctx: JobContext) -> dict[str, Any]:
    """Run the trials of ``request.json``; what stands in ``trials.json`` comes back.

    Raises the errors of `lungdesk.ml.training.search.search`.
    """

    def keep(rows: Sequence[dict[str, Any]], recipe: Recipe | None) -> None:
        write_text_atomically(run_folder / TABLE_FILE, _csv(rows))
        if recipe is not None:
            text = json.dumps(recipe.as_plain(), indent=2)
            write_text_atomically(run_folder / RECIPE_FILE, text + "\n")

    plain = json.loads((run_folder / REQUEST_FILE).read_text(encoding="utf-8"))
    with workers_at(plain["scheduler"]) as workers:
        found = search(_request(plain, run_folder), read_radiograph, keep, ctx, workers)
    return _kept(found, run_folder)


def _request(plain: dict[str, Any], run_folder: Path) -> SearchRequest:
    base = recipe_of(plain["base"])
    training = TrainRequest(
        folder=Path(plain["folder"]),
        backbone=plain["backbones"][0],
        bundle_folder=run_folder,
        checkpoint_folder=run_folder,
        cache_folder=Path(plain["cache_folder"]),
        cache_limit_bytes=plain["cache_limit_bytes"],
        recipe=base,
        weights=plain["weights"],
        label_map=plain["label_map"],
        lungs=lung_source(AppPaths.default()),
        patient_of=read_patient,
    )
    space = SearchSpace(plain["backbones"], base, plain["augmentations"], plain["cut_count"])
    return SearchRequest(
        training,
        space,
        run_folder / DATABASE_FILE,
        plain["trial_count"],
        plain["batch_size"],
        localize=at_worker if plain["scheduler"] else as_asked,
    )


def _kept(found: SearchResult, run_folder: Path) -> dict[str, Any]:
    """Write the figure and the record; the record comes back."""
    record = {
        "best": found.best,
        "trials": list(found.rows),
        "importances": found.importances,
        "failures": [
            {"path": str(f.path), "code": f.code, "message": f.message} for f in found.failures
        ],
    }
    write_figure(trials_figure(found.rows, found.importances), run_folder, "trials")
    write_text_atomically(run_folder / TRIALS_FILE, json.dumps(record, indent=2) + "\n")
    return record


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    sys.exit(serve(work))
