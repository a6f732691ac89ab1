"""The training wizard: a window of steps, the draft they share, a panel and a presenter each."""
