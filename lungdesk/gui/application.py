"""The Qt application: style, fonts, name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from lungdesk.gui import theme, translation
from lungdesk.gui.style_sheet import style_sheet
from lungdesk.services.paths import resources_folder

_FONT_FILES = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")
_THEMED = "isLungDeskThemed"


def create_application(arguments: Sequence[str] = ()) -> QApplication:
    """Make the application of this process, or take the one there is, and give it its look."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["lungdesk", *arguments])
    app.setApplicationName("lungdesk")
    app.setApplicationDisplayName("LungDesk")
    app.setDesktopFileName("lungdesk")
    app.setWindowIcon(QIcon(str(resources_folder() / "icons" / "lungdesk.png")))
    translation.speak(app)
    apply_theme(app)
    return app


def apply_theme(app: QApplication) -> None:
    """Set style and font, once, and the palette and style sheet of the theme that is shown."""
    if not app.property(_THEMED):
        app.setProperty(_THEMED, True)
        _set_style(app)
        show_palette(theme.colours())


def show_palette(palette: theme.Palette) -> None:
    """Show the whole application in these colours from now on."""
    theme.use(palette)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setPalette(_palette(palette))
        app.setStyleSheet(style_sheet(palette))


def _set_style(app: QApplication) -> None:
    app.setStyle("Fusion")
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(resources_folder() / "fonts" / name))
    font = QFont()
    font.setFamilies(list(theme.FONT_FAMILIES))
    font.setPixelSize(theme.TEXT_PX)
    app.setFont(font)


def _palette(colours: theme.Palette) -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, colours.panel),
        (QPalette.ColorRole.Base, colours.panel),
        (QPalette.ColorRole.AlternateBase, colours.raised),
        (QPalette.ColorRole.Button, colours.raised),
        (QPalette.ColorRole.ToolTipBase, colours.raised),
        (QPalette.ColorRole.WindowText, colours.text),
        (QPalette.ColorRole.Text, colours.text),
        (QPalette.ColorRole.ButtonText, colours.text),
        (QPalette.ColorRole.ToolTipText, colours.text),
        (QPalette.ColorRole.PlaceholderText, colours.muted),
        (QPalette.ColorRole.Highlight, colours.accent),
        (QPalette.ColorRole.HighlightedText, colours.on_accent),
        (QPalette.ColorRole.Link, colours.accent),
    ):
        palette.setColor(role, QColor(colour))
    return palette
