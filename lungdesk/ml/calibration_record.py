"""Calibration and outlier limits as they stand in a manifest, bound to one network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from lungdesk.core.assessment import Calibration

#: Name among the figures of a split: `lungdesk.ml.calibrating.PEAK_SHARE` of its films have no
#: value above it in the heatmap of any class.
MAP_PEAK = "map_peak"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OutlierLimits(_Record):
    """How far a film's features may lie from the reference.

    Attributes
    ----------
    doubtful, refused
        Distances; of an ensemble in units of the members' distances of refusal.
    reference_films, films
        How many films the reference was made of, and how many the limits were set on.
    """

    doubtful: float
    refused: float
    reference_films: int
    films: int


class CalibrationRecord(_Record):
    """What was chosen on films of known classes, and for which network.

    Attributes
    ----------
    network
        `network_digest` of the network that the numbers hold for.
    data, split
        Collection and part of it that they were chosen on.
    sensitivity
        Share of the films of each class that its threshold finds there.
    thresholds
        By label id; not of a class without films.
    coverage, set_limit, doubted_set_limit
        Of the prediction set; the last of readings in doubt, None where they were too few.
    films, groups
        How many films, and patients or groups, the thresholds and the set were chosen on; 0 groups
        where each film counted by itself.
    outlier
        None where there are no reference statistics.
    figures
        What the numbers came to on each split, as plain values; older records do not have the
        ``groups`` of each bin of the reliability.
    """

    network: str
    data: str
    split: str
    sensitivity: float
    thresholds: dict[str, float]
    coverage: float
    set_limit: float
    doubted_set_limit: float | None = None
    films: int
    groups: int = 0
    outlier: OutlierLimits | None = None
    figures: dict[str, dict[str, Any]] = {}

    @property
    def map_peak(self) -> float | None:
        """Value of a heatmap that few films exceed, in the units of the logits.

        None where it was not measured.
        """
        peak = self.figures.get(self.split, {}).get(MAP_PEAK)
        return float(peak) if isinstance(peak, int | float) and peak > 0 else None

    def calibration(self, labels: Sequence[str]) -> Calibration:
        """The numbers in the order of ``labels``; a class without films has no operating point."""
        thresholds = tuple(self.thresholds.get(label) for label in labels)
        return Calibration(thresholds, self.set_limit, self.coverage, self.doubted_set_limit)


def network_digest(
    files: Mapping[str, str], labels: Sequence[str], preprocess: Mapping[str, Any]
) -> str:
    """SHA-256 of all that decides a probability: network, head, classes, preparation.

    Name and card may change, and the calibration holds still.
    """
    decides = {"files": dict(files), "labels": list(labels), "preprocess": dict(preprocess)}
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()
