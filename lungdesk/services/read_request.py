"""How a reader wants a film read, and what is asked about a reading."""

from __future__ import annotations

from dataclasses import dataclass

from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import SaliencyMap
from lungdesk.core.verdict import NO_CORRECTION, Correction


@dataclass(frozen=True, slots=True, eq=False)
class ReadRequest:
    """A film, what is to be done to it first, and whether to read it although it is refused.

    Attributes
    ----------
    is_mended
        Whether to do as well what mends it, where the gate offers something.
    """

    radiograph: Radiograph
    correction: Correction = NO_CORRECTION
    is_overridden: bool = False
    is_mended: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ExplainRequest:
    """Maps of all classes, of a film that was read after ``correction``.

    Attributes
    ----------
    method
        One of `lungdesk.services.explanation.METHODS`.
    """

    radiograph: Radiograph
    method: str
    correction: Correction = NO_CORRECTION


@dataclass(frozen=True, slots=True, eq=False)
class MapTest:
    """A map that is to be tested, of a film that was read after ``correction``."""

    radiograph: Radiograph
    saliency_map: SaliencyMap
    correction: Correction = NO_CORRECTION
