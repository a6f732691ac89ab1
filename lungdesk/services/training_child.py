"""The child process of a training: ``python -m lungdesk.services.training_child RUN``.

Speaks JSON lines on standard output; everything else goes to standard error.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import Progress
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.trainer import TrainRequest, TrainResult, train
from lungdesk.reporting.model_card import render_model_card
from lungdesk.services.job_runner import unexpected
from lungdesk.services.training import HISTORY_FILE, REQUEST_FILE, RESULT_FILE

_log = logging.getLogger(__name__)


class _LineContext:
    """Job context that writes progress as JSON lines; cancelling is done by ending the process."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def send(self, message: dict[str, Any]) -> None:
        self._stream.write(json.dumps(message) + "\n")
        self._stream.flush()

    def report(self, progress: Progress) -> None:
        self.send({"kind": "progress", **asdict(progress)})

    def check(self) -> None:
        """Nothing to look at: the parent ends this process instead."""


def main(run_folder: Path, stream: TextIO) -> int:
    """Train what ``request.json`` of the run folder says; 0 when it went well."""
    ctx = _LineContext(stream)
    try:
        plain = json.loads((run_folder / REQUEST_FILE).read_text(encoding="utf-8"))
        result = train(
            _request(plain), decode=read_radiograph, render_card=render_model_card, ctx=ctx
        )
        record = _record(result)
        write_text_atomically(run_folder / HISTORY_FILE, _history_csv(result))
        write_text_atomically(run_folder / RESULT_FILE, json.dumps(record, indent=2) + "\n")
    except LungDeskError as error:
        ctx.send(_error(error))
        return 1
    except Exception as error:  # noqa: BLE001 - the process ends here; the parent is told why
        _log.exception("the training failed")
        ctx.send(_error(unexpected(error)))
        return 1
    ctx.send({"kind": "result", "result": record})
    return 0


def _request(plain: dict[str, Any]) -> TrainRequest:
    folders = {name: Path(plain[name]) for name in ("folder", "bundle_folder", "cache_folder")}
    return TrainRequest(**{**plain, **folders})


def _record(result: TrainResult) -> dict[str, Any]:
    return {
        "bundle_folder": result.bundle_folder.name,
        "metrics": result.metrics,
        "heads": list(result.heads),
        "failures": [
            {"path": str(f.path), "code": f.code, "message": f.message} for f in result.failures
        ],
        "seconds": result.seconds,
    }


def _history_csv(result: TrainResult) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(result.history[0]))
    writer.writeheader()
    writer.writerows(result.history)
    return text.getvalue()


def _error(error: LungDeskError) -> dict[str, Any]:
    return {
        "kind": "error",
        "message": error.message,
        "hint": error.hint,
        "code": str(error.code),
    }


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    # Libraries that write to standard output must not disturb the protocol.
    protocol, sys.stdout = sys.stdout, sys.stderr
    sys.exit(main(Path(sys.argv[1]), protocol))
