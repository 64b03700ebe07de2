"""How passwords are hashed: argon2id with the memory that a small server has."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2Hasher(Argon2PasswordHasher):
    """19 MiB, two rounds, one thread: the settings OWASP's Password Storage Cheat Sheet recommends for Argon2id.

    Django's own take 100 MiB for every sign-in, also for one with a made-up address. An older hash still opens the
    account and is made again with these when it does.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
