"""Reads folders of films, one row each, so that whatever ends it loses nothing."""
