"""Training films are found by what they hold, not by their names."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.ml.file_digests import file_digests
from lungdesk.services import known_films
from lungdesk.services.known_films import KnownFilms
from lungdesk.services.training.draft import DataChoice
from lungdesk.services.training.draft_store import DraftStore
from tests.unit.services.fakes import Listener

CTX = NullContext()


def id_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """A training folder with two films, which a draft names."""
    for number, label in enumerate(("normal", "covid19")):
        folder = tmp_path / "films" / label
        folder.mkdir(parents=True)
        (folder / f"{number}.png").write_bytes(label.encode())
    store = DraftStore(tmp_path / "trainings")
    location = tmp_path / "films"
    store.save(replace(store.new(), data=DataChoice(location, location)), CTX)
    return location


def known_in(tmp_path: Path) -> KnownFilms:
    return KnownFilms(DraftStore(tmp_path / "trainings"), tmp_path / "cache" / "known.json")


def test_films_are_found_by_content(films: Path, tmp_path: Path) -> None:
    found = known_in(tmp_path).find((id_of(b"covid19"), id_of(b"elsewhere")), CTX)

    assert found == {id_of(b"covid19"): films / "covid19" / "1.png"}


def test_what_was_hashed_is_not_read_again(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_in(tmp_path).find((id_of(b"covid19"),), CTX)
    hashed: list[Path] = []

    def counted(paths: list[Path]) -> list[str]:
        hashed.extend(paths)
        return file_digests(paths)

    monkeypatch.setattr(known_films, "file_digests", counted)
    assert known_in(tmp_path).find((id_of(b"covid19"),), CTX)
    assert hashed == []

    changed = films / "covid19" / "1.png"
    changed.write_bytes(b"another")
    os.utime(changed, ns=(1, 1))
    assert known_in(tmp_path).find((id_of(b"another"),), CTX) == {id_of(b"another"): changed}
    assert hashed == [changed]


@pytest.mark.parametrize("memory", ["", "[]", json.dumps({"a": 3}), json.dumps({"a": [1, 2]})])
def test_a_damaged_memory_is_made_anew(films: Path, tmp_path: Path, memory: str) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "known.json").write_text(memory)

    assert known_in(tmp_path).find((id_of(b"normal"),), CTX)
    assert len(json.loads((tmp_path / "cache" / "known.json").read_text())) == 2


def test_a_folder_that_has_gone_is_no_error(films: Path, tmp_path: Path) -> None:
    films.rename(tmp_path / "elsewhere")

    assert known_in(tmp_path).find((id_of(b"normal"),), CTX) == {}


def test_without_trainings_nothing_is_found(tmp_path: Path) -> None:
    assert known_in(tmp_path).find((id_of(b"normal"),), CTX) == {}
    assert list(tmp_path.iterdir()) == []


def test_it_can_be_cancelled(films: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        known_in(tmp_path).find((id_of(b"normal"),), Listener(cancels_at_check=2))
