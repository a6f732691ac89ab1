from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lungdesk.formats.jpeg_quality import jpeg_quality


@pytest.fixture
def picture() -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 255, (32, 48), np.uint8))


@pytest.mark.parametrize("quality", [5, 25, 49, 50, 75, 84, 95, 100])
def test_it_is_what_the_file_was_saved_with(
    tmp_path: Path, picture: Image.Image, quality: int
) -> None:
    picture.save(tmp_path / "a.jpg", quality=quality)
    picture.convert("RGB").save(tmp_path / "b.jpg", quality=quality, progressive=True)

    assert jpeg_quality(tmp_path / "a.jpg") == quality
    assert jpeg_quality(tmp_path / "b.jpg") == quality


def test_other_files_have_none(tmp_path: Path, picture: Image.Image) -> None:
    picture.save(tmp_path / "jpeg_by_name_only.jpg", format="PNG")

    assert jpeg_quality(tmp_path / "jpeg_by_name_only.jpg") is None
