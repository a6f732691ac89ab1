"""Qt's plug-ins without that of GTK 3, which would bring some 30 libraries for a file dialog."""

from PyInstaller.utils.hooks.qt import add_qt6_dependencies

hiddenimports, binaries, datas = add_qt6_dependencies(__file__)
binaries = [(path, folder) for path, folder in binaries if "qgtk3" not in path]
