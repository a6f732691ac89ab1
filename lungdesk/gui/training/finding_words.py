"""Findings of an audit and what can be done about them, in a few words each."""

from __future__ import annotations

from typing import Final

from lungdesk.gui.translation import grouped, told, tr
from lungdesk.ml.audit.findings import Finding, FindingKind, Severity
from lungdesk.services.training.data_fixes import Fix

TITLES: Final = {
    FindingKind.SPLIT_MISSING: tr("A part of the split is missing"),
    FindingKind.CLASS_MISSING: tr("A class is missing in a part"),
    FindingKind.CLASS_SMALL: tr("Few films of a class"),
    FindingKind.GROUP_ACROSS_SPLITS: tr("Patients in two parts of the split"),
    FindingKind.IDENTICAL_ACROSS_SPLITS: tr("Copies in two parts of the split"),
    FindingKind.IDENTICAL_TWO_LABELS: tr("Copies with two classes"),
    FindingKind.IDENTICAL: tr("Copies of one file"),
    FindingKind.UNREADABLE: tr("Films that cannot be read"),
    FindingKind.BLANK: tr("Films without a picture"),
    FindingKind.NOT_FRONTAL: tr("No frontal chest films by their header"),
    FindingKind.SMALL_FILMS: tr("Small films"),
    FindingKind.MIXED_MODES: tr("Films saved in different ways"),
    FindingKind.ALIKE_ACROSS_SPLITS: tr("The same exposure in two parts of the split"),
    FindingKind.ALIKE_TWO_LABELS: tr("The same exposure with two classes"),
    FindingKind.ALIKE: tr("The same exposure twice"),
    FindingKind.SOURCE_CONFOUNDED: tr("Class goes with the hospital"),
    FindingKind.TRAIT_CONFOUNDED: tr("Class goes with how films were saved"),
    FindingKind.SHORTCUT: tr("Class can be told without the disease"),
    FindingKind.SOURCE_TRANSFER: tr("Does not hold in another hospital"),
    FindingKind.SOURCES_UNUSED: tr("The recipe asks for more hospitals"),
    FindingKind.LIMIT: tr("What these films cannot show"),
}

SEVERITIES: Final = {
    Severity.SERIOUS: (tr("Serious"), "refusal"),
    Severity.WARNING: (tr("Warning"), "doubt"),
    Severity.INFO: (tr("Note"), "muted"),
}

#: Words on the button, and what it does.
FIXES: Final = {
    Fix.DROP_COPIES: (tr("Drop duplicates"), tr("Keep one film of each; those to measure on stay")),
    Fix.LEAVE_OUT: (tr("Leave these films out"), tr("Do not train or measure on any of them")),
    Fix.KEEP_TOGETHER: (tr("Keep groups whole"), tr("Never part them; splits anew where needed")),
    Fix.SPLIT_ANEW: (tr("Split anew"), tr("Divide the films so that no patient is parted")),
    Fix.EXCLUDE_SOURCE: (
        tr("Exclude a source…"),
        tr("Leave out all films of a hospital or collection"),
    ),
}


#: Advice for the window, where that of the audit speaks of files to be written.
_ADVICE: Final = {
    FindingKind.SPLIT_MISSING: tr("Split anew: LungDesk then makes all parts."),
    FindingKind.GROUP_ACROSS_SPLITS: tr("Split anew: no patient is parted then."),
    FindingKind.IDENTICAL_ACROSS_SPLITS: tr(
        "Look at the pairs. Drop one film of each, or keep both in one part."
    ),
    FindingKind.IDENTICAL: tr("Keep one film of each pair, or keep both in one part."),
}
_ADVICE[FindingKind.ALIKE_ACROSS_SPLITS] = _ADVICE[FindingKind.IDENTICAL_ACROSS_SPLITS]
_ADVICE[FindingKind.ALIKE] = _ADVICE[FindingKind.IDENTICAL]


def why(finding: Finding) -> str:
    """Why a finding matters and what to do about it."""
    advice = _ADVICE.get(finding.kind, finding.advice)
    return " ".join(part for part in (told(finding.reason), told(advice)) if part)


def row_words(finding: Finding) -> str:
    """A finding in a row of the list: what it is and of how many films, else its own sentence.

    Several of a kind differ in their sentences alone, by the class they begin with.
    """
    counted = count_words(finding)
    return f"{TITLES[finding.kind]} · {counted}" if counted else told(finding.sentence).rstrip(".")


def count_words(finding: Finding) -> str:
    """``7 pairs``, ``133 films``, or nothing where no films are concerned."""
    number = len(finding.paths)
    if not number:
        return ""
    one, many = (tr("pair"), tr("pairs")) if finding.partners else (tr("film"), tr("films"))
    return f"{grouped(number)} {one if number == 1 else many}"
