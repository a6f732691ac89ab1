"""Files in, radiographs out: the only user of pydicom and of image codecs."""
