"""Earlier films of a patient, asked of the file itself.

A film on the screen must not wait until SQLAlchemy is loaded, which takes several times as long as
the answer; who only looks takes no lock of LungDesk's and brings no file up to date. SQLite may
leave its ``-wal`` and ``-shm`` beside the file, as whenever one is read.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from lungdesk.services.workspace.sqlite_paths import is_empty, path_told, uri_to_look

#: Enough of those that hang beside another one: a made-up patient's ID may stand for thousands.
_MOST: Final = 32
#: Readers never wait for the writer, but where a file is made anew.
_PATIENCE_S: Final = 1.0
_QUERY: Final = """
    SELECT films.path FROM films JOIN studies ON studies.id = films.study_id
    WHERE studies.patient_id = ? AND studies.study_date != '' AND studies.study_date < ?
    AND NOT films.is_replaced
    ORDER BY studies.study_date DESC, films.id LIMIT ?
"""


def earlier_films(workspace: Path, patient_id: str, before: str) -> tuple[Path, ...]:
    """Where films of a patient's studies before a date have been seen last, the latest first.

    None where there is no workspace, nor where it cannot be read: whoever works with it says why.
    """
    if is_empty(workspace):
        return ()  # SQLite would drop the journal of one that is lost
    try:
        uri = uri_to_look(workspace)
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE_S)) as connection:
            rows = connection.execute(_QUERY, (patient_id, before, _MOST)).fetchall()
    except (sqlite3.Error, OSError, UnicodeError):  # no workspace holds an ID that is no text
        return ()
    return tuple(Path(path_told(path)) for (path,) in rows)
