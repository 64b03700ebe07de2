"""Addresses used to count before they were proved. Now a mailed code alone opens an account without a proved one."""

from django.contrib.auth.hashers import make_password
from django.db import migrations
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower


def let_only_proved_addresses_count(apps, schema_editor):
    database = schema_editor.connection.alias
    addresses = apps.get_model("account", "EmailAddress").objects.using(database)
    people = apps.get_model("auth", "User").objects.using(database)
    keep_the_proved_ones(addresses, people)
    take_passwords_of_unproved_accounts(addresses, people)


def keep_the_proved_ones(addresses, people):
    """An unproved address beside a proved one goes, also as the main one: its owner is somebody else."""
    addresses.filter(Exists(addresses.filter(user=OuterRef("user"), verified=True)), verified=False).delete()
    proved = addresses.filter(user=OuterRef("pk"), verified=True)
    main_one = proved.filter(primary=True, email=Lower(OuterRef("email")))
    for person in people.filter(Exists(proved), ~Exists(main_one)).only("pk").iterator():
        address = addresses.filter(user_id=person.pk, verified=True).order_by("-primary", "pk").first()
        addresses.filter(pk=address.pk).update(primary=True)
        people.filter(pk=person.pk).update(email=address.email)


def take_passwords_of_unproved_accounts(addresses, people):
    """Nobody knows who set them. Every session ends with its password."""
    for person in people.filter(Exists(addresses.filter(user=OuterRef("pk"), verified=False))).only("pk").iterator():
        people.filter(pk=person.pk).update(password=make_password(None))


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.RunPython(let_only_proved_addresses_count, migrations.RunPython.noop, elidable=True),
    ]
