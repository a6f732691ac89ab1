"""Films side by side: layouts, priors, comparison."""
