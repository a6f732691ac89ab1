"""What stands behind the bar of a class."""

from __future__ import annotations

from lungdesk.core.language import Language
from lungdesk.core.report import ClassReading
from lungdesk.core.words import percent


def remarks(reading: ClassReading, language: Language) -> str:
    """Operating point, and how often the model was right where it was as sure, in words."""
    tr, words = language.tr, []
    if reading.operating_point is not None:
        sign = "≥" if reading.probability >= reading.operating_point else "<"
        share = percent(reading.operating_point)
        words.append(tr("{sign} operating point {share}", sign=sign, share=share))
    if reading.interval is not None:
        low, high = 100 * reading.interval.low, 100 * reading.interval.high
        words.append(tr("right in {low:.0f} – {high:.0f} % of such films", low=low, high=high))
    return "; ".join(words)
