"""Keeps the content through the flush that ends a transactional test: loading it again takes longer than most of them.

It stays only while every row of it is as it was loaded; what a test changed is thrown away with all else.
"""

from unittest import mock

from django.apps import apps
from django.core.management.commands import flush
from django.test import TransactionTestCase

FILLED_BY_DJANGO = {"django_content_type", "auth_permission"}  # anew after each flush

_flush_all_after_a_test = TransactionTestCase._fixture_teardown


class KeptContent:
    def __init__(self):
        self.as_loaded = None

    def note(self):
        self.as_loaded = rows()

    def keep(self, patch):
        """Within this patch each transactional test ends so."""

        def flush_people(test):
            with mock.patch.object(flush, "sql_flush", self.sql_flush):
                _flush_all_after_a_test(test)

        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_people)

    def sql_flush(self, style, connection, **options):
        """Row by row on PostgreSQL too, where to truncate makes some two hundred files anew."""
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        if rows() == self.as_loaded:
            tables -= FILLED_BY_DJANGO | {model._meta.db_table for model in models()}
        return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in sorted(tables)]


def models():
    return apps.get_app_config("lessons").get_models(include_auto_created=True)


def rows():
    return [list(model._base_manager.order_by("pk").values_list()) for model in models()]
