"""Documents for people: no Qt, so that the command line writes the same ones."""
