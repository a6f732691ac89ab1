"""Work on several machines, through a Dask cluster that is there already."""
