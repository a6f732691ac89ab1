"""Of some fifty codecs, the one that a film is read with: each is a module, loaded by name."""

hiddenimports = ["imagecodecs._shared_cython", "imagecodecs._shared", "imagecodecs._jpeg8"]
