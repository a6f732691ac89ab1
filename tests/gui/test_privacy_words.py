"""In privacy mode the program's own words stay, and nothing that was put between them."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from unicodedata import normalize

import pytest

from lungdesk.core.study import PatientRef
from lungdesk.formats.failures import not_readable
from lungdesk.gui.preference_values import Preferences
from lungdesk.gui.privacy import shown_words
from lungdesk.gui.state import AppState
from lungdesk.gui.translation import told, tr, use


@pytest.fixture
def in_english_again() -> Iterator[None]:
    yield
    use("en")


def test_names_of_a_long_list_are_not_taken_apart_for_each_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state = AppState()
    state.set_preferences(Preferences(is_private=True))
    state.set_paths(tuple(Path(f"/films/Petrovna-{number}-.dcm") for number in range(500)))
    taken: list[Path] = []

    def stem_of(path: Path) -> str:
        taken.append(path)
        return path.name.removesuffix(path.suffix)

    monkeypatch.setattr(PurePath, "stem", property(stem_of))

    assert shown_words(state, "Petrovna-499-.dcm is damaged.") == "Film 500 is damaged."
    assert len(taken) < 10


def test_a_name_is_hidden_however_its_accents_are_typed() -> None:
    state = AppState()
    state.set_preferences(Preferences(is_private=True))
    state.set_paths((Path("/films/Mu\u0308ller.dcm"), Path("/films/Pe\u0301rez.dcm")))

    state.set_paths((*state.paths, Path("/films/old_Pe\u0301rez.dcm")))
    assert shown_words(state, "old_Pérez.dcm is damaged.") == "Film 3 is damaged."
    for form in ("NFC", "NFD"):
        said = normalize(form, "Pérez-view.png and Müller-view.png saved.")
        assert shown_words(state, said) == "Film 2 and Film 1 saved."


@pytest.mark.parametrize(
    "said",
    [
        "Garcia Lopez-presentation.dcm saved.",
        "/out/Garcia Lopez-view.png saved.",
        "“Garcia Lopez-view.png” saved.",
        '"Garcia Lopez-view.png" saved.',
        "[Garcia Lopez-view.png] saved.",
        "old_Garcia Lopez-view.png saved.",
    ],
)
def test_names_made_from_that_of_a_film_are_hidden_wherever_they_stand(said: str) -> None:
    state = AppState()
    state.set_preferences(Preferences(is_private=True))
    state.set_paths((Path("/films/Garcia Lopez.dcm"),))
    hidden = re.sub(r"Garcia Lopez-\w+\.\w+", "Film 1", said)
    assert shown_words(state, said) == hidden


@pytest.mark.usefixtures("in_english_again")
@pytest.mark.parametrize("name", ["Dr. Smith.png", "Why? Ann.dcm", "Ann! Lopez.dcm"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_name_in_which_a_sentence_seems_to_end_is_hidden(language: str, name: str) -> None:
    state = AppState()
    state.set_preferences(Preferences(is_private=True))
    path = Path("/films") / name
    state.set_paths((path,))
    use(language)
    failure = not_readable(path, OSError(errno.EACCES, "Permission denied"))
    for said in (
        told(f"{failure.message} {failure.hint}"),
        f"{told(failure.message)} {told(failure.hint)}",
        f"10:31  {name}: could not be used.",
    ):
        assert shown_words(state, said) == said.replace(name, tr("Film {index}", index=1))


@pytest.mark.usefixtures("in_english_again")
@pytest.mark.parametrize(
    ("language", "said", "shown"),
    [
        ("en", ("Stopped after {done:,} of {total:,} films.", {"done": 8, "total": 10}),
         "Stopped after 8 of 10 films."),
        ("es", ("Stopped after {done:,} of {total:,} films.", {"done": 8, "total": 10}),
         "Detenido tras 8 de 10 radiografías."),
        ("en", ("{name} saved.", {"name": "Of.dcm"}), "Film 1 saved."),
        ("en", ("{name} saved.", {"name": "8 of La"}), "••• ••• ••• saved."),
    ],
)  # fmt: skip
def test_words_and_numbers_of_the_program_stay_whatever_people_are_called(
    language: str, said: tuple[str, dict[str, object]], shown: str
) -> None:
    state = AppState()
    state.set_preferences(Preferences(is_private=True))
    state.set_paths((Path("/films/Of.dcm"),))
    for name in ("Of^After", "De la Torre^Tras", "Film^Saved"):
        state.add_patient(PatientRef("8", name))
    use(language)
    words = tr(said[0], **said[1])
    assert shown_words(state, words) == shown
    within = shown_words(state, tr("{phase}, epoch {epoch}", phase=words, epoch=8))
    assert within.startswith(f"{shown}, ")
    assert within.endswith(" 8")


@pytest.mark.usefixtures("in_english_again")
def test_what_is_said_below_the_window_is_known_by_its_template() -> None:
    state = AppState()
    state.set_preferences(Preferences(is_private=True))
    state.set_paths((Path("/films/De la Torre.dcm"),))
    state.add_patient(PatientRef("8", "De la Torre^Is"))
    said = "De la Torre.dcm is damaged: its compressed data cannot be decoded."
    assert shown_words(state, said) == said.replace("De la Torre.dcm", "Film 1")
    use("es")
    assert shown_words(state, told(said)) == (
        "Radiografía 1 está dañado: sus datos comprimidos no se pueden decodificar."
    )
    assert shown_words(state, "Lista de la torre") == "Lista ••• ••• •••"
