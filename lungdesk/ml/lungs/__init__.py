"""Where the lungs are in a film: training, bundle and reader of the segmenter."""
