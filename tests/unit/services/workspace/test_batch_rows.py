"""Rows of batches in the workspace, beside what readers have made of the same films."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode
from lungdesk.core.jobs import NullContext
from lungdesk.core.prediction import Prediction
from lungdesk.core.verdict import Correction, Decision, ReasonCode, Verdict
from lungdesk.core.worklist.states import FilmState
from lungdesk.ml import evaluator
from lungdesk.services.batch.keeper import KeptRow
from lungdesk.services.batch.row import FAILED, OK, BatchRow
from lungdesk.services.workspace.batch_rows import WorkspaceRows
from lungdesk.services.workspace.desk import WorkspaceDesk, record_of
from lungdesk.services.workspace.records import FilmRecord
from lungdesk.services.workspace.requests import FilmQuery, RecordRequest, RowsRequest
from tests.unit.services.workspace.readings import (
    LUNGS,
    MODEL,
    Reading,
    desk_in,
    instance,
    prediction,
)

CTX = NullContext()
TURN = Correction(quarter_turns=1)
TURNED = Verdict(Decision.REFUSED, ReasonCode.TURNED, "It lies on its side.", offered=TURN)
CORRECTED = Verdict(Decision.ACCEPTED, applied=TURN)
CUT_OFF = Verdict(Decision.REFUSED, ReasonCode.LUNGS, "A lung is cut off.")
OVERRIDDEN = replace(TURNED, is_overridden=True)

FILM = instance()
SHA256 = f"sha-of-{FILM.path.name}"


@pytest.fixture
def desk(tmp_path: Path) -> WorkspaceDesk:
    return desk_in(tmp_path)


def begun(
    desk: WorkspaceDesk, out: str = "/out", *sources: str, lungs: str = LUNGS
) -> WorkspaceRows:
    rows = desk.batch_rows([Path(one) for one in sources or ("/films",)], Path(out))
    rows.begin(MODEL, "float32", lungs)
    return rows


def read(said: Prediction) -> KeptRow:
    """A film that a batch has read, or refused, just now."""
    return KeptRow(BatchRow.read(FILM.path, FILM, said, sha256=SHA256), FILM, said)


def told_again(row: KeptRow) -> KeptRow:
    """The same out of the journal."""
    return KeptRow(row.row)


def failed(message: str, code: str = "LD-IMAGE-005") -> KeptRow:
    return KeptRow(BatchRow(str(FILM.path), FAILED, code, message, file_sha256=SHA256))


def known(desk: WorkspaceDesk) -> FilmRecord:
    film = desk.film(FilmQuery(sha256=SHA256), CTX)
    assert film is not None
    return film


def shown(desk: WorkspaceDesk) -> tuple[str, float]:
    """What the worklist says of the film: why it is refused, and the finding's probability."""
    c = desk.rows(RowsRequest(), CTX).worklist.columns
    (row,) = range(len(c))
    return str(c.message[row]), float(c.probabilities[row].max())


