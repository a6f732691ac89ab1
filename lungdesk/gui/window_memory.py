"""What the window remembers of its own arrangement."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class WindowMemory:
    """Where the dividers stood (base64) and which panels were shown."""

    splitter: str = ""
    shows_studies: bool = True
    shows_findings: bool = True

    def packed(self) -> str:
        """One opaque text for the settings."""
        return base64.b64encode(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """What was packed; the defaults where the text is none of ours."""
        try:
            parts = json.loads(base64.b64decode(text.encode()))
            splitter, studies, findings = (
                parts[name] for name in ("splitter", "shows_studies", "shows_findings")
            )
        except (ValueError, KeyError, TypeError):
            return cls()
        return cls(str(splitter), bool(studies), bool(findings))
