"""Qt widgets that know values and signals only."""
