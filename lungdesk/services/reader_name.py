"""What the person who reads is called, unless they say otherwise."""

from __future__ import annotations

import getpass


def system_reader() -> str:
    """Name that the user is logged in with; empty where the system does not say."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no variable says it, nor the list of users
        return ""
