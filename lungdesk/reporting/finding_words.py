"""What stands behind the bar of a class."""

from __future__ import annotations

from lungdesk.core.words import percent
from lungdesk.reporting.document import Finding


def remarks(finding: Finding) -> str:
    """Operating point and interval in words; nothing where there are none."""
    words = []
    if finding.operating_point is not None:
        is_above = finding.probability >= finding.operating_point
        sign = "≥" if is_above else "<"
        words.append(f"{sign} operating point {percent(finding.operating_point)}")
    if finding.interval is not None:
        low, high = finding.interval
        words.append(f"95 % interval {100 * low:.0f} – {100 * high:.0f} %")
    return "; ".join(words)
