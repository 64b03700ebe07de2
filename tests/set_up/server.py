"""What the tests here share."""

from cryptography.fernet import Fernet

RIGHT = {
    "SECRET_KEY_LASTS": True,
    "SITE_URL": "https://massage.example",
    "ALLOWED_HOSTS": ["massage.example"],
    "HTTPS": True,
    "BEHIND_PROXY": True,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "Warm Hands <hands@massage.example>",
    "UNKNOWN_VARIABLES": [],
    "DEBUG": False,
    "CARD_KEYS": [Fernet.generate_key().decode()],
}
