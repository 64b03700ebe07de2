"""Secrets of authenticator apps and recovery codes were kept as they are. Without a key they wait for `rotate_card_keys`."""

from django.conf import settings
from django.db import migrations

from massage_site.accounts.second_factors import sealed_anew


def seal_what_is_not_sealed(apps, schema_editor):
    factors = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    if settings.CARD_KEYS:
        for factor in factors.filter(type__in=["totp", "recovery_codes"]):
            factors.filter(pk=factor.pk).update(data=sealed_anew(factor.data))


class Migration(migrations.Migration):
    dependencies = [("massage_site", "0001_prove_addresses"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(seal_what_is_not_sealed, migrations.RunPython.noop, elidable=True)]
