"""Use cases as functions ``run(request, ctx) -> result``; window and command line share them."""
