"""View and body part of a film: as text, or as the codes that DX objects have instead.

View Position is optional where there is a View Code Sequence (PS3.3 C.8.11.5), and Body Part
Examined where there is an Anatomic Region Sequence (C.8.11.2).
"""

from __future__ import annotations

from typing import Final

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

#: Views of PS3.16 CID 4010 that have a short word: codes of SNOMED CT and, before 2017, of SNOMED
#: RT. Of others the meaning says enough.
_SHORT: Final = {
    "399348003": "AP",
    "R-10206": "AP",
    "272479007": "PA",
    "R-10214": "PA",
    "R-40888": "PA",
    "399033003": "FRONTAL",
    "R-10202": "FRONTAL",
    "399067008": "LATERAL",
    "R-102CD": "LATERAL",
    "399173006": "LL",
    "R-10236": "LL",
    "399198007": "RL",
    "R-10232": "RL",
    "399182000": "OBLIQUE",
    "R-102C1": "OBLIQUE",
    "399135007": "LAO",
    "R-10220": "LAO",
    "399006002": "LPO",
    "R-10212": "LPO",
    "399356000": "RAO",
    "R-40985": "RAO",
    "399038007": "RPO",
    "R-10210": "RPO",
}


def coded_view(dataset: Dataset) -> str:
    """View of the View Code Sequence, ``AP`` or ``LL``, else its meaning; empty without one."""
    value, meaning = _code(dataset, "ViewCodeSequence")
    return _SHORT.get(value, meaning)


def coded_region(dataset: Dataset) -> str:
    """What the Anatomic Region Sequence says, ``CHEST``; empty without one."""
    return _code(dataset, "AnatomicRegionSequence")[1]


def _code(dataset: Dataset, keyword: str) -> tuple[str, str]:
    """Value and meaning, in capitals, of the first item; empty where there is none."""
    try:
        items = dataset.get(keyword)
        if not isinstance(items, Sequence) or not items:
            return "", ""
        value, meaning = (str(items[0].get(name) or "") for name in ("CodeValue", "CodeMeaning"))
    except (ValueError, TypeError, LookupError, AttributeError, NotImplementedError):
        return "", ""
    return value.strip().upper(), meaning.strip().upper()
