"""Use cases: load and save what has been drawn on one frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from typing_extensions import override

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.jobs import JobContext
from lungdesk.core.study import Instance
from lungdesk.services.annotation_store import (
    AnnotationStore,
    ImageKey,
    StoredAnnotations,
    image_key,
)
from lungdesk.services.film_files import local_file


@dataclass(frozen=True, slots=True, eq=False)
class FrameRef:
    """One frame, counted from 0, of one file: the same one whatever else is known of either."""

    instance: Instance
    frame: int = 0

    @property
    def _image(self) -> tuple[object, ...]:
        one = self.instance
        return one.path, one.sop_instance_uid, one.rows, one.columns, self.frame

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrameRef) and self._image == other._image

    @override
    def __hash__(self) -> int:
        return hash(self._image)


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """What is to be kept of which frame."""

    frame: FrameRef
    annotations: AnnotationSet


def loader(store: AnnotationStore) -> Callable[[FrameRef, JobContext], StoredAnnotations]:
    """Use case that loads from a store; raises LungDeskError when nothing can be read."""

    def load(frame: FrameRef, ctx: JobContext) -> StoredAnnotations:
        ctx.check()
        return store.load(_key(frame))

    return load


def saver(store: AnnotationStore) -> Callable[[SaveRequest, JobContext], None]:
    """Use case that saves to a store, whole or not at all.

    It does not look at Cancel: what has been drawn is kept even if the window closes meanwhile.
    """

    def save(request: SaveRequest, _ctx: JobContext) -> None:
        store.save(_key(request.frame), request.annotations)

    return save


def _key(frame: FrameRef) -> ImageKey:
    instance = frame.instance
    return image_key(replace(instance, path=local_file(instance.path)), frame.frame)
