"""How far a study is, and how the reading of its film ended."""

from __future__ import annotations

from enum import StrEnum


class StudyStatus(StrEnum):
    """How far people are with a study."""

    UNREAD = "unread"
    IN_PROGRESS = "in_progress"
    TO_DISCUSS = "to_discuss"
    READ = "read"


class FilmState(StrEnum):
    """How the model's reading of a film ended: the words of ``status`` in a table of results."""

    OK = "ok"
    REFUSED = "refused"
    FAILED = "failed"
