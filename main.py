"""Start LungDesk from a checkout: ``python main.py [PATH…]``."""

import sys

from lungdesk.app import main

if __name__ == "__main__":
    sys.exit(main())
