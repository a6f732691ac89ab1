"""Bad films and damaged models: one sentence with a code each, and the good films are read."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode
from tests.e2e.bad_films import write_bad_films
from tests.e2e.conftest import Program
from tests.rights import without_root_rights


@pytest.fixture
def good_film(shared_data: Path) -> Path:
    return shared_data / "films" / "film-12-tuberculosis.png"


def test_bad_films_do_not_keep_the_good_one_from_being_read(
    lungdesk: Program, tmp_path: Path, good_film: Path
) -> None:
    bad = write_bad_films(tmp_path)

    ended = lungdesk("classify", *bad, good_film, "--json")

    rows = {Path(row["path"]): row for row in ended.rows}
    assert ended.code == 0
    assert rows.pop(good_film)["status"] == "ok"
    assert {path: row["code"] for path, row in rows.items()} == bad
    assert {row["status"] for row in rows.values()} == {"failed"}
    for path, row in rows.items():
        assert path.name in row["message"]
        assert row["message"].isprintable()
        assert row["message"].endswith(".")


def test_bad_films_alone_are_a_line_each_and_exit_code_1(lungdesk: Program, tmp_path: Path) -> None:
    bad = write_bad_films(tmp_path)

    ended = lungdesk("classify", *bad)

    said = {Path(line.partition(": ")[0]): line for line in ended.err.splitlines()}
    assert (ended.code, ended.out) == (1, "")
    assert set(said) == set(bad)
    assert [path.name for path, code in bad.items() if not said[path].endswith(f". [{code}]")] == []


def test_what_may_not_be_read_is_told_and_the_rest_is_read(
    lungdesk: Program, tmp_path: Path, good_film: Path
) -> None:
    """Neither do the settings and the cache need a folder that can be written."""
    (tmp_path / "secret.png").write_bytes(good_film.read_bytes())
    (tmp_path / "secret.png").chmod(0)
    for folder, mode in (("locked", 0), ("home", 0o500)):
        (tmp_path / folder).mkdir(mode=mode)
    program = replace(
        lungdesk,
        home=tmp_path / "home",
        interpreter=(*without_root_rights(), *lungdesk.interpreter),
    )

    ended = program("classify", "secret.png", "locked", good_film, "--json")
    audit = program("dataset", "audit", "locked")

    codes = {Path(row["path"]).name: row["code"] for row in ended.rows}
    assert codes == {
        "locked": ErrorCode.FILE_NOT_PERMITTED,
        "secret.png": ErrorCode.FILE_NOT_PERMITTED,
        good_film.name: "",
    }
    assert ended.code == 0
    assert audit.code == 1
    assert audit.err.endswith(f"[{ErrorCode.FILE_NOT_PERMITTED}]\n")
    assert audit.err.count("\n") == 1


def test_a_damaged_model_reads_nothing_and_is_told_once(
    lungdesk: Program, tmp_path: Path, repo_root: Path, good_film: Path
) -> None:
    model = shutil.copytree(repo_root / "models" / "lungdesk-lite0", tmp_path / "copied")
    content = bytearray((model / "engine.bin").read_bytes())
    content[len(content) // 2] ^= 1
    (model / "engine.bin").write_bytes(content)

    reading = lungdesk("classify", good_film, good_film.parent, "--json", "--model", model)
    verified = lungdesk("models", "verify", model)

    for ended in (reading, verified):
        assert (ended.code, ended.out) == (1, "")
        assert ended.err == (
            "Error: The model copied is damaged or was altered: engine.bin is not the file that"
            " was released. Install it again; it is not used for reading. [LD-MODEL-002]\n"
        )
