"""How a network is trained: the recipe, the order of films, the loop, its checkpoints."""
