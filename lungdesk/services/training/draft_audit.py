"""The audit of what was chosen for a training, kept beside the choice that it looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.core.json_text import parsed
from lungdesk.core.report import ReportStyle
from lungdesk.ml.audit.findings import Finding, FindingKind, Severity
from lungdesk.services.training.data import write_selection
from lungdesk.services.training.draft import TrainingDraft
from lungdesk.services.training.draft_store import DraftStore

_FOLDER = "audit"
_REPORT = "audit.json"
#: Beside a report: what the user had chosen, as `DataChoice.source`.
_SOURCE = "source.txt"


@dataclass(frozen=True, slots=True)
class DraftAudit:
    """What an audit has found.

    Attributes
    ----------
    choice
        Name of the choice of data that it looked at; see `choice_of`.
    findings
        The most serious first.
    """

    choice: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DraftAuditRequest:
    """Which draft, where drafts are, and whose letterhead the page on it has."""

    draft: TrainingDraft
    store: DraftStore
    style: ReportStyle = field(default_factory=ReportStyle)


def choice_of(draft: TrainingDraft, store: DraftStore) -> str:
    """Name of what is chosen of the data now: another one as soon as anything is changed."""
    return store.choice_folder(draft, draft.data).name


def run_audit(request: DraftAuditRequest, ctx: JobContext) -> DraftAudit:
    """Look at the films that are chosen, and keep what was found.

    Raises
    ------
    LungDeskError
        As `write_selection` and `lungdesk.services.dataset_audit.audit`.
    """
    # Whoever only prepares a training does not wait for what measures shortcuts.
    from lungdesk.services.dataset_audit import AuditRequest, audit  # noqa: PLC0415

    draft, store = request.draft, request.store
    location = write_selection(draft, store, ctx)
    label_map = draft.data.label_map if draft.data.is_as_it_lies else {}
    out = store.choice_folder(draft, draft.data) / _FOLDER
    report = audit(AuditRequest(location, label_map, out, request.style), ctx)
    write_text_atomically(out / _SOURCE, _source_text(draft))
    return DraftAudit(choice_of(draft, store), _findings(report))


def kept_audit(request: DraftAuditRequest, _ctx: JobContext) -> DraftAudit | None:
    """The audit of what is chosen now, else the last one of the same source; None without any."""
    draft, store = request.draft, request.store
    now = store.choice_folder(draft, draft.data) / _FOLDER / _REPORT
    found = [
        (path.stat().st_mtime_ns, path)
        for path in now.parents[2].glob(f"*/{_FOLDER}/{_REPORT}")
        if _source_beside(path) in ("", _source_text(draft))
    ]
    paths = [now] if now.is_file() else [path for _, path in sorted(found, reverse=True)]
    for path in paths[:1]:
        try:
            report = parsed(path.read_text(encoding="utf-8"))
            return DraftAudit(path.parents[1].name, _findings(report))
        except (OSError, ValueError, KeyError, TypeError):
            return None  # it can be made again
    return None


def _source_text(draft: TrainingDraft) -> str:
    return f"{draft.data.source}\n"


def _source_beside(report: Path) -> str:
    """What was audited; empty for a report that says nothing of it, as older ones do."""
    try:
        return report.with_name(_SOURCE).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _findings(report: dict[str, Any]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            FindingKind(issue["kind"]),
            Severity(issue["severity"]),
            issue["sentence"],
            issue["reason"],
            issue["advice"],
            tuple(Path(path) for path in issue["paths"]),
            tuple(Path(path) for path in issue["partners"]),
        )
        for issue in report["issues"]
    )
