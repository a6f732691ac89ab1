"""Prepares trainings, runs them in child processes, and tells how far they are."""
