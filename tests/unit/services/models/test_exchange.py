"""A model travels as one file, and nothing gets in that is not a whole model."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.ml.ensemble import load_model, verify_model
from lungdesk.services.models import exchange as model_exchange
from lungdesk.services.models.exchange import ExportRequest
from lungdesk.services.models.keeping import KeepRequest
from lungdesk.services.models.shelf import ModelShelf
from tests.shipped_models import SHIPPED_MODEL_IDS, SINGLE_MODEL_ID
from tests.unit.services.fakes import Listener
from tests.unit.services.model_copies import SHIPPED, copy_of_model, run_with_model

Change = Callable[[Path, ZipFile], None]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_model(tmp_path_factory.mktemp("source") / "mine", "mine").folder


@pytest.fixture(scope="module")
def exported(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("exported") / "mine.lungdesk"
    return model_exchange.export_model(ExportRequest(source, target), NullContext())


def test_a_model_that_nobody_could_install_is_not_exported(tmp_path: Path) -> None:
    folder = copy_of_model(tmp_path / "run" / "bundle", "My Run").folder

    with pytest.raises(LungDeskError, match="“My Run”") as caught:
        model_exchange.export_model(ExportRequest(folder, tmp_path / "x.lungdesk"), NullContext())

    assert caught.value.code is ErrorCode.MODEL_NAME_INVALID
    assert not (tmp_path / "x.lungdesk").exists()


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def refused(shelf: ModelShelf, models: Path, archive: Path) -> LungDeskError:
    """What is said; nothing may be left of it."""
    before = contents(models)
    with pytest.raises(LungDeskError) as caught:
        shelf.add(archive, NullContext())
    assert contents(models) == before
    assert "\n" not in caught.value.message
    return caught.value


def test_there_and_back_nothing_changes(
    shelf: ModelShelf, models: Path, source: Path, exported: Path
) -> None:
    id_ = shelf.add(exported, NullContext())

    assert id_ == "mine"
    assert contents(models / "mine") == contents(source)
    assert [p.name for p in models.iterdir()] == ["mine"]
    verify_model(load_model(models / "mine"))
    assert zipfile.ZipFile(exported).testzip() is None


def test_the_same_model_is_the_same_file(source: Path, exported: Path, tmp_path: Path) -> None:
    again = model_exchange.export_model(ExportRequest(source, tmp_path / "again"), NullContext())

    assert again.name == "again.lungdesk"
    assert again.read_bytes() == exported.read_bytes()


def test_an_ensemble_travels_with_its_members(
    shelf: ModelShelf, models: Path, tmp_path: Path
) -> None:
    runs = {run_with_model(tmp_path / name, seed=n): 0.5 for n, name in enumerate("ab")}
    shelf.keep(KeepRequest("Both", runs), NullContext())
    before = contents(models / "both")
    archive = shelf.export(ExportRequest(models / "both", tmp_path / "x.lungdesk"), NullContext())
    shelf.remove("both", NullContext())

    assert shelf.add(archive, NullContext()) == "both"
    assert contents(models / "both") == before


def test_a_damaged_model_is_not_handed_on(tmp_path: Path) -> None:
    broken = copy_of_model(tmp_path / "broken", "broken")
    (broken.folder / "head.npz").write_bytes(b"other")

    with pytest.raises(LungDeskError) as caught:
        model_exchange.export_model(
            ExportRequest(broken.folder, tmp_path / "b.lungdesk"), NullContext()
        )

    assert caught.value.code is ErrorCode.MODEL_DAMAGED
    assert not (tmp_path / "b.lungdesk").exists()


@pytest.mark.parametrize("id_", ["mine", SINGLE_MODEL_ID])
def test_what_is_installed_already_is_not_installed_again(
    shelf: ModelShelf, models: Path, exported: Path, tmp_path: Path, id_: str
) -> None:
    shelf.add(exported, NullContext())
    twice = exported
    if id_ == SINGLE_MODEL_ID:
        request = ExportRequest(SHIPPED, tmp_path / "shipped.lungdesk")
        twice = model_exchange.export_model(request, NullContext())

    error = refused(shelf, models, twice)

    assert error.code is ErrorCode.MODEL_EXISTS
    assert id_ in error.message


def _again(exported: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The exported file with entries changed; None leaves one out."""
    with ZipFile(exported) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.mark.parametrize("name", ["engine.xml", "engine.bin", "head.npz", "MODEL_CARD.md"])
