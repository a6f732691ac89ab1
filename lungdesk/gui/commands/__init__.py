"""Everything the window can do, found by typing a part of its name."""
