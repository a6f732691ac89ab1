from pathlib import Path

import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.formats.dicom_tags import TagRow
from lungdesk.services.cine import DEFAULT_RATE, frame_rate, stated_rate
from lungdesk.services.tags import TagsRequest


def rows(*stated: tuple[str, str], depth: int = 0) -> tuple[TagRow, ...]:
    return tuple(TagRow(depth, "(0018,0000)", "DS", word, word, value) for word, value in stated)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ((), DEFAULT_RATE),
        ((("FrameTime", "40"),), 25.0),
        ((("CineRate", "15"),), 15.0),
        ((("RecommendedDisplayFrameRate", "30"),), 30.0),
        ((("FrameTime", "40"), ("CineRate", "15")), 15.0),
        ((("CineRate", "15"), ("RecommendedDisplayFrameRate", "30")), 30.0),
        ((("CineRate", "0"), ("FrameTime", "50")), 20.0),
        ((("FrameTime", "0"),), DEFAULT_RATE),
        ((("FrameTime", "-40"),), DEFAULT_RATE),
        ((("FrameTime", ""),), DEFAULT_RATE),
        ((("FrameTime", "fast"),), DEFAULT_RATE),
        ((("CineRate", "nan"),), DEFAULT_RATE),
        ((("CineRate", "inf"),), DEFAULT_RATE),
        ((("CineRate", "5000"),), 60.0),
        ((("FrameTime", "60000"),), 0.5),
    ],
)
def test_the_rate_is_the_first_that_is_stated_within_bounds(
    stated: tuple[tuple[str, str], ...], expected: float
) -> None:
    assert stated_rate(rows(*stated)) == expected


def test_what_a_sequence_states_is_not_said_of_the_film() -> None:
    assert stated_rate(rows(("FrameTime", "40"), depth=2)) == DEFAULT_RATE


def test_a_film_that_is_no_dicom_file_has_the_default_rate(tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n and so on")
    assert frame_rate(TagsRequest(path), NullContext()) == DEFAULT_RATE
