"""The child process of a training: ``python -m lungdesk.services.training_child RUN``.

Speaks JSON lines on standard output and listens to words on standard input; everything else goes
to standard error.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import shutil
import sys
import threading
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import Cancelled, Progress
from lungdesk.core.labels import LabelSet
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import load_bundle
from lungdesk.ml.evaluator import SplitPredictions
from lungdesk.ml.trainer import Surroundings, TrainResult, train
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.recipe import recipe_of
from lungdesk.reporting.model_card import render_model_card
from lungdesk.services.job_runner import unexpected
from lungdesk.services.model_facts import FACTS_KEY, facts_of_bundle
from lungdesk.services.run_record import HISTORY_FILE, REQUEST_FILE, RESULT_FILE, write_predictions

_log = logging.getLogger(__name__)

#: Exit code of a training that was cancelled.
_CANCELLED = 130


class LineContext:
    """Job context that writes progress as JSON lines and obeys words."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._is_cancelled = False

    def send(self, message: dict[str, Any]) -> None:
        """Write one message."""
        self._stream.write(json.dumps(message) + "\n")
        self._stream.flush()

    def report(self, progress: Progress) -> None:
        """Write how far the training is."""
        self.send({"kind": "progress", **asdict(progress)})

    def check(self) -> None:
        """Wait while the training is paused; raise `Cancelled` when it is to end."""
        if not self._may_go_on.is_set():
            self.report(Progress(0, 0, "paused"))
            self._may_go_on.wait()
        if self._is_cancelled:
            raise Cancelled

    def obey(self, words: Iterable[str]) -> None:
        """Do what the parent says, until it says no more: then it is gone, and this has to end."""
        for word in words:
            self.obey_one(word.strip())
        self.obey_one("cancel")

    def obey_one(self, word: str) -> None:
        """Do as ``pause``, ``resume`` or ``cancel`` says."""
        if word == "pause":
            self._may_go_on.clear()
            return
        self._is_cancelled |= word == "cancel"
        self._may_go_on.set()


def main(run_folder: Path, ctx: LineContext) -> int:
    """Train what ``request.json`` of the run folder says; 0 when it went well."""
    try:
        plain = json.loads((run_folder / REQUEST_FILE).read_text(encoding="utf-8"))
        request = _request(plain)
        around = Surroundings(
            decode=read_radiograph,
            render_card=render_model_card,
            keep_predictions=partial(_keep_predictions, run_folder, request.folder),
            ctx=ctx,
        )
        record = _kept(train(request, around), run_folder)
        shutil.rmtree(request.checkpoint_folder, ignore_errors=True)
    except Cancelled:
        ctx.send({"kind": "cancelled"})
        return _CANCELLED
    except LungDeskError as error:
        ctx.send(error_line(error))
        return 1
    except Exception as error:  # noqa: BLE001 - the process ends here; the parent is told why
        _log.exception("the training failed")
        ctx.send(error_line(unexpected(error)))
        return 1
    ctx.send({"kind": "result", "result": record})
    return 0


def _request(plain: dict[str, Any]) -> TrainRequest:
    names = ("folder", "bundle_folder", "checkpoint_folder", "cache_folder")
    folders = {name: Path(plain[name]) for name in names}
    return TrainRequest(**{**plain, **folders, "recipe": recipe_of(plain["recipe"])})


def _keep_predictions(
    run_folder: Path, data: Path, split: str, predictions: SplitPredictions, labels: LabelSet
) -> None:
    root = data if data.is_dir() else data.parent
    write_predictions(run_folder, split, predictions, labels, root)


def _kept(result: TrainResult, run_folder: Path) -> dict[str, Any]:
    """Write the history and the record of a training; the record comes back."""
    record = {
        "bundle_folder": result.bundle_folder.name,
        "metrics": result.metrics,
        "heads": list(result.heads),
        "phases": list(result.phases),
        "failures": [
            {"path": str(f.path), "code": f.code, "message": f.message} for f in result.failures
        ],
        "remarks": list(result.remarks),
        "seconds": result.seconds,
        **_about(result.bundle_folder),
    }
    write_text_atomically(run_folder / HISTORY_FILE, _history_csv(result))
    write_text_atomically(run_folder / RESULT_FILE, json.dumps(record, indent=2) + "\n")
    return record


def _about(bundle_folder: Path) -> dict[str, Any]:
    """What a comparison tells of a model even when its record is kept without the bundle."""
    bundle = load_bundle(bundle_folder)
    return {FACTS_KEY: asdict(facts_of_bundle(bundle)), "limits": list(bundle.manifest.limits)}


def _history_csv(result: TrainResult) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(result.history[0]))
    writer.writeheader()
    writer.writerows(result.history)
    return text.getvalue()


def error_line(error: LungDeskError) -> dict[str, Any]:
    """The line by which a child says what is wrong."""
    return {
        "kind": "error",
        "message": error.message,
        "hint": error.hint,
        "code": str(error.code),
    }


def _run(run_folder: Path) -> int:
    logging.basicConfig(level=logging.INFO)
    # Libraries that write to standard output must not disturb the protocol.
    protocol, sys.stdout = sys.stdout, sys.stderr
    ctx = LineContext(protocol)
    threading.Thread(target=ctx.obey, args=(sys.stdin,), name="lungdesk-words", daemon=True).start()
    return main(run_folder, ctx)


if __name__ == "__main__":
    sys.exit(_run(Path(sys.argv[1])))
