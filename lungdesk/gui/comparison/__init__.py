"""Compare runs and keep the model that is chosen."""
