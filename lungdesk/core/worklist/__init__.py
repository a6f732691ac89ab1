"""The worklist: many studies in columns, what is shown of them, and in which order."""
