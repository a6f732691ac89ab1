"""The list of opened films: panel and presenter."""
