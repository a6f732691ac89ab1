"""The workspace: a database of all that has been read, and of what people made of it.

Only this package knows SQLAlchemy and Alembic. They are loaded with `database`, which `desk`
imports when the file is first opened: LungDesk starts without them.
"""
