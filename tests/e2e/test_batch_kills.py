"""A batch killed at moments of its whole duration ends with the rows of an undisturbed one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.batch_kills import Kills
from tests.e2e.conftest import Program
from tests.unit.services.batch_films import write_batch_films

MOMENTS, SEED = 5, 0


@pytest.mark.slow
def test_wherever_it_is_killed_it_goes_on_to_the_same_rows(
    lungdesk: Program, tmp_path: Path
) -> None:
    kills = Kills(lungdesk, write_batch_films(tmp_path / "data", 16))

    done = list(kills.at(MOMENTS, SEED))

    assert [kill.is_same for kill in done] == [True] * MOMENTS
    paths = [row["path"] for row in kills.rows]
    assert len(set(paths)) == len(paths)
    # The last one may have ended by itself: no two runs take the very same time.
    assert all(kill.was_killed for kill in done[:-1])
    assert done[0].rows_before == 0
