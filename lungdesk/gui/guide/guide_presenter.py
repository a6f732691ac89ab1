"""Shows places of the guide, finds words in it, and goes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextDocument

from lungdesk.core.history import History
from lungdesk.gui.guide.guide_dialog import GuideDialog
from lungdesk.gui.guide.guide_document import chapter_document, place_of
from lungdesk.gui.translation import tr
from lungdesk.services.guide import Chapter, Hit, guide_folder, load_guide, search, words_of

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel


@dataclass(frozen=True, slots=True)
class Place:
    """A chapter and, perhaps, a heading in it."""

    chapter: str
    anchor: str = ""


class GuidePresenter(QObject):
    """Owns the guide's window, which begins with a place; the chapters are read once."""

    def __init__(self, panel: ViewerPanel, place: Place) -> None:
        super().__init__(panel)
        self._chapters = load_guide()
        self._by_id = {chapter.id: chapter for chapter in self._chapters}
        self._hits: tuple[Hit, ...] | None = None
        self._document: QTextDocument | None = None
        self._history = History(place)
        self.dialog = GuideDialog(panel.window())
        self.dialog.search_changed.connect(self._search)
        self.dialog.row_wanted.connect(self._open_row)
        self.dialog.link_wanted.connect(self._follow)
        self.dialog.back_wanted.connect(self._back)
        self.dialog.forward_wanted.connect(self._forward)
        self.dialog.colours_changed.connect(self._show)
        self._list_chapters()

    @property
    def place(self) -> Place:
        """What is shown."""
        return self._history.present

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters, in their order."""
        return self._chapters

    def open(self, place: Place) -> None:
        """Show the window, or bring it to the front, with a place of the guide."""
        self.dialog.search.clear()
        self._list_chapters()
        self._go(place)
        self.dialog.show()
        self._show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.text.setFocus()

    # --- places

    def _go(self, place: Place) -> None:
        if place.chapter in self._by_id:
            self._history = self._history.push(place)
            self._show()

    def _back(self) -> None:
        self._history = self._history.undo()
        self._show()

    def _forward(self) -> None:
        self._history = self._history.redo()
        self._show()

    def _follow(self, link: str) -> None:
        """A link leads to a heading, to another chapter, or to a heading of one."""
        name, _, anchor = link.partition("#")
        self._go(Place(name.removesuffix(".md") or self.place.chapter, anchor))

    def _show(self) -> None:
        dialog, place = self.dialog, self.place
        chapter = self._by_id[place.chapter]
        former = self._document
        # Of the text that shows it: it must not go before that when the window does.
        self._document = chapter_document(chapter, guide_folder(), dialog.text)
        dialog.text.setDocument(self._document)  # laid out for the width that there is
        dialog.show_document(self._document, place_of(self._document, place.anchor))
        dialog.mark_words(words_of(dialog.search.text()) if self._hits is not None else ())
        dialog.back.setEnabled(self._history.can_undo)
        dialog.forward.setEnabled(self._history.can_redo)
        dialog.mark_row(self._row())
        if former is not None:
            former.deleteLater()

    def _row(self) -> int | None:
        if self._hits is None:
            return list(self._by_id).index(self.place.chapter)
        places = [_place_of(hit) for hit in self._hits]
        return places.index(self.place) if self.place in places else None

    # --- the list

    def _list_chapters(self) -> None:
        self._hits = None
        self.dialog.show_rows([(chapter.title, "") for chapter in self._chapters])
        self.dialog.mark_row(self._row())

    def _search(self, text: str) -> None:
        if not words_of(text):
            self._list_chapters()
            self.dialog.mark_words(())
            return
        self._hits = search(self._chapters, text)
        count = len(self._hits)
        words = tr("{count} places", count=count) if count > 1 else tr("1 place")
        said = words if count else tr("Nothing in the guide holds “{text}”.", text=text.strip())
        self.dialog.show_rows([_row_of(hit) for hit in self._hits], said)
        self.dialog.mark_words(words_of(text))

    def _open_row(self, row: int) -> None:
        if self._hits is None:
            self._go(Place(self._chapters[row].id))
        else:
            self._go(_place_of(self._hits[row]))


def _place_of(hit: Hit) -> Place:
    return Place(hit.chapter.id, "" if hit.section.level == 1 else hit.section.anchor)


def _row_of(hit: Hit) -> tuple[str, str]:
    chapter, section = hit.chapter.title, hit.section.title
    title = section if section == chapter else f"{section} · {chapter}"
    return title, hit.around
