"""Views and body parts that a film states as codes, as DX objects do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from lungdesk.core.study import Instance
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import write_dicom


def coded(value: str | None, meaning: str | None, scheme: str = "SCT") -> Sequence:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return Sequence([item])


def instance(folder: Path, **elements: Any) -> Instance:
    return read_radiograph(write_dicom(folder / "film.dcm", **elements)).instance


@pytest.mark.parametrize(
    ("value", "scheme", "meaning", "view"),
    [
        ("399173006", "SCT", "left lateral", "LL"),
        ("R-10232", "SRT", "rechts lateral", "RL"),
        ("R-10214", "SRT", "postero-anterior", "PA"),
        ("399348003", "SCT", "antero-posterior", "AP"),
        ("399312000", "SCT", "antero-posterior oblique", "ANTERO-POSTERIOR OBLIQUE"),
        ("X1", "99ACME", "Lateral erect", "LATERAL ERECT"),
    ],
)
def test_the_view_code_says_what_view_position_leaves_open(
    tmp_path: Path, value: str, scheme: str, meaning: str, view: str
) -> None:
    codes = coded(value, meaning, scheme)

    assert instance(tmp_path, ViewCodeSequence=codes).view_position == view
    assert instance(tmp_path, ViewCodeSequence=codes, ViewPosition="").view_position == view


def test_what_is_stated_as_text_counts(tmp_path: Path) -> None:
    film = instance(
        tmp_path,
        ViewPosition="PA",
        ViewCodeSequence=coded("399173006", "left lateral"),
        BodyPartExamined="CHEST",
        AnatomicRegionSequence=coded("72696002", "Knee"),
    )

    assert (film.view_position, film.body_part) == ("PA", "CHEST")


def test_the_region_may_be_a_code(tmp_path: Path) -> None:
    film = instance(tmp_path, AnatomicRegionSequence=coded("72696002", "Knee"))

    assert film.body_part == "KNEE"


@pytest.mark.parametrize("codes", [Sequence(), coded(None, None), coded("", "")])
def test_empty_codes_say_nothing(tmp_path: Path, codes: Sequence) -> None:
    film = instance(tmp_path, ViewCodeSequence=codes, AnatomicRegionSequence=codes)

    assert (film.view_position, film.body_part) == ("", "")