@pytest.mark.parametrize("is_missing", [True, False])
def test_one_altered_or_missing_file_keeps_the_model_out(
    shelf: ModelShelf, models: Path, exported: Path, tmp_path: Path, name: str, is_missing: bool
) -> None:
    def change(entry: str, content: bytes) -> bytes | None:
        if not entry.endswith(name):
            return content
        return None if is_missing else content + b"\n"

    error = refused(shelf, models, _again(exported, tmp_path / "x.lungdesk", change))

    wanted = ErrorCode.MODEL_ARCHIVE_FOREIGN if is_missing else ErrorCode.MODEL_DAMAGED
    assert error.code is wanted


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"schema_version": 99}, ErrorCode.MODEL_TOO_NEW),
        ({"surprise": 1}, ErrorCode.MODEL_DAMAGED),
        ({"id": "../evil"}, ErrorCode.MODEL_NAME_INVALID),
        ({"id": "con"}, ErrorCode.MODEL_NAME_INVALID),
        ({"id": ".hidden"}, ErrorCode.MODEL_NAME_INVALID),
        ({"files": {}}, ErrorCode.MODEL_ARCHIVE_FOREIGN),
        ({"files": {"../../x": "0"}}, ErrorCode.MODEL_ARCHIVE_FOREIGN),
    ],
)
def test_a_manifest_that_is_not_sound_keeps_the_model_out(
    shelf: ModelShelf,
    models: Path,
    exported: Path,
    tmp_path: Path,
    stated: dict[str, object],
    code: ErrorCode,
) -> None:
    def change(entry: str, content: bytes) -> bytes:
        if not entry.endswith("manifest.json"):
            return content
        return json.dumps(json.loads(content) | stated).encode()

    error = refused(shelf, models, _again(exported, tmp_path / "x.lungdesk", change))

    assert error.code is code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("mine/../../../evil.txt", ErrorCode.ARCHIVE_UNSAFE),
        ("/etc/evil.txt", ErrorCode.ARCHIVE_UNSAFE),
        ("C:/evil.txt", ErrorCode.ARCHIVE_UNSAFE),
        ("mine\\..\\evil.txt", ErrorCode.ARCHIVE_UNSAFE),
        ("mine/./evil.txt", ErrorCode.ARCHIVE_UNSAFE),
        ("other/evil.txt", ErrorCode.MODEL_ARCHIVE_FOREIGN),
        ("evil.txt", ErrorCode.MODEL_ARCHIVE_FOREIGN),
        ("mine/evil.py", ErrorCode.MODEL_ARCHIVE_FOREIGN),
    ],
)
def test_a_file_that_does_not_belong_keeps_the_model_out(
    shelf: ModelShelf, models: Path, exported: Path, tmp_path: Path, name: str, code: ErrorCode
) -> None:
    archive = tmp_path / "x.lungdesk"
    archive.write_bytes(exported.read_bytes())
    with ZipFile(archive, "a") as zipped:
        entry = zipfile.ZipInfo("placeholder")
        entry.filename = name
        zipped.writestr(entry, b"evil")

    error = refused(shelf, models, archive)

    assert error.code is code
    assert list(tmp_path.rglob("evil*")) == []


def _films() -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as zipped:
        zipped.writestr("ward/film.dcm", b"\0" * 128 + b"DICM")
    return stream.getvalue()


def _odd_method() -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_BZIP2) as zipped:
        zipped.writestr("mine/manifest.json", b"{}")
    return stream.getvalue()


