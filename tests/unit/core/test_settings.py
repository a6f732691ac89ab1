from __future__ import annotations

import pytest

from lungdesk.core.imaging.colormaps import DEFAULT_COLORMAP
from lungdesk.core.settings import Settings


@pytest.mark.parametrize("opacity", [-0.01, 1.01, float("nan"), float("inf")])
def test_an_opacity_out_of_range_is_refused(opacity: float) -> None:
    with pytest.raises(ValueError, match="opacity"):
        Settings(heatmap_opacity=opacity)


def test_the_first_session_reads_with_the_shipped_model_and_shows_no_heat() -> None:
    settings = Settings()

    assert (settings.model_id, settings.recent_paths, settings.is_heatmap_shown) == ("", (), False)
    assert settings.heatmap_colormap == DEFAULT_COLORMAP
