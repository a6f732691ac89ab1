"""Hangs films side by side: layouts, linked places, the prior beside the current film."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup

from lungdesk.core.errors import LungDeskError
from lungdesk.core.hanging import LAYOUTS, SIDE_BY_SIDE, SINGLE, Layout, filling
from lungdesk.core.study import Instance
from lungdesk.gui.actions import Actions
from lungdesk.gui.film import Film, loader
from lungdesk.gui.key_bindings import key_words
from lungdesk.gui.layout.captions import captions
from lungdesk.gui.messages import Message
from lungdesk.gui.state import Phase
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.film_cell import FilmCell
from lungdesk.gui.viewer.presenter import Links, ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.gui.words import date
from lungdesk.services.job_runner import Lane
from lungdesk.services.priors import PriorsRequest
from lungdesk.services.studies import DecodeRequest

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel

_NO_PRIOR = Message(
    tr("No earlier film of this patient is open or in the worklist."),
    tr("Open the folder of the earlier study, or choose any film of the list for this place."),
)


class LayoutPresenter(QObject):
    """Fills the places of the layout: the prior first, then the films that follow in the list."""

    def __init__(self, panel: ViewerPanel, viewer: ViewerPresenter, shared: Shared) -> None:
        super().__init__(panel)
        self._panel, self._viewer = panel, viewer
        self._state, self._messages = viewer.state, shared.messages
        self._find = shared.services.find_priors
        self._load = loader(shared.services.decode)
        self._loading = shared.bridge.channel(Lane.IO)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_failed)
        self._finding = shared.bridge.channel(Lane.IO)
        self._finding.succeeded.connect(self._on_found)
        self._layout = SINGLE
        self._is_alone = False
        self._before: tuple[Layout, tuple[Path | None, ...]] | None = None
        self._priors: tuple[Instance, ...] = ()
        self._hinted: set[Path] = set()
        self._state.film_changed.connect(self._on_film_changed)
        self._state.paths_changed.connect(self._on_paths_changed)
        viewer.activated.connect(self._on_activated)
        viewer.filled.connect(self._caption)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        self._actions = actions
        group = QActionGroup(self)
        for layout in LAYOUTS:
            action = actions[f"layout_{layout.name}"]
            group.addAction(action)
            action.triggered.connect(partial(self.choose, layout))
        actions["layout_1"].setChecked(True)
        actions["link_places"].toggled.connect(self._link)
        actions["link_windows"].toggled.connect(self._link)
        actions["prior"].toggled.connect(self._set_prior_beside)
        self._panel.full_screen_wanted.connect(self._toggle_alone)
        actions["full_screen"].toggled.connect(self._on_full_screen)

    # --- layouts

    @property
    def layout(self) -> Layout:
        """The layout that was chosen."""
        return self._layout

    @property
    def shown(self) -> tuple[int, ...]:
        """Numbers of the places that are in sight."""
        return self._layout_now.places(self._active)

    @property
    def is_side_by_side(self) -> bool:
        """Whether there are several places in a row."""
        return self._layout_now.columns > 1

    @property
    def _active(self) -> int:
        return self._viewer.cells.index(self._viewer.active)

    @property
    def _layout_now(self) -> Layout:
        """Several empty places say no more than one."""
        is_single = self._is_alone or not self._state.paths
        return SINGLE if is_single else self._layout

    def choose(self, layout: Layout, _is_on: bool = True) -> None:
        """Hang films in another layout; free places are filled.

        The prior beside is a film and its prior: two places, and no others that stay empty.
        """
        self._layout, self._before, self._is_alone = layout, None, False
        self._actions[f"layout_{layout.name}"].setChecked(True)
        if layout.count != SIDE_BY_SIDE.count:
            self._actions["prior"].setChecked(False)
        self._arrange()
        self._fill()

    def _arrange(self, *_: object) -> None:
        self._panel.arrange(self._layout_now, self.shown, active=self._active)

    def _on_activated(self, *_: object) -> None:
        """What was on its way to the place would cover what the user now chooses for it."""
        self._give_up(self._active)
        self._arrange()

    def _link(self, _is_on: bool) -> None:
        table = self._actions
        self._viewer.links = Links(
            places=table["link_places"].isChecked(), windows=table["link_windows"].isChecked()
        )

    def _toggle_alone(self) -> None:
        """A double click shows its film alone on the whole screen, and goes back."""
        full_screen = self._actions["full_screen"]
        self._is_alone = not full_screen.isChecked()
        full_screen.toggle()
        self._arrange()

    def _on_full_screen(self, is_on: bool) -> None:
        if not is_on and self._is_alone:
            self._is_alone = False
            self._arrange()

    # --- what hangs where

    def _on_paths_changed(self) -> None:
        if not self._state.paths:
            self._loading.cancel()
            self._viewer.activate(0)
            for number in range(1, len(self._viewer.cells)):
                self._viewer.put(number, None)
        self._clear_unlisted()
        self._arrange()

    def _clear_unlisted(self) -> None:
        """A film of the study before must not hang beside that of the next patient."""
        listed = self._listed
        awaited = self._loading.pending
        self._loading.keep_only(tuple(tag for tag in awaited if tag[1] in listed))
        for number in range(len(self._viewer.cells)):
            path = self._viewer.path_in(number)
            if number != self._active and path is not None and path not in listed:
                self._viewer.put(number, None)

    @property
    def _listed(self) -> set[Path]:
        """What may hang: films of the list and, while theirs is in it, priors of the worklist."""
        listed = set(self._state.paths)
        has_film = self._state.current in listed
        return listed.union(prior.path for prior in self._priors) if has_film else listed

    def _on_film_changed(self) -> None:
        self._caption()
        if self._state.is_playing:
            return
        self._finding.cancel()
        self._priors = ()
        self._search()

    def _search(self) -> None:
        film = self._state.film
        if film.phase is Phase.READY and film.film is not None:
            request = PriorsRequest(film.film.radiograph.instance, self._state.paths)
            self._finding.replace(self._find, request, tag=film.path)

    def _on_found(self, path: Path, found: tuple[Instance, ...]) -> None:
        self._priors = found
        if self._actions["prior"].isChecked():
            self._hang_prior()
        elif found and self._layout is SINGLE and path not in self._hinted:
            self._hinted.add(path)
            self._messages.inform(self._offer(found[0]))
        self._fill()

    def _offer(self, prior: Instance) -> str:
        """That it is there, and how it comes beside."""
        when, key = date(prior.study_date), key_words(self._state.keys, "prior")
        if not key:
            return tr(
                "There is an earlier film of this patient, of {when}. Prior beside shows it.",
                when=when,
            )
        return tr(
            "There is an earlier film of this patient, of {when}. {key} shows it beside.",
            when=when,
            key=key,
        )

    def _set_prior_beside(self, is_on: bool) -> None:
        if not is_on:
            self._end_prior_beside()
            return
        self._messages.inform("")  # what was offered has been taken
        before = self._layout
        hung = tuple(self._viewer.path_in(number) for number in range(len(self._viewer.cells)))
        if len(self.shown) != SIDE_BY_SIDE.count:
            self.choose(before if before.count == SIDE_BY_SIDE.count else SIDE_BY_SIDE)
        self._before = before, hung
        if self._priors:
            self._hang_prior()
        else:
            self._search()  # there may be more in the worklist by now

    def _end_prior_beside(self) -> None:
        """What hung before hangs again; a place that lacks a prior lacks it no more."""
        for number, cell in enumerate(self._panel.cells):
            if cell.is_lacking:
                self._viewer.put(number, None)
        if self._before is not None:
            layout, hung = self._before
            self._hang_again(hung)
            self.choose(layout)

    def _hang_again(self, hung: tuple[Path | None, ...]) -> None:
        """Hang films where they hung; the active one stays, and what is listed no more is gone."""
        current = self._viewer.path_in(self._active)
        for number, path in enumerate(hung):
            if number == self._active:
                continue
            if path is not None and path != current and path in self._listed:
                self._begin(number, path)
            else:
                self._give_up(number)
                self._viewer.put(number, None)

    def _hang_prior(self) -> None:
        """Put the prior beside the film that is newest of the two; never the film itself."""
        beside = next((number for number in self.shown if number != self._active), None)
        if beside is None:
            return
        if self._is_prior_of_shown(self._viewer.active):
            return
        if self._priors:
            prior = self._priors[0].path
            self._begin(beside, prior)
            for number in set(range(len(self._viewer.cells))).difference(self.shown):
                if self._viewer.path_in(number) == prior:  # one place is enough for it
                    self._viewer.put(number, None)
        else:
            self._give_up(beside)
            self._viewer.put(beside, None)
            self._panel.cells[beside].show_lack(tr("No prior"), _NO_PRIOR)

    def _is_prior_of_shown(self, cell: FilmCell) -> bool:
        """Whether this film hangs here as the prior of another: then that one stays."""
        return bool(captions(self._viewer.cells, cell)[self._viewer.cells.index(cell)])

    def fill(self, number: int) -> bool:
        """Put the best film beside the active one into a place; whether there is one."""
        path = next(self._candidates(), None)
        if path is not None:
            self._begin(number, path)
        return path is not None

    def _fill(self) -> None:
        if self._state.film.phase is not Phase.READY or self._actions["prior"].isChecked():
            return
        taken = (number for number in self.shown if self._viewer.path_in(number))
        awaited = (tag[0] for tag in self._loading.pending)
        free = filling(self.shown, (*taken, *awaited))
        for number, path in zip(free, self._candidates(), strict=False):
            self._begin(number, path)

    def _candidates(self) -> Iterator[Path]:
        """Priors, then the films after the active one in the list; none that hangs or will."""
        awaited = (tag[1] for tag in self._loading.pending)
        hanging = {*map(self._viewer.path_in, range(len(self._viewer.cells))), *awaited}
        paths, current = self._state.paths, self._state.current
        start = paths.index(current) + 1 if current in paths else 0
        following = (*(prior.path for prior in self._priors), *paths[start:], *paths[:start])
        yield from (path for path in dict.fromkeys(following) if path not in hanging)

    def _begin(self, number: int, path: Path) -> None:
        self._give_up(number)
        if path not in self._state.paths:
            self._state.add_earlier(path)
        if self._viewer.cells[number].path != path:
            self._loading.add(self._load, DecodeRequest(path), tag=(number, path))

    def _give_up(self, number: int) -> None:
        """Want no longer what is on its way to a place."""
        self._loading.keep_only(tuple(tag for tag in self._loading.pending if tag[0] != number))

    def _on_loaded(self, tag: tuple[int, Path], film: Film) -> None:
        self._state.add_patient(film.radiograph.instance.patient)
        self._viewer.put(tag[0], film)

    def _on_failed(self, tag: tuple[int, Path], error: LungDeskError) -> None:
        number, path = tag
        self._viewer.fail(number, path, error)
        if number not in self.shown:
            self._messages.warn(error)

    def _caption(self, *_: object) -> None:
        cells = self._viewer.cells
        for cell, caption in zip(cells, captions(cells, self._viewer.active), strict=True):
            cell.set_caption(caption)
