"""Counts what a piece of code asks of the database: statements without those of transactions, and rows fetched."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.db.backends.utils import CursorWrapper

OF_TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass
class Counted:
    statements: list[str] = field(default_factory=list)
    rows: int = 0

    @property
    def queries(self):
        return [sql for sql in self.statements if not sql.startswith(OF_TRANSACTIONS)]


@contextmanager
def counted():
    """Of the connection that tests use."""
    found, make = Counted(), connection.make_cursor

    class Counting(CursorWrapper):
        def execute(self, sql, params=None):
            found.statements.append(str(sql).strip())
            return super().execute(sql, params)

        def executemany(self, sql, param_list):
            found.statements.append(str(sql).strip())
            return super().executemany(sql, param_list)

        def fetchone(self):
            row = self.cursor.fetchone()
            found.rows += row is not None
            return row

        def fetchmany(self, *size):
            rows = self.cursor.fetchmany(*size)
            found.rows += len(rows)
            return rows

        def fetchall(self):
            rows = self.cursor.fetchall()
            found.rows += len(rows)
            return rows

        def __iter__(self):
            for row in super().__iter__():
                found.rows += 1
                yield row

    connection.make_cursor = lambda cursor: Counting(cursor, connection)
    try:
        yield found
    finally:
        connection.make_cursor = make
