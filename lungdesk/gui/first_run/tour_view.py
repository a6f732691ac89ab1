"""A frame round a control of the window, and beside it what is to be said."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.first_run.tour_steps import TourStep
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.keyed import KeyedButton

_WIDTH = 340
_GAP = 12
_FRAME_PX = 3
_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_PageDown)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_PageUp)


class _Ring(QWidget):
    """Lies over the control and lets everything through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.colours().accent), _FRAME_PX))
            inner = self.rect().adjusted(2, 2, -2, -2)
            painter.drawRoundedRect(inner, theme.RADIUS, theme.RADIUS)


class TourView(QFrame):
    """The callout; it follows the window when its size changes.

    Signals
    -------
    stepped(int)
        The user wants the next stop (1) or the one before (-1).
    ended()
        The user has had enough.
    """

    stepped = Signal(int)
    ended = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("callout")
        self.setAccessibleName(tr("Tour"))
        self.setFixedWidth(_WIDTH)
        self._ring = _Ring(window)
        self._target: QWidget | None = None
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.number = QLabel(self)
        self.number.setProperty("role", "muted")
        self.skip = self._button(tr("Skip"), tr("End the tour (Esc)"))
        self.skip.clicked.connect(self.ended)
        self.next = self._button(tr("Next"), tr("Go on (Enter)"))
        self.next.setProperty("primary", True)
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        foot = QHBoxLayout()
        foot.setSpacing(theme.UNIT)
        foot.addWidget(self.number, 1)
        foot.addWidget(self.skip)
        foot.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT * 2,) * 4)
        layout.setSpacing(theme.UNIT)
        for label in (self.title, self.words):
            layout.addWidget(label)
        layout.addLayout(foot)
        window.installEventFilter(self)

    def _button(self, words: str, tip: str) -> KeyedButton:
        button = KeyedButton(words, self)
        button.setToolTip(tip)
        button.setAccessibleName(words)
        button.installEventFilter(self)
        return button

    def point_at(self, step: TourStep, number: int, count: int) -> None:
        """Show a stop of the tour."""
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = control_named(self._window, step.target)
        if self._target is not None:
            self._target.installEventFilter(self)
        self.title.setText(step.title)
        self.words.setText(step.words)
        self.number.setText(tr("{number} of {count}", number=number, count=count))
        self.skip.setVisible(number < count)
        self.next.setText(tr("Next") if number < count else tr("Done"))
        self.next.setAccessibleName(self.next.text())
        self.setAccessibleDescription(f"{step.title}. {step.words}")
        self._place()
        for part in (self._ring, self):
            part.show()
            part.raise_()
        self.next.setFocus()

    def close_all(self) -> None:
        """Take callout and frame away."""
        self._ring.hide()
        self.hide()

    @property
    def framed(self) -> QRect:
        """What the frame lies around, in the window."""
        return self._ring.geometry()

    def _place(self) -> None:
        window, target = self._window, self._target
        self.resize(_WIDTH, self.heightForWidth(_WIDTH))
        if target is None or not target.isVisible():  # folded away: say it in the middle
            self._ring.setGeometry(QRect())
            self.move(window.rect().center() - self.rect().center())
            return
        area = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        self._ring.setGeometry(area.adjusted(-2, -2, 2, 2).intersected(window.rect()))
        self.move(_beside(area, self.size().width(), self.size().height(), window.rect()))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window or the control has another size or place, or a button gets a key."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place()
        if watched in (self.skip, self.next) and isinstance(event, QKeyEvent):
            return self._takes(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        """Keys of the tour are not those of the window, nor of the button, meanwhile."""
        if event.key() not in (Qt.Key.Key_Escape, *_FORWARD, *_BACK):
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.ended.emit()
            else:
                self.stepped.emit(1 if event.key() in _FORWARD else -1)
        return True


def control_named(window: QWidget, name: str) -> QWidget | None:
    """The control of this accessible name: the one that is seen, where there are several."""
    named = [one for one in window.findChildren(QWidget) if one.accessibleName() == name]
    seen = [one for one in named if one.isVisible()]
    return next(iter(seen or named), None)


def _beside(target: QRect, width: int, height: int, room: QRect) -> QPoint:
    """Right of the control, else left, else below, else over its middle; always within the room."""
    centre = target.center()
    if target.right() + _GAP + width <= room.right():
        place = QPoint(target.right() + _GAP, centre.y() - height // 2)
    elif target.left() - _GAP - width >= 0:
        place = QPoint(target.left() - _GAP - width, centre.y() - height // 2)
    elif target.bottom() + _GAP + height <= room.bottom():
        place = QPoint(centre.x() - width // 2, target.bottom() + _GAP)
    else:
        place = QPoint(centre.x() - width // 2, centre.y() - height // 2)
    x = min(max(place.x(), _GAP), room.right() - width - _GAP)
    y = min(max(place.y(), _GAP), room.bottom() - height - _GAP)
    return QPoint(x, y)
