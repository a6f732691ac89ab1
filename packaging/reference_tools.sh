#!/bin/sh
# Gets the programs that tests compare LungDesk with: dcm2pnm (dcmtk), dciodvfy (dicom3tools), and
# those that look into PDF files (poppler-utils).
#
#   packaging/reference_tools.sh
#
# As root on a Debian-like machine the packages are installed; elsewhere the command is printed.
# Nothing here is an error: tests that need a program which is missing are skipped and say so.
set -eu

say() { printf '%s\n' "$*" >&2; }

packages=
command -v dcm2pnm >/dev/null 2>&1 || packages=dcmtk
command -v dciodvfy >/dev/null 2>&1 || packages="$packages dicom3tools"
command -v pdftotext >/dev/null 2>&1 || packages="$packages poppler-utils"
packages=${packages# }
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    say "Not here: $packages. Tests that compare with them are skipped."
elif [ "$(id -u)" != 0 ]; then
    say "Not here: $packages. Tests that compare with them are skipped. This command gets them:"
    say "    sudo apt-get install $packages"
else
    say "Installing what tests compare with: $packages"
    # Lists may never have been fetched on a fresh machine; old ones name versions that are gone.
    # shellcheck disable=SC2086  # one word a package
    { apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } \
        >&2 || say "They could not be installed: tests that compare with them are skipped."
fi
