import sys

from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot


def test_qt_keeps_its_references_to_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 did not, and took Python 3.11 down after some thousands of calls."""
    painter = QPainter(image := QImage(8, 8, QImage.Format.Format_RGB32))
    before = sys.getrefcount(None)
    for _ in range(500):
        painter.setOpacity(1.0)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert image.width() == 8
    assert lost < 100
