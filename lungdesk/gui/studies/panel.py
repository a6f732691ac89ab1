"""The left of the window: the films that are open, or how to open some."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import icons, theme
from lungdesk.gui.item_models import FilmListModel
from lungdesk.gui.translation import grouped, tr
from lungdesk.gui.widgets.film_delegate import FilmDelegate

_RECENT_SHOWN = 6


class _FilmList(QListView):
    """The film in the centre stays in sight when something below takes room from the list."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        current = self.visualRect(self.currentIndex())
        was_in_sight = current.bottom() > 0 and current.top() < event.oldSize().height()
        if current.isValid() and was_in_sight:
            self.scrollTo(self.currentIndex())


class StudiesPanel(QFrame):
    """List of films with their findings.

    Signals
    -------
    film_chosen(Path)
        The user wants a film in the centre.
    visible_rows_changed()
        Other rows can be seen.
    recent_chosen(Path)
        The user wants a recent file or folder again.

    Attributes
    ----------
    read_all
        Is there while films of the list have not been read, and tells the key for it.
    """

    film_chosen = Signal(object)
    visible_rows_changed = Signal()
    recent_chosen = Signal(object)

    def __init__(self, model: FilmListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setAccessibleName(tr("Films"))
        self.setMinimumWidth(theme.STUDIES_WIDTH[0])
        self.setMaximumWidth(theme.STUDIES_WIDTH[2])
        self._count = QLabel(self)
        self._count.setProperty("role", "muted")
        self._header = QHBoxLayout()
        self.read_all = QPushButton(self)
        self.read_all.setProperty("flat", True)
        self.read_all.setAutoDefault(False)
        _keep_room(self.read_all)
        self._with_key = tr("Read all")
        self._is_reading_all = False
        self.list = self._list()
        self._recent = QVBoxLayout()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty_page())
        self._stack.addWidget(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_header())
        layout.addWidget(self._stack, 1)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self.visible_rows_changed)
        self._offering = QTimer(self)
        self._offering.setSingleShot(True)
        self._offering.setInterval(0)
        self._offering.timeout.connect(self._offer_reading)
        model.dataChanged.connect(self._offering.start)
        model.modelReset.connect(self._on_rows_replaced)
        self._on_rows_replaced()

    def _make_header(self) -> QHBoxLayout:
        title = QLabel(tr("Films"), self)
        title.setProperty("role", "section")
        self._header.setContentsMargins(theme.UNIT * 2, theme.UNIT, theme.UNIT, theme.UNIT)
        self._header.setSpacing(theme.HALF_UNIT)
        self._header.addWidget(title)
        self._header.addWidget(self._count)
        self._header.addStretch(1)
        self._header.addWidget(self.read_all)
        return self._header

    def offer_to_read(self, action: QAction) -> None:
        """Let a button do what an action does, while there is something to read."""
        self.read_all.clicked.connect(action.trigger)
        action.changed.connect(lambda: self._name_key(action))
        self._name_key(action)

    def _name_key(self, action: QAction) -> None:
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._with_key = tr("Read all ({key})", key=key) if key else tr("Read all")
        self.read_all.setAccessibleName(self._with_key)
        self.read_all.setToolTip(action.toolTip())
        self._fit_key()

    def _fit_key(self) -> None:
        """Name the key where there is room for it; the tooltip always does."""
        self.read_all.setText(self._with_key)
        self._header.invalidate()
        if self._header.minimumSize().width() > self.width():
            self.read_all.setText(tr("Read all"))

    def add_section(self, section: QWidget) -> None:
        """Put something under the list."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(section)

    def _list(self) -> QListView:
        view = _FilmList(self)
        view.setModel(self._model)
        view.setItemDelegate(FilmDelegate(view))
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMouseTracking(True)
        view.setAccessibleName(tr("List of films"))
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        view.selectionModel().currentChanged.connect(self._on_current_changed)
        return view

    def _empty_page(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(theme.UNIT, theme.UNIT, theme.UNIT, theme.UNIT)
        layout.setSpacing(theme.UNIT)
        words = QLabel(tr("No film is open. Drop files or a folder here."), page)
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        words.setIndent(theme.UNIT)
        self._recent_title = QLabel(tr("Recent"), page)
        self._recent_title.setProperty("role", "section")
        self._recent_title.setIndent(theme.UNIT)
        self._recent.setSpacing(0)
        layout.addWidget(words)
        layout.addSpacing(theme.UNIT)
        layout.addWidget(self._recent_title)
        layout.addLayout(self._recent)
        layout.addStretch(1)
        return page

    # --- what to show

    def show_recent(self, paths: tuple[Path, ...]) -> None:
        """Offer recent files and folders while the list is empty."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for path in paths[:_RECENT_SHOWN]:
            self._recent.addWidget(self._recent_button(path))
        self._recent_title.setVisible(bool(paths))

    def _recent_button(self, path: Path) -> QPushButton:
        button = QPushButton(icons.icon("recent"), "", self)
        button.setProperty("flat", True)
        button.setStyleSheet("text-align: left; padding: 4px 8px;")
        room = theme.STUDIES_WIDTH[0] - 7 * theme.UNIT
        shown = button.fontMetrics().elidedText(path.name, Qt.TextElideMode.ElideMiddle, room)
        button.setText(shown)
        button.setToolTip(tr("Open {path}", path=path))
        button.setAccessibleName(tr("Open {name} again", name=path.name))
        button.clicked.connect(lambda _checked=False, p=path: self.recent_chosen.emit(p))
        return button

    def show_current(self, number: int | None) -> None:
        """Mark the film in the centre and scroll to it."""
        selection = self.list.selectionModel()
        if number is None:
            selection.clear()
            return
        index = self._model.index(number)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        selection.setCurrentIndex(index, flags)
        self.list.scrollTo(index)

    def visible_rows(self) -> range:
        """Numbers of the rows that can be seen, and one more on each side."""
        count = self._model.rowCount()
        if not count or not self.list.isVisible():
            return range(0)
        top = self.list.verticalScrollBar().value()
        first = max(0, top // theme.FILM_ROW_HEIGHT - 1)
        last = (top + self.list.viewport().height()) // theme.FILM_ROW_HEIGHT + 2
        return range(first, min(last, count))

    def show_reading_all(self, is_reading: bool) -> None:
        """While all films are being read, that is not offered."""
        self._is_reading_all = is_reading
        self._offer_reading()

    def _offer_reading(self) -> None:
        """A film alone is read as it opens."""
        is_list = self._model.rowCount() > 1
        self.read_all.setVisible(is_list and not self._is_reading_all and self._model.has_unread)
        self._fit_key()

    # --- the hand

    def _on_rows_replaced(self) -> None:
        count = self._model.rowCount()
        self._count.setText(grouped(count) if count else "")
        self._stack.setCurrentIndex(1 if count else 0)
        self._offer_reading()
        self._settle.start()

    def _on_scrolled(self, _value: int) -> None:
        self._settle.start()

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.film_chosen.emit(self._model.row(current.row()).path)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_key()
        self._settle.start()


def _keep_room(button: QPushButton) -> None:
    """Rows below must not move under the pointer when a button goes."""
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