def test_a_batch_is_told_by_whole_paths_wherever_it_was_begun(
    desk: WorkspaceDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        row = BatchRow("films/1.png", OK, file_sha256=f"sha-{name}")
        begun(desk, "out", "films").keep([KeptRow(row)])

    answer = desk.rows(RowsRequest(), CTX)
    c = answer.worklist.columns
    here = desk.film(FilmQuery(path="films/1.png"), CTX)

    outs = {batch.out: batch.sources for batch in answer.batches}
    assert outs == {str(tmp_path / n / "out"): (str(tmp_path / n / "films"),) for n in "ab"}
    assert sorted(c.path) == [str(tmp_path / name / "films" / "1.png") for name in "ab"]
    assert not c.is_replaced.any()
    assert here is not None
    assert here.sha256 == "sha-b"


def test_a_picture_that_was_made_of_a_film_leaves_its_study_as_it_is(desk: WorkspaceDesk) -> None:
    rows = begun(desk)
    rows.keep([read(prediction())])
    before = desk.rows(RowsRequest(), CTX)

    rows.keep([failed("This is a picture.", ErrorCode.FILE_OWN_PICTURE)])

    assert desk.rows(RowsRequest(), CTX).revision == before.revision


def test_a_folder_without_films_is_no_study(desk: WorkspaceDesk) -> None:
    rows = begun(desk)

    rows.keep([failed("The archive letters.zip holds no images.", ErrorCode.FOLDER_WITHOUT_IMAGES)])

    assert not len(desk.rows(RowsRequest(), CTX).worklist.columns)


def test_a_film_of_the_window_is_kept_by_its_whole_path(
    desk: WorkspaceDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    film = replace(FILM, path=Path("film.dcm"))
    desk.record(RecordRequest(Reading(film, prediction())), CTX)

    assert known(desk).path == str(tmp_path / "film.dcm")


def test_window_and_batch_say_alike_which_frame_was_read(desk: WorkspaceDesk) -> None:
    film = replace(FILM, frame_count=3)
    row = BatchRow.read(film.path, film, prediction(), sha256=SHA256)
    desk.record(RecordRequest(Reading(film, prediction())), CTX)

    assert row.message == shown(desk)[0] == "frame 1 of 3 was read"
    assert record_of(Reading(film, prediction(), 1)).message == "frame 2 of 3 was read"


@pytest.mark.parametrize("corrected", [CORRECTED, OVERRIDDEN])
@pytest.mark.parametrize("is_told_again", [True, False])
def test_what_a_reader_got_out_of_a_refused_film_stays(
    desk: WorkspaceDesk, corrected: Verdict, is_told_again: bool
) -> None:
    refused = read(prediction(verdict=TURNED))
    begun(desk).keep([refused])
    desk.record(RecordRequest(Reading(FILM, prediction(verdict=corrected))), CTX)
    before, shown_before = known(desk), shown(desk)

    begun(desk).keep([told_again(refused) if is_told_again else refused])

    assert known(desk) == before
    assert shown(desk) == shown_before
    said = before.prediction
    assert said is not None
    assert (said.state, said.verdict) == (FilmState.OK, corrected)


def test_a_film_that_is_opened_again_keeps_what_a_reader_got_out_of_it(
    desk: WorkspaceDesk,
) -> None:
    desk.record(RecordRequest(Reading(FILM, prediction(verdict=CORRECTED))), CTX)
    before = known(desk)

    desk.record(RecordRequest(Reading(FILM, prediction(verdict=TURNED))), CTX)

    assert known(desk) == before


def test_what_was_refused_keeps_its_verdict_when_it_is_told_again(desk: WorkspaceDesk) -> None:
    refused = read(prediction(verdict=TURNED))
    rows = begun(desk)
    rows.keep([refused])
    rows.keep([told_again(refused)])

    said = known(desk).prediction
    assert said is not None
    assert said.verdict == TURNED
    assert said.message == "It lies on its side. To read it, turn it to the right."


def test_a_failure_takes_no_reading_away_and_a_reading_ends_a_failure(desk: WorkspaceDesk) -> None:
    rows = begun(desk)
    messages = []
    for row in (failed("First."), failed("Second."), told_again(read(prediction())), failed("x")):
        rows.keep([row])
        (said,) = known(desk).predictions
        messages.append((said.state, said.message))

    expected = [(FilmState.FAILED, "First."), (FilmState.FAILED, "Second.")]
    assert messages == [*expected, (FilmState.OK, ""), (FilmState.OK, "")]
    assert shown(desk)[1] == pytest.approx(max(prediction().by_label().values()), abs=1e-5)


def test_a_reading_after_a_correction_says_so_and_is_not_that_of_the_file(
    desk: WorkspaceDesk,
) -> None:
    desk.record(RecordRequest(Reading(FILM, prediction(verdict=CORRECTED))), CTX)
    rows = begun(desk)

    assert shown(desk)[0] == "read after a correction (turn_right)"
    assert rows.find("/films/copy.dcm", SHA256) is None

    desk.record(RecordRequest(Reading(FILM, prediction())), CTX)
    found = rows.find("/films/copy.dcm", SHA256)
    assert found is not None
    assert found == replace(read(prediction()).row, path="/films/copy.dcm")


@pytest.mark.parametrize("wanted", [CORRECTED, OVERRIDDEN])
@pytest.mark.parametrize("is_told_again", [True, False])
def test_what_a_batch_mended_or_read_anyway_is_not_that_of_the_file(
    desk: WorkspaceDesk, wanted: Verdict, is_told_again: bool
) -> None:
    """A batch without these wishes would refuse it; out of a journal a row has no verdict."""
    row = read(prediction(verdict=wanted))

    begun(desk).keep([told_again(row) if is_told_again else row])

    assert begun(desk).find("/films/copy.dcm", SHA256) is None


@pytest.mark.parametrize("before", ["", "6f" * 32])
def test_what_was_said_without_this_lung_network_is_not_known_but_stays(
    desk: WorkspaceDesk, before: str
) -> None:
    """Nobody has looked, with what reads now, whether two whole lungs are there."""
    begun(desk, lungs=before).keep([read(prediction())])
    (earlier,) = known(desk).predictions
    rows = begun(desk)

    assert rows.find("/films/copy.dcm", SHA256) is None
    rows.keep([read(prediction(verdict=CUT_OFF))])

    refused, kept = known(desk).predictions
    assert (refused.state, refused.lungs) == (FilmState.REFUSED, LUNGS)
    assert (kept, kept.lungs) == (earlier, before)
    assert shown(desk)[0] == "A lung is cut off."
    assert begun(desk, lungs=before).find("/films/copy.dcm", SHA256) is not None


def test_what_was_read_as_films_were_prepared_before_is_not_known_but_stays(
    desk: WorkspaceDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(desk).keep([read(prediction())])
    (earlier,) = known(desk).predictions
    monkeypatch.setattr(evaluator, "PREPARATION", evaluator.PREPARATION + 1)
    rows = begun(desk)

    assert rows.find("/films/copy.dcm", SHA256) is None
    rows.keep([read(prediction(verdict=CUT_OFF))])

    refused, kept = known(desk).predictions
    assert (refused.state, kept) == (FilmState.REFUSED, earlier)
    rows.keep([read(prediction())])
    assert rows.find("/films/copy.dcm", SHA256) is not None
    assert len(known(desk).predictions) == 2


def test_a_known_film_that_could_not_be_opened_once_leaves_no_study_behind(
    desk: WorkspaceDesk,
) -> None:
    rows = begun(desk)
    path = str(FILM.path)
    refusal = KeptRow(BatchRow(path, FAILED, "LD-FILE-002", "It may not be read by you."))

    rows.keep([read(prediction())])
    for _ in range(2):
        rows.keep([refusal])
    between = desk.rows(RowsRequest(), CTX)
    rows.keep([read(prediction())])
    after = desk.rows(RowsRequest(), CTX)

    assert between.study_count == 2
    c = after.worklist.columns
    assert (after.study_count, list(c.path)) == (1, [path])
    assert not c.is_replaced.any()
    assert desk.check(None, CTX).film_count == 1
