"""Folders of trainings, and the child processes that work in them."""
