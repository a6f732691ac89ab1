"""Tables of the workspace, as the newest revision makes them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from lungdesk.services.workspace.sqlite_paths import path_kept, path_told

#: The newest revision; a test holds it against the files in ``revisions``.
HEAD: Final = "0006"
#: Says of an SQLite file that it is a workspace (``PRAGMA application_id``): "LDws".
APPLICATION_ID: Final = 0x4C447773

metadata = sa.MetaData()


def whole_path(path: str | Path) -> str:
    """A path that leads to the same place from anywhere; links in it stay what they are."""
    return os.path.abspath(path)  # noqa: PTH100 - what is proposed would follow them


class PathText(sa.TypeDecorator[str]):
    """A path: an old archive that was unpacked may have names that are no UTF-8."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: sa.Dialect) -> str | bytes | None:
        """What SQLite is given."""
        return None if value is None else path_kept(value)

    def process_result_value(self, value: str | bytes | None, _dialect: sa.Dialect) -> str | None:
        """What it was given."""
        return None if value is None else path_told(value)


#: What was done, in order. Nothing is ever changed or taken away here: triggers refuse it. The
#: number of the last entry that touched a study is its ``revision``.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("study_id", sa.Integer),
    sa.Column("detail", sa.Text, nullable=False, server_default="{}"),
    sqlite_autoincrement=True,
)

#: ``labels`` are label ids as a JSON list, in the order of its probabilities.
models = sa.Table(
    "models",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False, unique=True),
    sa.Column("model_id", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("labels", sa.Text, nullable=False, server_default="[]"),
)

#: ``key`` is the Study Instance UID with the patient's ID; the content where there is no UID.
studies = sa.Table(
    "studies",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", PathText, nullable=False, unique=True),
    sa.Column("study_instance_uid", sa.Text, nullable=False, server_default=""),
    sa.Column("patient_id", sa.Text, nullable=False, server_default=""),
    sa.Column("patient_name", sa.Text, nullable=False, server_default=""),
    sa.Column("birth_date", sa.Text, nullable=False, server_default=""),
    sa.Column("sex", sa.Text, nullable=False, server_default=""),
    sa.Column("study_date", sa.Text, nullable=False, server_default=""),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("revision", sa.Integer, nullable=False, server_default="0", index=True),
    sa.Column("status", sa.Text, nullable=False, server_default="unread"),
)

batches = sa.Table(
    "batches",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sources", sa.Text, nullable=False),
    sa.Column("out", PathText, nullable=False, unique=True),
    sa.Column("model_id", sa.Text, nullable=False),
    sa.Column("started_at", sa.Text, nullable=False),
    sa.Column("ended_at", sa.Text, nullable=False, server_default=""),
)

#: One for each content; a file that cannot be opened has none, and is known by its path.
#: ``prediction_id`` is the newest prediction of the first frame; ``is_replaced`` says that another
#: content has been seen at the path since.
films = sa.Table(
    "films",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("study_id", sa.ForeignKey("studies.id"), nullable=False, index=True),
    sa.Column("sha256", sa.Text, unique=True),
    sa.Column("path", PathText, nullable=False, index=True),
    sa.Column("sop_instance_uid", sa.Text, nullable=False, server_default=""),
    sa.Column("modality", sa.Text, nullable=False, server_default=""),
    sa.Column("rows", sa.Integer, nullable=False, server_default="0"),
    sa.Column("columns", sa.Integer, nullable=False, server_default="0"),
    sa.Column("frame_count", sa.Integer, nullable=False, server_default="1"),
    sa.Column("prediction_id", sa.Integer),
    sa.Column("batch_id", sa.ForeignKey("batches.id")),
    sa.Column("is_replaced", sa.Boolean(create_constraint=False), nullable=False),
)

#: ``probabilities`` are float32, little-endian, in the order of the model's labels, which for a
#: hundred thousand rows takes a hundredth of the time that text would; ``verdict`` is the gate's,
#: and ``lungs`` the digest of the network whose lungs it judged, empty where it looked for none.
#: ``preparation`` is `lungdesk.ml.evaluator.PREPARATION` as it was, 0 where nobody knows.
predictions = sa.Table(
    "predictions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("film_id", sa.ForeignKey("films.id"), nullable=False),
    sa.Column("model_id", sa.ForeignKey("models.id"), nullable=False),
    sa.Column("frame", sa.Integer, nullable=False, server_default="0"),
    sa.Column("precision", sa.Text, nullable=False, server_default=""),
    sa.Column("lungs", sa.Text, nullable=False, server_default=""),
    sa.Column("preparation", sa.Integer, nullable=False, server_default="0"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False, server_default=""),
    sa.Column("message", sa.Text, nullable=False, server_default=""),
    sa.Column("predicted", sa.Text, nullable=False, server_default=""),
    sa.Column("probabilities", sa.LargeBinary, nullable=False, server_default=sa.text("x''")),
    sa.Column("verdict", sa.Text, nullable=False, server_default=""),
    sa.Column("is_uncertain", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("is_overridden", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("read_at", sa.Text, nullable=False),
    sa.UniqueConstraint(
        *("film_id", "model_id", "frame", "precision", "lungs", "preparation"),
        "is_overridden",
        name="once_a_model",
    ),
)

reads = sa.Table(
    "reads",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("film_id", sa.ForeignKey("films.id"), nullable=False, index=True),
    sa.Column("prediction_id", sa.ForeignKey("predictions.id"), index=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False, server_default=""),
    sa.Column("comment", sa.Text, nullable=False, server_default=""),
    sa.Column("reader", sa.Text, nullable=False, server_default=""),
    sa.Column("started_at", sa.Text, nullable=False, server_default=""),
    sa.Column("ended_at", sa.Text, nullable=False),
    sa.Column(
        *("is_blinded", sa.Boolean(create_constraint=False)),
        nullable=False,
        server_default=sa.text("0"),
    ),
    sa.Column("confidence", sa.Text, nullable=False, server_default=""),
)

#: Who has seen the model's answer for a frame of a content, whether they have judged it or not;
#: ``reader`` is empty where nobody is named.
seen = sa.Table(
    "seen",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("reader", sa.Text, primary_key=True),
    sa.Column("frame", sa.Integer, primary_key=True),
    sa.Column("seen_at", sa.Text, nullable=False),
)

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("study_id", sa.ForeignKey("studies.id"), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("written_at", sa.Text, nullable=False),
)
