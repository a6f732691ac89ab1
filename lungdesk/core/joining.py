"""Which names belong together, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

_Name = TypeVar("_Name", str, tuple[int, str])


def joined(names: Iterable[_Name], pairs: Iterable[tuple[_Name, _Name]]) -> dict[_Name, _Name]:
    """Of each name the least that it is joined with through ``pairs``: itself where with none.

    Union-find; both names of a pair have to be among ``names``.
    """
    parent = {name: name for name in names}

    def root(name: _Name) -> _Name:
        while parent[name] != name:
            parent[name] = name = parent[parent[name]]
        return name

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return {name: root(name) for name in parent}
