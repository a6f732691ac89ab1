"""Files that are damaged anywhere: one byte is another one, and some end there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

#: The same damages each time, so that a failure can be had again.
same_damages: Final = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True, slots=True)
class Damage:
    """What becomes of a file; ``share`` of it lies before the byte that is altered."""

    share: float
    flip: int
    is_cut: bool

    def of(self, content: bytes) -> bytes:
        """A file's content with this damage."""
        at = int(self.share * len(content))
        altered = bytearray(content)
        altered[at] ^= self.flip
        return bytes(altered[:at] if self.is_cut else altered)


def damages(least_share: float = 0) -> st.SearchStrategy[Damage]:
    """Any damage that leaves at least so much of the beginning as it is."""
    share = st.floats(least_share, 1, exclude_max=True)
    return st.builds(Damage, share, st.integers(1, 255), st.booleans())
