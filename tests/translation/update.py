"""Brings the catalogues up to date with the sources: ``python -m tests.translation.update``.

Texts that are new are left unfinished, those that are gone are dropped; the rest stays.
"""

from __future__ import annotations

import sys

from lungdesk.core.language import ENGLISH
from lungdesk.services.languages import LANGUAGES, catalogue_file
from tests.translation import catalogue


def main() -> None:
    """Update every language, and say how many texts wait to be translated."""
    for language in LANGUAGES:
        if language == ENGLISH.code:
            continue
        path = catalogue_file(language)
        now = catalogue.updated(catalogue.read(path))
        path.parent.mkdir(exist_ok=True)
        catalogue.write(now, path, language)
        texts = [said for each in now.values() for said in each.values()]
        sys.stdout.write(f"{path.name}: {len(texts):,} texts, {texts.count('')} unfinished\n")


if __name__ == "__main__":
    main()
