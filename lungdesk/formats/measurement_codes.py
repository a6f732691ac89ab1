"""The coded concepts of measurements: SNOMED CT, DCM and UCUM, and a few of LungDesk's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydicom.sr.coding import Code

from lungdesk.core.measurements import Quantity, Unit
from lungdesk.core.radiograph import SpacingSource

#: Coding scheme of what no public one has; private designators begin with 99 (PS3.3 8.2).
OWN_SCHEME: Final = "99LUNGDESK"
OWN_SCHEME_NAME: Final = "LungDesk measurements"


@dataclass(frozen=True, slots=True)
class Concept:
    """A quantity as TID 300 says it: its name, how it was derived, and of which part."""

    name: Code
    derivation: Code | None = None
    finding_site: Code | None = None


def _own(value: str, meaning: str) -> Code:
    return Code(value, OWN_SCHEME, meaning)


_PIXEL_VALUE: Final = _own("PIXEL_VALUE", "Pixel value")
_WIDTH: Final = Code("103355008", "SCT", "Width")

CONCEPTS: Final = {
    Quantity.LENGTH: Concept(Code("410668003", "SCT", "Length")),
    Quantity.ANGLE: Concept(Code("1483009", "SCT", "Angle")),
    Quantity.COBB_ANGLE: Concept(Code("285285000", "SCT", "Cobb angle")),
    Quantity.CARDIOTHORACIC_RATIO: Concept(_own("CTR", "Cardiothoracic ratio")),
    Quantity.HEART_WIDTH: Concept(_WIDTH, finding_site=Code("80891009", "SCT", "Heart")),
    Quantity.THORAX_WIDTH: Concept(
        _WIDTH, finding_site=Code("51185008", "SCT", "Thoracic structure")
    ),
    Quantity.AREA: Concept(Code("42798000", "SCT", "Area")),
    Quantity.PERIMETER: Concept(Code("131191004", "SCT", "Perimeter")),
    Quantity.MEAN: Concept(_PIXEL_VALUE, Code("373098007", "SCT", "Mean")),
    Quantity.STANDARD_DEVIATION: Concept(
        _PIXEL_VALUE, Code("386136009", "SCT", "Standard Deviation")
    ),
    Quantity.MINIMUM: Concept(_PIXEL_VALUE, Code("255605001", "SCT", "Minimum")),
    Quantity.MAXIMUM: Concept(_PIXEL_VALUE, Code("56851009", "SCT", "Maximum")),
    Quantity.PIXEL_VALUE: Concept(_PIXEL_VALUE),
    Quantity.REFERENCE_LENGTH: Concept(_own("REFERENCE_LENGTH", "Reference length")),
}

#: An annotation of UCUM says what is counted: there is no unit for pixels.
UNITS: Final = {
    Unit.MM: Code("mm", "UCUM", "millimeter"),
    Unit.MM2: Code("mm2", "UCUM", "square millimeter"),
    Unit.PX: Code("{pixels}", "UCUM", "pixels"),
    Unit.PX2: Code("{square_pixels}", "UCUM", "square pixels"),
    Unit.DEGREE: Code("deg", "UCUM", "degree"),
    Unit.RATIO: Code("{ratio}", "UCUM", "ratio"),
    Unit.NONE: Code("1", "UCUM", "no units"),
}

#: Where millimetres come from, as the method of a measurement.
METHODS: Final = {
    SpacingSource.CALIBRATED: _own("SPACING_CALIBRATED", "Pixel spacing calibrated"),
    SpacingSource.AT_DETECTOR: _own("SPACING_DETECTOR", "Pixel spacing at detector"),
    SpacingSource.MAGNIFICATION: _own("SPACING_MAGNIFIED", "Pixel spacing by magnification factor"),
    SpacingSource.UNCALIBRATED: _own("SPACING_STATED", "Pixel spacing as stated, not calibrated"),
    SpacingSource.CALIBRATED_BY_USER: _own("SPACING_USER", "Pixel spacing calibrated by user"),
}

#: Concept names of the content items that a report is read by.
IMAGING_MEASUREMENTS: Final = Code("126010", "DCM", "Imaging Measurements")
MEASUREMENT_GROUP: Final = Code("125007", "DCM", "Measurement Group")
TRACKING_IDENTIFIER: Final = Code("112039", "DCM", "Tracking Identifier")
TRACKING_UID: Final = Code("112040", "DCM", "Tracking Unique Identifier")
IMAGE_REGION: Final = Code("111030", "DCM", "Image Region")
METHOD: Final = Code("370129005", "SCT", "Measurement Method")
DERIVATION: Final = Code("121401", "DCM", "Derivation")
FINDING_SITE: Final = Code("363698007", "SCT", "Finding Site")
IMAGING_PROCEDURE: Final = Code("363679005", "SCT", "Imaging procedure")
