"""Says in words what the controls found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lungdesk.core.labels import LabelSet
from lungdesk.ml.audit.findings import Finding, FindingKind, Severity, percent
from lungdesk.ml.audit.shortcuts import ControlResult, SourceResult

#: Part of the way from chance to perfection that a control has to go to be notable or serious.
_NOTABLE, _SERIOUS = 0.15, 0.5
#: A class is given away when so many more of its films than of the others are taken for it.
_GIVEN_AWAY = 0.6
#: A transfer is poor when some source that was left out keeps less than this part of the way.
_KEPT = 0.5


@dataclass(frozen=True, slots=True)
class _Words:
    sees: str
    reason: str
    worst: Severity


_WORDS = {
    "borders": _Words(
        "only the outermost 6 % of each film",
        "There is no lung at the border: letters, collimation and the machine give the class away.",
        Severity.SERIOUS,
    ),
    "without_lungs": _Words(
        "each film with the lungs' middle blacked out",
        "Without the lungs there is little disease to see: posture, age and machine give the class"
        " away.",
        Severity.SERIOUS,
    ),
    "file_traits": _Words(
        "no film at all, only its size, shape, brightness and file",
        "How a film was saved is no sign of a disease.",
        Severity.SERIOUS,
    ),
    "thumbnail": _Words(
        "each film as 16 x 16 points",
        "No fine sign of a disease survives in 256 points: a network has to do clearly better than"
        " this to have learnt more than posture, age and machine.",
        Severity.WARNING,
    ),
}
_ADVICE = (
    "Do not take figures from these splits for diagnostic performance. Measure on hospitals that"
    " are not in the data, and collect every class in every hospital."
)


def control_findings(labels: LabelSet, results: Sequence[ControlResult]) -> tuple[Finding, ...]:
    """A finding for each control that is surely better than chance, or gives one class away."""
    findings = []
    for result in results:
        gives_away = result.recall - result.false_alarms >= _GIVEN_AWAY
        if not (gives_away or _way(result.interval[0], result.chance) >= _NOTABLE):
            continue
        words = _WORDS[result.control]
        is_bad = gives_away or _way(result.balanced_accuracy, result.chance) >= _SERIOUS
        findings.append(
            Finding(
                FindingKind.SHORTCUT,
                words.worst if is_bad else Severity.WARNING,
                _sentence(words.sees, result, labels),
                reason=words.reason,
                advice=_ADVICE,
            )
        )
    return tuple(findings)


def transfer_findings(
    controls: Sequence[ControlResult], transfer: Sequence[SourceResult]
) -> tuple[Finding, ...]:
    """Whether the thumbnail's model fails in sources it has not seen."""
    inside = next((c for c in controls if c.control == "thumbnail"), None)
    if inside is None or not transfer:
        return ()
    kept = min(_way(t.balanced_accuracy, t.chance) for t in transfer)
    here = _way(inside.interval[0], inside.chance)
    if not here >= _NOTABLE or kept >= _KEPT * here:
        return ()
    rows = "; ".join(
        f"{t.source} {percent(t.balanced_accuracy)} (chance {percent(t.chance)}, {t.n} films)"
        for t in transfer
    )
    return (
        Finding(
            FindingKind.SOURCE_TRANSFER,
            Severity.WARNING,
            "Trained on all sources but one and measured on that one, the 16 x 16 model fails in"
            f" some (accuracy balanced over the classes there): {rows}. In sources it knows it"
            f" reaches {percent(inside.balanced_accuracy)} (chance {percent(inside.chance)}).",
            reason="It has learnt the sources and not the diseases; a network can do the same.",
            advice="Judge a model by sources that it was not trained on.",
        ),
    )


def _sentence(sees: str, result: ControlResult, labels: LabelSet) -> str:
    name = labels.names[labels.index(result.class_id)]
    low, high = (percent(bound) if math.isfinite(bound) else "–" for bound in result.interval)
    return (
        f"A small model that sees {sees} names the right class of {percent(result.accuracy)} of"
        f" {result.n} {_films_of(result)}; always naming the commonest class is right for"
        f" {percent(result.majority)}. Balanced over the classes:"
        f" {percent(result.balanced_accuracy)} (95 % interval {low} to {high}), by chance"
        f" {percent(result.chance)}. It finds {percent(result.recall)} of the {name} films"
        f" and takes {percent(result.false_alarms)} of the others for it."
    )


def _way(score: float, chance: float) -> float:
    """Part of the way from chance to perfection."""
    return (score - chance) / (1 - chance)


def _films_of(result: ControlResult) -> str:
    if result.measured_on == "cross-validation":
        return "films (cross-validated, groups kept whole)"
    return f"{result.measured_on} films"
