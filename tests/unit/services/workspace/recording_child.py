"""Records films without end; says the number of each once it is kept. ``FOLDER [COUNT]``."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from lungdesk.core.jobs import NullContext
from lungdesk.services.workspace.requests import RecordRequest
from tests.unit.services.workspace.readings import desk_in, reading


def main() -> None:
    desk = desk_in(Path(sys.argv[1]))
    numbers = range(int(sys.argv[2])) if len(sys.argv) > 2 else itertools.count()
    for number in numbers:
        desk.record(RecordRequest(reading(f"film-{number}.dcm")), NullContext())
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
    sys.stdin.read()  # keeps it open until told to end


if __name__ == "__main__":
    main()
