"""What is wrong with a labelled collection, found before a model learns it."""
