"""The child of a segmenter: ``python -m lungdesk.services.training.lung_network_child RUN``.

Speaks as `lungdesk.services.runs.tensorflow_child` says.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from lungdesk.core.files import write_text_atomically
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.lungs.fitting import LungRecipe
from lungdesk.ml.lungs.training import LungSurroundings, LungTrainRequest, train_lungs
from lungdesk.reporting.lung_card import render_lung_card
from lungdesk.services.runs.record import REQUEST_FILE, RESULT_FILE
from lungdesk.services.runs.tensorflow_child import LineContext, serve


def work(run_folder: Path, ctx: LineContext) -> dict[str, Any]:
    """Train what ``request.json`` of the run folder says; what stands in ``run.json`` comes back.

    Raises the errors of `lungdesk.ml.lungs.training.train_lungs`.
    """
    plain = json.loads((run_folder / REQUEST_FILE).read_text(encoding="utf-8"))
    folders = ("folder", "bundle_folder", "checkpoint_folder")
    request = LungTrainRequest(
        **{
            **plain,
            **{name: Path(plain[name]) for name in folders},
            "recipe": LungRecipe.model_validate(plain["recipe"]),
            "sources": tuple(plain["sources"]),
        }
    )
    result = train_lungs(request, LungSurroundings(read_radiograph, render_lung_card, ctx))
    record = {
        "bundle_folder": result.bundle_folder.name,
        "metrics": result.metrics,
        "failures": [
            {"path": str(f.path), "code": f.code, "message": f.message} for f in result.failures
        ],
        "seconds": result.seconds,
    }
    write_text_atomically(run_folder / RESULT_FILE, json.dumps(record, indent=2) + "\n")
    shutil.rmtree(request.checkpoint_folder, ignore_errors=True)
    return record


if __name__ == "__main__":
    sys.exit(serve(work))
