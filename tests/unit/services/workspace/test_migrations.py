"""Every older form of the tables becomes the newest, with what is in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.services.workspace import migrations
from lungdesk.services.workspace.database import Database, _engine
from lungdesk.services.workspace.packing import packed
from lungdesk.services.workspace.records import Sighting
from lungdesk.services.workspace.requests import (
    EarlierQuery,
    FilmQuery,
    RecordRequest,
    RowsRequest,
)
from lungdesk.services.workspace.schema import HEAD, metadata
from lungdesk.services.writer_lock import WriterLock
from tests.unit.services.workspace.readings import (
    LUNGS,
    MODEL,
    NORMAL,
    desk_in,
    instance,
    prediction,
    reading,
)


def _make(path: Path, revision: str) -> None:
    """A workspace as an older LungDesk has made it, with one study."""
    engine = _engine(path, is_writable=True)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        migrations.upgrade(connection, revision)
        connection.exec_driver_sql("INSERT INTO studies (key, patient_id) VALUES ('k', '4711')")
        connection.exec_driver_sql("INSERT INTO films (study_id, path) VALUES (1, '/films/a.dcm')")
        connection.exec_driver_sql("COMMIT")
    engine.dispose()


@contextmanager
def _older(path: Path, revision: str) -> Iterator[sqlite3.Connection]:
    """Such a workspace, to put more into it; it knows one model."""
    _make(path, revision)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO models (sha256, model_id, version) VALUES ('m', 'm', '1')")
        yield connection


def test_the_newest_revision_is_the_one_that_is_expected() -> None:
    assert migrations.revisions()[-1] == HEAD


@pytest.mark.parametrize("revision", migrations.revisions())
def test_every_older_workspace_is_brought_up_to_date(tmp_path: Path, revision: str) -> None:
    desk = desk_in(tmp_path)
    _make(desk.path, revision)

    answer = desk.rows(RowsRequest(), NullContext())
    desk.close()

    assert answer.worklist.columns.patient_id.tolist() == ["4711"]
    aside = tmp_path / f"workspace.before-{HEAD}.db"
    assert aside.exists() == (revision != HEAD)


@pytest.mark.parametrize("revision", ["", *migrations.revisions()])
def test_the_tables_are_those_that_the_program_knows(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "workspace.db"
    if revision:
        _make(path, revision)
    else:
        path.touch()
    database = Database.open(path)

    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": False})
        differences = compare_metadata(context, metadata)
    database.close()

    assert differences == []


@pytest.mark.parametrize(
    ("origin", "state", "is_blinded", "is_seen"),
    [
        ("window", "ok", None, True),
        ("window", "ok", False, True),
        ("window", "ok", True, False),
        ("window", "refused", None, False),
        ("batch", "ok", None, False),
    ],
)
def test_what_an_older_window_has_shown_may_have_been_seen_by_anybody(
    tmp_path: Path, origin: str, state: str, is_blinded: bool | None, is_seen: bool
) -> None:
    desk = desk_in(tmp_path)
    with _older(desk.path, "0003") as connection:
        connection.execute("UPDATE films SET sha256 = 'sha-of-a.dcm'")
        connection.executemany(
            "INSERT INTO predictions (film_id, model_id, precision, state, is_uncertain,"
            " is_overridden, origin, read_at) VALUES (1, 1, ?, ?, 0, 0, ?, ?)",
            [("float32", state, origin, "2026-03-02"), ("int8", state, origin, "2026-03-01")],
        )
        if is_blinded is not None:
            connection.execute(
                "INSERT INTO reads (film_id, verdict, reader, ended_at, is_blinded)"
                " VALUES (1, 'accept', 'grace', '2026', ?)",
                (is_blinded,),
            )

    found = desk.earlier_read(EarlierQuery(instance("a.dcm"), "ada"), NullContext())

    assert found == (Sighting("", "2026-03-01") if is_seen else None)


def test_frames_that_an_older_window_has_shown_may_have_been_seen_by_anybody(
    tmp_path: Path,
) -> None:
    desk = desk_in(tmp_path)
    with _older(desk.path, "0004") as connection:
        connection.execute("UPDATE films SET sha256 = 'sha-of-a.dcm', frame_count = 5")
        connection.executemany(
            "INSERT INTO predictions (film_id, model_id, frame, state, is_uncertain,"
            " is_overridden, origin, read_at) VALUES (1, 1, ?, ?, 0, 0, ?, '2026')",
            [
                (0, "ok", "batch"),
                (1, "ok", "window"),
                (2, "refused", "window"),
                (3, "ok", "window"),
            ],
        )
        connection.execute(
            "INSERT INTO reads (film_id, prediction_id, verdict, reader, ended_at, is_blinded)"
            " VALUES (1, 4, 'accept', 'grace', '2026', 1)"
        )
        connection.execute("INSERT INTO seen VALUES ('sha-of-b.dcm', 'ada', '2025')")

    def seen(name: str, frame: int) -> object:
        return desk.earlier_read(EarlierQuery(instance(name), "ada", frame), NullContext())

    assert [seen("a.dcm", frame) for frame in range(4)] == [None, Sighting("", "2026"), None, None]
    assert seen("b.dcm", 0) == Sighting("ada", "2025")


def test_what_was_seen_by_one_who_is_not_named_is_known_already(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    with _older(desk.path, "0004") as connection:
        connection.execute("UPDATE films SET sha256 = 'sha-of-a.dcm', frame_count = 5")
        connection.execute(
            "INSERT INTO predictions (film_id, model_id, frame, state, is_uncertain,"
            " is_overridden, origin, read_at) VALUES (1, 1, 0, 'ok', 0, 0, 'window', '2026')"
        )
        connection.execute("INSERT INTO seen VALUES ('sha-of-a.dcm', '', '2025')")

    found = desk.earlier_read(EarlierQuery(instance("a.dcm"), "ada"), NullContext())

    assert found == Sighting("", "2025")


def test_what_was_said_before_lung_networks_were_told_apart_stays(tmp_path: Path) -> None:
    desk, said = desk_in(tmp_path), prediction(NORMAL)
    _make(desk.path, "0005")
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("UPDATE films SET sha256 = 'sha-of-film.dcm', prediction_id = 7")
        connection.execute(
            "INSERT INTO models (sha256, model_id, version, labels) VALUES (?, 'm', '1', ?)",
            (MODEL.sha256, json.dumps(said.labels.ids)),
        )
        connection.execute(
            "INSERT INTO predictions (id, film_id, model_id, precision, state, predicted,"
            " probabilities, is_uncertain, is_overridden, origin, read_at)"
            " VALUES (7, 1, 1, 'float32', 'ok', 'normal', ?, 0, 0, 'batch', '2026')",
            (packed(said.by_label(), said.labels.ids),),
        )
        connection.execute(
            "INSERT INTO reads (film_id, prediction_id, verdict, label, ended_at, is_blinded)"
            " VALUES (1, 7, 'accept', 'normal', '2026', 1)"
        )

    (agreement,) = desk.agreement(None, NullContext())
    desk.record(RecordRequest(reading()), NullContext())
    film = desk.film(FilmQuery(sha256="sha-of-film.dcm"), NullContext())

    assert agreement.agreement.agreed == 1
    assert film is not None
    assert [one.lungs for one in film.predictions] == [LUNGS, ""]
    assert film.predictions[1].probabilities == said.by_label()
    assert film.reads[0].label == "normal"
    assert desk.check(None, NullContext()).read_count == 1  # nothing belongs to nothing
    assert [one.agreement for one in desk.agreement(None, NullContext())] == [agreement.agreement]


def test_reads_are_found_by_what_they_judge_when_the_predictions_are_made_anew(
    tmp_path: Path,
) -> None:
    """Looking through all reads for each of thousands of predictions would take minutes."""
    desk, count = desk_in(tmp_path), 3000
    with _older(desk.path, "0005") as connection:
        connection.executemany(
            "INSERT INTO predictions (film_id, model_id, frame, state, is_uncertain,"
            " is_overridden, origin, read_at) VALUES (1, 1, ?, 'ok', 0, 0, 'batch', '2026')",
            [(frame,) for frame in range(count)],
        )
        connection.executemany(
            "INSERT INTO reads (film_id, prediction_id, verdict, ended_at)"
            " VALUES (1, ?, 'accept', '2026')",
            [(number + 1,) for number in range(count)],
        )
    steps, each = 0, 1000

    def counted() -> None:
        nonlocal steps
        steps += each

    engine = _engine(desk.path, is_writable=True)
    with engine.connect() as opened:
        driver = opened.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_progress_handler(counted, each)
        opened.exec_driver_sql("BEGIN IMMEDIATE")
        migrations.upgrade(opened, HEAD)
        opened.exec_driver_sql("COMMIT")
    engine.dispose()

    assert 0 < steps < 1000 * count  # a pair takes about 150; looking through all, 18,000
    assert desk.check(None, NullContext()).read_count == count


def test_a_newer_workspace_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    _make(desk.path, HEAD)
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = desk.path.read_bytes()

    with pytest.raises(LungDeskError) as refused:
        desk.rows(RowsRequest(), NullContext())

    assert refused.value.code is ErrorCode.WORKSPACE_TOO_NEW
    assert "newer LungDesk" in refused.value.message
    assert desk.path.read_bytes() == before
    Database.open(tmp_path / "other.db").close()  # the lock was given back


def test_a_newer_workspace_is_said_to_be_so_where_another_process_has_it_open(
    tmp_path: Path,
) -> None:
    desk = desk_in(tmp_path)
    _make(desk.path, HEAD)
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    writer = WriterLock(desk.path.with_suffix(".lock"))
    assert writer.take()

    with pytest.raises(LungDeskError) as refused:
        desk.rows(RowsRequest(), NullContext())
    writer.give_back()

    assert refused.value.code is ErrorCode.WORKSPACE_TOO_NEW


def test_where_another_has_old_tables_open_it_is_older_or_just_changes_them(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    _make(desk.path, "0001")
    writer = WriterLock(desk.path.with_suffix(".lock"))
    assert writer.take()

    with pytest.raises(LungDeskError, match="older or is bringing it up to date") as refused:
        desk.rows(RowsRequest(), NullContext())
    writer.give_back()

    assert refused.value.code is ErrorCode.WORKSPACE_IN_USE
    assert desk.rows(RowsRequest(), NullContext()).study_count == 1


def test_another_database_in_its_place_is_damage(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("CREATE TABLE songs (title TEXT)")

    with pytest.raises(LungDeskError) as refused:
        desk.rows(RowsRequest(), NullContext())

    assert refused.value.code is ErrorCode.WORKSPACE_DAMAGED


def test_an_upgrade_that_fails_leaves_the_old_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_in(tmp_path)
    _make(desk.path, "0001")
    upgrade = migrations.upgrade

    def half(connection: sa.Connection) -> None:
        upgrade(connection)
        raise ZeroDivisionError

    monkeypatch.setattr(migrations, "upgrade", half)
    with pytest.raises(ZeroDivisionError):
        desk.rows(RowsRequest(), NullContext())
    monkeypatch.undo()

    with closing(sqlite3.connect(desk.path)) as connection:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision == "0001"
    assert desk.rows(RowsRequest(), NullContext()).study_count == 1