def _encrypted() -> bytes:
    content = bytearray(_films())
    content[6] |= 1  # of the local header, and of the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _many_files() -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as zipped:
        for number in range(model_exchange.MAX_FILES + 1):
            zipped.writestr(f"mine/{number}", b"")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ErrorCode.MODEL_ARCHIVE_FOREIGN),
        (b"not a ZIP file at all" * 50, ErrorCode.MODEL_ARCHIVE_FOREIGN),
        (_films(), ErrorCode.MODEL_ARCHIVE_FOREIGN),
        (_odd_method(), ErrorCode.ARCHIVE_METHOD),
        (_encrypted(), ErrorCode.ARCHIVE_ENCRYPTED),
        (_many_files(), ErrorCode.ARCHIVE_TOO_LARGE),
    ],
)
def test_another_file_is_refused_in_a_sentence(
    shelf: ModelShelf, models: Path, tmp_path: Path, content: bytes, code: ErrorCode
) -> None:
    archive = tmp_path / "x.lungdesk"
    archive.write_bytes(content)

    error = refused(shelf, models, archive)

    assert error.code is code
    assert error.message.startswith("x.lungdesk is not installed: ")


def test_a_file_that_is_not_there_or_cut_off_is_refused(
    shelf: ModelShelf, models: Path, exported: Path, tmp_path: Path
) -> None:
    assert refused(shelf, models, tmp_path / "no.lungdesk").code is ErrorCode.FILE_MISSING
    cut = tmp_path / "cut.lungdesk"
    cut.write_bytes(exported.read_bytes()[:-5000])
    assert refused(shelf, models, cut).code is ErrorCode.MODEL_ARCHIVE_FOREIGN


def test_more_than_a_model_is_refused_before_it_is_unpacked(
    shelf: ModelShelf, models: Path, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_exchange, "MAX_BYTES", 3_000_000)

    assert refused(shelf, models, exported).code is ErrorCode.ARCHIVE_TOO_LARGE


def test_an_archive_that_understates_what_it_holds_is_stopped(
    shelf: ModelShelf, models: Path, exported: Path, tmp_path: Path
) -> None:
    bomb = _again(exported, tmp_path / "bomb.lungdesk", lambda _, content: content)
    content = bytearray(bomb.read_bytes())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"mine/engine.bin"))
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")  # the size, unpacked
    bomb.write_bytes(content)

    assert refused(shelf, models, bomb).code is ErrorCode.ARCHIVE_DAMAGED


def test_stopped_at_any_moment_nothing_is_left(
    shelf: ModelShelf, models: Path, exported: Path
) -> None:
    counted = Listener()
    shelf.add(exported, counted)
    shelf.remove("mine", NullContext())
    for check in range(1, counted.checks + 1):
        with pytest.raises(Cancelled):
            shelf.add(exported, Listener(cancels_at_check=check))
        assert list(models.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="nobody kills so there")
def test_killed_at_any_moment_there_is_no_half_a_model(
    shelf: ModelShelf, models: Path, exported: Path
) -> None:
    script = """
        import os, signal, sys
        from pathlib import Path
        from lungdesk.core.jobs import NullContext
        from lungdesk.services.models.shelf import ModelShelf
        from lungdesk.services.paths import AppPaths

        class Killer(NullContext):
            left = int(sys.argv[2])
            def check(self):
                Killer.left -= 1
                if Killer.left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        ModelShelf(AppPaths.default()).add(Path(sys.argv[1]), Killer())
    """
    for check in ("1", "7"):
        command = [sys.executable, "-c", textwrap.dedent(script), str(exported), check]
        ended = subprocess.run(command, env=dict(os.environ), check=False, capture_output=True)
        assert ended.returncode == -9, ended.stderr
        assert len(list(models.iterdir())) >= 1  # what it was killed at
        found = [entry.id for entry in shelf.look(None, NullContext()).entries]
        assert found == list(SHIPPED_MODEL_IDS)
    for left in models.iterdir():
        os.utime(left, (time.time() - 7200,) * 2)

    assert shelf.add(exported, NullContext()) == "mine"

    assert [p.name for p in models.iterdir()] == ["mine"]
