#!/bin/sh
# Puts LungDesk into the menu of this user, or takes it out again:
#
#   ./install.sh            a menu entry, an icon, "open with" for DICOM files, ~/.local/bin/lungdesk
#   ./install.sh --remove   all of that is taken away; this folder stays
#
# Nothing is copied but these few files: the program stays where this folder is. Moved it? Again.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
command=$HOME/.local/bin/lungdesk

# Files below share/, each named as from there.
files() { (cd "$here/share" && find . -type f); }

refresh() {
    if command -v update-desktop-database >/dev/null 2>&1; then
        update-desktop-database -q "$share/applications" || true
    fi
    if command -v update-mime-database >/dev/null 2>&1; then
        update-mime-database "$share/mime" >/dev/null 2>&1 || true
    fi
    if command -v gtk-update-icon-cache >/dev/null 2>&1; then
        gtk-update-icon-cache -q -t -f "$share/icons/hicolor" 2>/dev/null || true
    fi
}

case ${1:-} in
    '')
        files | while read -r file; do
            mkdir -p "$(dirname "$share/$file")"
            cp "$here/share/$file" "$share/$file"
        done
        # Menus need not know ~/.local/bin: the entry names the program itself. A quoted path may
        # have spaces; what is special within quotes is told to be itself.
        quoted=$(printf '%s' "$here/lungdesk" | sed -e 's/["`$\\]/\\\\&/g' -e 's/[&|\\]/\\&/g')
        entry=$share/applications/lungdesk.desktop
        sed -i -e "s|^Exec=lungdesk|Exec=\"$quoted\"|" -e '/^TryExec=/d' "$entry"
        mkdir -p "$(dirname "$command")"
        ln -sf "$here/lungdesk" "$command"
        refresh
        echo "LungDesk is in the menu now, and starts as $command."
        ;;
    --remove)
        files | while read -r file; do rm -f "$share/$file"; done
        if [ -L "$command" ]; then rm -f "$command"; fi
        refresh
        echo "LungDesk is out of the menu; delete $here to remove it."
        ;;
    *)
        echo "Usage: $0 [--remove]" >&2
        exit 2
        ;;
esac
