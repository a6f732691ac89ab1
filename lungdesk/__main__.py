"""``python -m lungdesk``."""

import sys

from lungdesk.app import main

if __name__ == "__main__":
    sys.exit(main())
