"""What `make run` leaves where there is no display: the readings as a JSON file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lungdesk import __version__
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.services.classification import ClassificationRequest, classify
from lungdesk.services.inference import FilmReader

_NOTICE = "For research use only, not for diagnosis."


def write_report(
    films: Sequence[Path], reader: FilmReader | None, target: Path, ctx: JobContext
) -> list[dict[str, Any]]:
    """Read the films, write one row for each (as ``classify --json``), and return the rows."""
    rows = [] if reader is None else list(classify(ClassificationRequest(films, reader), ctx))
    report = {"lungdesk": __version__, "notice": _NOTICE, "readings": rows}
    write_text_atomically(target, json.dumps(report, indent=2) + "\n")
    return rows
