"""The lungs in a film: where they are, what follows from it, whether they look like lungs."""
