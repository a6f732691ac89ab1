"""The model library: which models are installed, and which one reads."""
