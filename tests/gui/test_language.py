"""The language of the window: which it is, who chooses it, and what is said in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from lungdesk import app
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.sentence_templates import GAP
from lungdesk.core.settings import Settings
from lungdesk.formats import failures
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.messages import Message, Messages
from lungdesk.gui.translation import SYSTEM, grouped, language_of, told, tr, use
from lungdesk.gui.widgets.grouped_box import GroupedBox
from lungdesk.services.job_runner import JobRunner, Lane
from lungdesk.services.paths import AppPaths
from lungdesk.services.settings_store import SettingsStore
from tests.gui.fakes import FakeSettings

FILM = Path("/films/a.dcm")
#: One error of each kind of sentence: with a name, with a reason, with numbers, with a hint.
ERRORS = (
    (failures.missing(FILM), "a.dcm no está.", "Compruebe si se movió o cambió de nombre"),
    (
        failures.damaged_image(FILM, "its compressed data cannot be decoded"),
        "a.dcm está dañado: sus datos comprimidos no se pueden decodificar.",
        "Cópielo o expórtelo de nuevo.",
    ),
    (
        LungDeskError(
            "a.dcm states 70,000 x 80,000 pixels; the limit is 1,000,000.",
            code=ErrorCode.IMAGE_TOO_LARGE,
        ),
        "a.dcm indica 70\u202f000 x 80\u202f000 píxeles; el límite es 1\u202f000\u202f000.",
        "",
    ),
    (
        LungDeskError("It is so.", hint="Do something.", code=ErrorCode.UNEXPECTED),
        "It is so.",  # no text of the catalogue: better said in English than not at all
        "Do something.",
    ),
)


@pytest.fixture
def spanish() -> Iterator[None]:
    use("es")
    yield
    use("en")


def test_without_a_language_texts_are_what_is_written() -> None:
    assert tr("{count:,} films", count=1234) == "1,234 films"
    assert told("a.dcm is not there.") == "a.dcm is not there."
    assert grouped(1234) == "1,234"


def test_texts_and_numbers_are_in_the_language(spanish: None) -> None:
    assert tr("Open films") == "Abrir radiografías"
    assert tr("{count:,} films", count=1234) == "1\u202f234 radiografías"
    assert tr("A text that nobody has translated") == "A text that nobody has translated"
    assert grouped(1234.6, ",.0f") == "1\u202f235"


_SAYS_LITTLE = "with fewer than 20 of a class the figures say little."
_DICE_POCO = "con menos de 20 de una clase las cifras dicen poco."


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Tuberculosis", "Tuberculosis"),
        ("Bacterial pneumonia", "Neumonía bacteriana"),
        ("20 to 45 seconds", "de 20 a 45 segundos"),
        ("12 days", "12 días"),
        ("test.png is empty.", "test.png está vacío."),
        ("The test split has no film of Viral pneumonia.",
         "La parte test no tiene ninguna radiografía de Neumonía viral."),
        ("12.3 mm at detector", "12.3 mm en el detector"),
        ("a.dcm is empty. Copy or export it again.",
         "a.dcm está vacío. Cópielo o expórtelo de nuevo."),
        ("7 films cannot be read (a and 6 more). The first: a is empty. [LD-FILE-003]",
         "7 radiografías no se pueden leer (a y 6 más). La primera: a está vacío. [LD-FILE-003]"),
        ("2 pairs of films with different classes are copies of one file, a.",
         "2 pares de radiografías con clases distintas son copias de un mismo archivo, a."),
        ("Classes with fewer than 20 training films: Normal (14), Viral pneumonia (9).",
         "Clases con menos de 20 radiografías de entrenamiento: Normal (14), Neumonía viral (9)."),
        (f"There are few films of Normal (2) and Bacterial pneumonia (3): {_SAYS_LITTLE}",
         f"Hay pocas radiografías de Normal (2) y Neumonía bacteriana (3): {_DICE_POCO}"),
        ("The two do not differ in accuracy on the test films by more than chance (McNemar).",
         ("Los dos no difieren en exactitud en las radiografías de test más de lo que explica el"
          " azar (McNemar).")),
        ("trial 2 of 4, about 3 s left", "ensayo 2 de 4, faltan unos 3 s"),
        ("measuring the models", "midiendo los modelos"),
        ("Type a number from 0 to 0.5.", "Escriba un número de 0 a 0.5."),
        ("The film is upside down. To read it, turn it round.",
         "La radiografía está cabeza abajo. Para leerla, dele la vuelta."),
        ("1 report and 2 presentation states are no films.",
         "1 informe y 2 estados de presentación no son radiografías."),
        ("12 days.", "12 días."),
        ("a.dcm is empty. [LD-FILE-003]", "a.dcm está vacío. [LD-FILE-003]"),
        ("No such file or directory", "No such file or directory"),  # of the system
        ("head: epoch 3 of 40", "head: epoch 3 of 40"),  # of the child that trains, read by code
    ],
)  # fmt: skip
def test_what_is_said_below_the_window_is_in_the_language(
    spanish: None, sentence: str, said: str
) -> None:
    assert told(sentence) == said


@pytest.mark.parametrize(("error", "sentence", "hint"), ERRORS)
def test_an_error_is_shown_in_the_language(
    spanish: None, error: LungDeskError, sentence: str, hint: str
) -> None:
    messages, posted = Messages(), list[Message]()
    messages.posted.connect(posted.append)

    messages.fail(error)

    assert posted[0].sentence == sentence
    assert posted[0].hint.startswith(hint)
    assert posted[0].code == str(error.code)


def test_jobs_fail_and_progress_in_the_language(
    spanish: None, runner: JobRunner, qtbot: QtBot
) -> None:
    def run(_request: None, ctx: JobContext) -> None:
        ctx.report(Progress(0, 1, "reading the films"))
        raise failures.empty(FILM)

    channel = JobBridge(runner).channel(Lane.IO)
    progressed = list[str]()
    channel.progressed.connect(lambda _tag, progress: progressed.append(progress.message))
    with qtbot.waitSignal(channel.failed) as failed:
        channel.add(run, None)

    assert failed.args is not None
    assert failed.args[1].message == "a.dcm está vacío."
    assert progressed == ["leyendo las radiografías"]


@pytest.mark.parametrize(
    ("wanted", "system", "language"),
    [
        ("es", ["de-DE"], "es"),
        ("en", ["es-ES"], "en"),
        (SYSTEM, ["es-MX", "es"], "es"),
        (SYSTEM, ["de-DE", "es-ES"], "es"),
        (SYSTEM, ["de-DE"], "en"),
        ("xx", ["es-ES"], "en"),
    ],
)
def test_the_settings_choose_or_the_system(
    monkeypatch: pytest.MonkeyPatch, wanted: str, system: list[str], language: str
) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _self: system)
    assert language_of(wanted) == language


def test_the_window_starts_in_the_language_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, spanish: None
) -> None:
    monkeypatch.setenv("LUNGDESK_HOME", str(tmp_path))
    store = SettingsStore(AppPaths.default().settings_file)
    store.save(Settings(language="en"))
    app.choose_language()
    assert tr("Open films") == "Open films"

    store.save(Settings(language="es"))
    app.choose_language()
    assert tr("Open films") == "Abrir radiografías"


def test_a_language_is_chosen_in_the_preferences_and_kept(
    film_window: MainWindow, settings: FakeSettings, qtbot: QtBot
) -> None:
    film_window.actions_table["preferences"].trigger()
    dialog = film_window.features.preferences.dialog
    assert dialog is not None
    assert dialog.language.language == SYSTEM

    box = dialog.language.box
    box.setCurrentIndex(box.findText("Español"))
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()

    assert film_window.state.preferences.language == "es"
    film_window.close()
    assert settings.settings.language == "es"


def test_a_box_of_figures_sets_thousands_apart_as_texts_do(spanish: None, qtbot: QtBot) -> None:
    box = GroupedBox()
    qtbot.addWidget(box)
    box.setDecimals(1)
    box.setRange(-1e9, 1e9)
    box.setValue(2048)
    assert box.text() == f"2{GAP}048.0"

    for typed, shown in (("12345.5", f"12{GAP}345.5"), ("1 024", f"1{GAP}024.0")):
        box.show()
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, typed)
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert box.text() == shown
    assert box.value() == 1024
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.text() == f"1{GAP}025.0"
