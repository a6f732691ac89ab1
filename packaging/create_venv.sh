#!/bin/sh
# Makes the virtual environment that everything else is installed into.
#
#   packaging/create_venv.sh PYTHON FOLDER
set -eu

python=$1
folder=$2

say() { printf '%s\n' "$*" >&2; }

if ! command -v "$python" >/dev/null 2>&1; then
    say "LungDesk needs Python 3.11, 3.12 or 3.13, and there is no '$python' here:" \
        "install it, or name yours with 'make PYTHON=/path/to/python3 …'."
    exit 1
fi

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
# TensorFlow has no builds for later ones yet.
case $version in
    3.11 | 3.12 | 3.13) ;;
    *)
        say "LungDesk needs Python 3.11, 3.12 or 3.13, and '$python' is $version:" \
            "name another one with 'make PYTHON=python3.12 …'."
        exit 1
        ;;
esac

# Debian keeps this part of Python in a package of its own.
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        say "Installing python$version-venv, without which Python makes no virtual environments."
        { apt-get update -qq &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
                "python$version-venv"; } >&2
    else
        say "Python $version cannot make virtual environments here. On Debian and Ubuntu this helps:"
        say "    sudo apt-get install python$version-venv"
        exit 1
    fi
fi

"$python" -m venv --clear "$folder"
