"""The user guide in the window: chapters, search, what a code means."""
