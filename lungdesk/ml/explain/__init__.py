"""Explanations that ask the model again: parts of a film are blurred, and it is read once more."""
