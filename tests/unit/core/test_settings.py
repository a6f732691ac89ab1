from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.colormaps import DEFAULT_COLORMAP
from lungdesk.core.settings import RECENT_LIMIT, Settings
from tests.unit.core.imaging.films import unhurried

paths = st.lists(st.sampled_from([f"/films/{n}" for n in range(15)]), max_size=40)


@unhurried
@given(paths)
def test_recent_paths_are_distinct_and_the_latest_comes_first(opened: list[str]) -> None:
    settings = Settings()
    for path in opened:
        settings = Settings(recent_paths=settings.with_recent(path))

    latest_first = list(dict.fromkeys(reversed(opened)))
    assert list(settings.recent_paths) == latest_first[:RECENT_LIMIT]


@pytest.mark.parametrize("opacity", [-0.01, 1.01, float("nan"), float("inf")])
def test_an_opacity_out_of_range_is_refused(opacity: float) -> None:
    with pytest.raises(ValueError, match="opacity"):
        Settings(heatmap_opacity=opacity)


def test_the_first_session_reads_with_the_shipped_model_and_shows_no_heat() -> None:
    settings = Settings()

    assert (settings.model_id, settings.recent_paths, settings.is_heatmap_shown) == ("", (), False)
    assert settings.heatmap_colormap == DEFAULT_COLORMAP
