"""A line to type in, and under it what the window can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.commands.command import Command, fitting
from lungdesk.gui.translation import tr

_SIZE: Final = (600, 420)
_ROW_HEIGHT: Final = 32
_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_OF_THE_LIST: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight

_Index = QModelIndex | QPersistentModelIndex


class CommandsDialog(QDialog):
    """Over the window until a command is chosen, or Esc is pressed.

    Signals
    -------
    chosen(Command)
        The user wants it done; the dialog is gone.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setWindowTitle(tr("Commands"))
        self.setAccessibleName(tr("Commands"))
        self.setFixedSize(*_SIZE)
        self._commands: tuple[Command, ...] = ()
        self.model = _CommandModel(self)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("What do you want to do?"))
        self.field.setAccessibleName(tr("Find a command"))
        self.field.setToolTip(tr("Type a part of the name; arrows choose, Enter does it"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._show_fitting)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_CommandDelegate(self.list))
        self.list.setAccessibleName(tr("Commands that fit"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the line has it, and moves in here
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.note = QLabel(self)
        self.note.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT + theme.HALF_UNIT,) * 4)
        layout.setSpacing(theme.UNIT)
        for part in (self.field, self.list, self.note):
            layout.addWidget(part)

    def open_over(self, commands: Sequence[Command], window: QWidget) -> None:
        """Show these commands over the upper part of a window."""
        self._commands = tuple(commands)
        self.field.clear()
        self._show_fitting()
        left = (window.width() - self.width()) // 2
        self.move(window.mapToGlobal(QPoint(max(left, 0), theme.TOOLBAR_HEIGHT * 2)))
        self.show()
        self.activateWindow()
        self.field.setFocus()

    def add(self, commands: Sequence[Command]) -> None:
        """Offer more; what is chosen stays chosen."""
        self._commands += tuple(commands)
        current = self.current
        self._show_fitting()
        if current in self.model.commands:
            self._select(self.model.commands.index(current))

    @property
    def current(self) -> Command | None:
        """The one that Enter does."""
        row = self.list.currentIndex().row()
        return self.model.commands[row] if 0 <= row < len(self.model.commands) else None

    def _show_fitting(self) -> None:
        found = fitting(self.field.text(), self._commands)
        self.model.show(found)
        self._select(0)
        self.list.setVisible(bool(found))
        none = tr("Nothing is called so. Type another word, or delete some letters.")
        self.note.setText(tr("Enter does it, Esc closes.") if found else none)

    def _select(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row))

    def _choose(self, index: QModelIndex) -> None:
        command = index.data(_ROLE)
        if command is None:
            return
        if not command.is_possible:
            self.note.setText(f"{command.title}: {command.why_not or tr('not possible now')}.")
            return
        self.hide()
        self.chosen.emit(command)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list and Enter chooses while the line has the focus."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _OF_THE_LIST:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)


class _CommandModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.commands: tuple[Command, ...] = ()

    def show(self, commands: tuple[Command, ...]) -> None:
        self.beginResetModel()
        self.commands = commands
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.commands)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.commands):
            return None
        command = self.commands[index.row()]
        if role == _ROLE:
            return command
        if role == Qt.ItemDataRole.DisplayRole:
            return command.title
        return command.words if role == Qt.ItemDataRole.AccessibleTextRole else None


class _CommandDelegate(QStyledItemDelegate):
    """Name and menu on the left; on the right the key, or why it cannot be done."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        command: Command = index.data(_ROLE)
        colours = theme.colours()
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(area.adjusted(1, 1, -2, -2), theme.RADIUS, theme.RADIUS)
        place = area.adjusted(theme.UNIT, 0, -theme.UNIT, 0)
        right = command.key if command.is_possible else command.why_not
        small = _font(painter, theme.SMALL_PX)
        taken = QFontMetrics(small).horizontalAdvance(right) + theme.UNIT
        _write(painter, place, right, (small, colours.muted, _RIGHT))
        large = _font(painter, theme.TEXT_PX)
        ink = colours.text if command.is_possible else colours.muted
        room = place.adjusted(0, 0, -taken, 0)
        used = _write(painter, room, command.title, (large, ink, _LEFT))
        beside = room.adjusted(used + theme.UNIT, 0, 0, 0)
        _write(painter, beside, command.place, (small, colours.muted, _LEFT))
        painter.restore()


def _write(
    painter: QPainter, place: QRect, words: str, look: tuple[QFont, str, Qt.AlignmentFlag]
) -> int:
    """Write a line, shortened where it must be; returns its width."""
    font, ink, flags = look
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(place.width(), 0))
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(place, flags, shown)
    return metrics.horizontalAdvance(shown)


def _font(painter: QPainter, size_px: int) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(size_px)
    return font
