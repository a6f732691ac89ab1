"""Findings of an audit and what can be done about them, in a few words each."""

from __future__ import annotations

from typing import Final

from lungdesk.ml.audit.findings import Finding, FindingKind, Severity
from lungdesk.services.data_fixes import Fix

TITLES: Final = {
    FindingKind.SPLIT_MISSING: "A part of the split is missing",
    FindingKind.CLASS_MISSING: "A class is missing in a part",
    FindingKind.CLASS_SMALL: "Few films of a class",
    FindingKind.GROUP_ACROSS_SPLITS: "Patients in two parts of the split",
    FindingKind.IDENTICAL_ACROSS_SPLITS: "Copies in two parts of the split",
    FindingKind.IDENTICAL_TWO_LABELS: "Copies with two classes",
    FindingKind.IDENTICAL: "Copies of one file",
    FindingKind.UNREADABLE: "Films that cannot be read",
    FindingKind.BLANK: "Films without a picture",
    FindingKind.SMALL_FILMS: "Small films",
    FindingKind.MIXED_MODES: "Colour and grey films",
    FindingKind.ALIKE_ACROSS_SPLITS: "The same exposure in two parts of the split",
    FindingKind.ALIKE_TWO_LABELS: "The same exposure with two classes",
    FindingKind.ALIKE: "The same exposure twice",
    FindingKind.SOURCE_CONFOUNDED: "Class goes with the hospital",
    FindingKind.TRAIT_CONFOUNDED: "Class goes with how films were saved",
    FindingKind.SHORTCUT: "Class can be told without the disease",
    FindingKind.SOURCE_TRANSFER: "Does not hold in another hospital",
    FindingKind.LIMIT: "What these films cannot show",
}

SEVERITIES: Final = {
    Severity.SERIOUS: ("Serious", "refusal"),
    Severity.WARNING: ("Warning", "doubt"),
    Severity.INFO: ("Note", "muted"),
}

#: Words on the button, and what it does.
FIXES: Final = {
    Fix.DROP_COPIES: ("Drop duplicates", "Keep one film of each; those to measure on stay"),
    Fix.LEAVE_OUT: ("Leave these films out", "Do not train or measure on any of them"),
    Fix.KEEP_TOGETHER: ("Keep groups whole", "Never part them; splits anew where needed"),
    Fix.SPLIT_ANEW: ("Split anew", "Divide the films so that no patient is parted"),
    Fix.EXCLUDE_SOURCE: ("Exclude a source…", "Leave out all films of a hospital or collection"),
}


#: Advice for the window, where that of the audit speaks of files to be written.
_ADVICE: Final = {
    FindingKind.SPLIT_MISSING: "Split anew: LungDesk then makes all parts.",
    FindingKind.GROUP_ACROSS_SPLITS: "Split anew: no patient is parted then.",
    FindingKind.IDENTICAL_ACROSS_SPLITS: "Look at the pairs. Drop one film of each, or keep both"
    " in one part.",
    FindingKind.IDENTICAL: "Keep one film of each pair, or keep both in one part.",
}
_ADVICE[FindingKind.ALIKE_ACROSS_SPLITS] = _ADVICE[FindingKind.IDENTICAL_ACROSS_SPLITS]
_ADVICE[FindingKind.ALIKE] = _ADVICE[FindingKind.IDENTICAL]


def why(finding: Finding) -> str:
    """Why a finding matters and what to do about it."""
    advice = _ADVICE.get(finding.kind, finding.advice)
    return " ".join(part for part in (finding.reason, advice) if part)


def what(finding: Finding) -> str:
    """How many films a finding concerns, else how its sentence begins."""
    return count_words(finding) or finding.sentence.removeprefix("A small model that sees ")


def count_words(finding: Finding) -> str:
    """``7 pairs``, ``133 films``, or nothing where no films are concerned."""
    number = len(finding.paths)
    if not number:
        return ""
    one, many = ("pair", "pairs") if finding.partners else ("film", "films")
    return f"{number:,} {one if number == 1 else many}"
