#!/bin/sh
# Finds out which system libraries the installed Qt still lacks, and gets them.
#
#   packaging/system_libraries.sh PYTHON
#
# PYTHON is the interpreter that has PySide6. Nothing is assumed: `ldd` is asked what Qt's own files
# do not find. As root on a Debian-like machine the packages are installed; elsewhere the exact
# command is printed, and it is an error only if the window (or the offscreen picture, where there
# is no display) could not be shown without them.
set -eu

python=$1

say() { printf '%s\n' "$*" >&2; }

[ "$(uname -s)" = Linux ] || exit 0
command -v ldd >/dev/null 2>&1 || exit 0

# Found without importing Qt, which is what may fail.
qt_folder=$("$python" -c 'import importlib.util as u
spec = u.find_spec("PySide6")
print(spec.submodule_search_locations[0] if spec else "")')
if [ -z "$qt_folder" ]; then
    say "PySide6 is not installed for $python: run 'make setup' first."
    exit 1
fi

# Names of shared libraries that the given files need and do not find, one a line.
missing_of() {
    for file in "$@"; do
        if [ -e "$file" ]; then
            ldd "$file" 2>/dev/null || true
        fi
    done | awk '/not found/ { print $1 }' | sort -u
}

missing_base() {
    missing_of "$qt_folder"/QtCore.abi3.so "$qt_folder"/QtGui.abi3.so \
        "$qt_folder"/QtWidgets.abi3.so "$qt_folder"/QtSvg.abi3.so \
        "$qt_folder"/Qt/plugins/platforms/libqoffscreen.so
}
missing_x11() {
    missing_of "$qt_folder"/Qt/plugins/platforms/libqxcb.so \
        "$qt_folder"/Qt/plugins/xcbglintegrations/*.so
}
missing_wayland() {
    missing_of "$qt_folder"/Qt/plugins/platforms/libqwayland*.so \
        "$qt_folder"/Qt/plugins/wayland-shell-integration/libxdg-shell.so
}
missing_all() { { missing_base; missing_x11; missing_wayland; } | sort -u; }

# What cannot be done without: Qt itself, and the plug-in of the display that is there.
missing_needed() {
    missing_base
    if [ -n "${DISPLAY:-}" ]; then
        missing_x11
    elif [ -n "${WAYLAND_DISPLAY:-}" ]; then
        missing_wayland
    fi
}

# Debian's package for a library. Most follow one rule (libxcb-icccm.so.4 is in libxcb-icccm4).
debian_package() {
    case $1 in
        libEGL.so.1) echo libegl1 ;;
        libGL.so.1) echo libgl1 ;;
        libGLX.so.0) echo libglx0 ;;
        libOpenGL.so.0) echo libopengl0 ;;
        libGLESv2.so.2) echo libgles2 ;;
        libdbus-1.so.3) echo libdbus-1-3 ;;
        libfontconfig.so.1) echo libfontconfig1 ;;
        libfreetype.so.6) echo libfreetype6 ;;
        libglib-2.0.so.0 | libgthread-2.0.so.0) echo libglib2.0-0 ;;
        libgssapi_krb5.so.2) echo libgssapi-krb5-2 ;;
        libstdc++.so.6) echo libstdc++6 ;;
        libX11.so.6) echo libx11-6 ;;
        libX11-xcb.so.1) echo libx11-xcb1 ;;
        libxkbcommon-x11.so.0) echo libxkbcommon-x11-0 ;;
        libz.so.1) echo zlib1g ;;
        *) echo "$1" | tr '[:upper:]' '[:lower:]' | sed -e 's/\.so\.//' ;;
    esac
}

has_fonts() {
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.fonts" \
        "${HOME:-/root}/.local/share/fonts"; do
        if [ -d "$folder" ] && [ -n "$(find "$folder" -name '*.[to]tf' 2>/dev/null | head -n 1)" ]; then
            return 0
        fi
    done
    return 1
}

# The words to hand to this machine's package manager; empty when nothing is missing.
wanted_packages() {
    {
        for library in $(missing_all); do
            if [ "$manager" = apt ]; then debian_package "$library"; else echo "$library()(64bit)"; fi
        done
        if ! has_fonts; then
            if [ "$manager" = apt ]; then echo fonts-dejavu-core; else echo dejavu-sans-fonts; fi
        fi
    } | sort -u
}

on_one_line() { tr '\n' ' ' | sed -e 's/ *$//'; }

if command -v apt-get >/dev/null 2>&1; then
    manager=apt
elif command -v dnf >/dev/null 2>&1; then
    manager=dnf
elif command -v zypper >/dev/null 2>&1; then
    manager=zypper
else
    manager=
fi

packages=$(wanted_packages)
[ -n "$packages" ] || exit 0

if [ "$manager" = apt ] && [ "$(id -u)" = 0 ]; then
    say "Installing what Qt needs: $(echo "$packages" | on_one_line)"
    # Lists may never have been fetched on a fresh machine; old ones name versions that are gone.
    # shellcheck disable=SC2086  # one word a package
    { apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } \
        >&2 || say "Some of these packages could not be installed."
else
    say "Qt lacks system libraries on this machine. This command gets them:"
    case $manager in
        apt) say "    sudo apt-get install $(echo "$packages" | on_one_line)" ;;
        dnf | zypper)
            say "    sudo $manager install $(echo "$packages" | sed -e "s/.*/'&'/" | on_one_line)"
            ;;
        *) say "    (with your package manager) $(missing_all | on_one_line)" ;;
    esac
fi

still_missing=$(missing_needed | sort -u | on_one_line)
if [ -n "$still_missing" ]; then
    say "LungDesk cannot start without: $still_missing"
    exit 1
fi
