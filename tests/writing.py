"""Holds tests to the mark `only_reads`: what writes may go differently on each database, so it is asked on each."""

import re
from contextlib import contextmanager

from django.db import connection

OF_EACH_VISIT = "django_session|django_cache|screening_visit"
WRITES = re.compile(rf'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(?!(?:{OF_EACH_VISIT})")\w+"')


@contextmanager
def only_reading():
    written = []

    def see(execute, sql, params, many, context):
        written.extend(WRITES.findall(str(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(see):
        yield
    assert not written, f"marked only_reads, but wrote: {written}"
