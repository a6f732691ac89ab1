"""The child process of trials: ``python -m lungdesk.services.trials_child RUN``.

Speaks and listens as `lungdesk.services.training_child`.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import Cancelled
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.recipe import Recipe, recipe_of
from lungdesk.ml.training.search import SearchRequest, SearchResult, search
from lungdesk.ml.training.search_space import SearchSpace
from lungdesk.reporting.figure_style import write_figure
from lungdesk.reporting.trial_figures import trials_figure
from lungdesk.services.job_runner import unexpected
from lungdesk.services.run_record import REQUEST_FILE
from lungdesk.services.training_child import LineContext, error_line
from lungdesk.services.trials import DATABASE_FILE, RECIPE_FILE, TABLE_FILE, TRIALS_FILE

_log = logging.getLogger(__name__)

#: Exit code of trials that were cancelled.
_CANCELLED = 130


def main(run_folder: Path, ctx: LineContext) -> int:
    """Run the trials of ``request.json``; 0 when it went well."""

    def keep(rows: Sequence[dict[str, Any]], recipe: Recipe | None) -> None:
        write_text_atomically(run_folder / TABLE_FILE, _csv(rows))
        if recipe is not None:
            text = json.dumps(recipe.as_plain(), indent=2)
            write_text_atomically(run_folder / RECIPE_FILE, text + "\n")

    try:
        plain = json.loads((run_folder / REQUEST_FILE).read_text(encoding="utf-8"))
        found = search(_request(plain, run_folder), read_radiograph, keep, ctx)
        record = _kept(found, run_folder)
    except Cancelled:
        ctx.send({"kind": "cancelled"})
        return _CANCELLED
    except LungDeskError as error:
        ctx.send(error_line(error))
        return 1
    except Exception as error:  # noqa: BLE001 - the process ends here; the parent is told why
        _log.exception("the trials failed")
        ctx.send(error_line(unexpected(error)))
        return 1
    ctx.send({"kind": "result", "result": record})
    return 0


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
    )
    space = SearchSpace(plain["backbones"], base, plain["augmentations"])
    return SearchRequest(training, space, run_folder / DATABASE_FILE, plain["trial_count"])


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


def _run(run_folder: Path) -> int:
    logging.basicConfig(level=logging.INFO)
    # Libraries that write to standard output must not disturb the protocol.
    protocol, sys.stdout = sys.stdout, sys.stderr
    ctx = LineContext(protocol)
    threading.Thread(target=ctx.obey, args=(sys.stdin,), name="lungdesk-words", daemon=True).start()
    return main(run_folder, ctx)


if __name__ == "__main__":
    sys.exit(_run(Path(sys.argv[1])))
