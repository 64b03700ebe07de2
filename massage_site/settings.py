"""The one settings file. It alone asks for MASSAGE_ variables and DATABASE_URL; `environment` reads them."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from massage_site.accounts.settings import *  # noqa: F403
from massage_site.set_up.bundles import STATIC_BUNDLES as STATIC_BUNDLES
from massage_site.set_up.environment import Environment
from massage_site.set_up.logs import logging_of

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = BASE_DIR / ".state"

env = Environment()

# --- who we are and how we run -------------------------------------------------------------------------------------

DEBUG = env.switch("MASSAGE_DEBUG")
KEEP_KEY = env.switch("MASSAGE_KEEP_KEY", default=DEBUG)
HTTPS = env.switch("MASSAGE_HTTPS")
ALLOWED_HOSTS = env.list("MASSAGE_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("MASSAGE_TRUSTED_ORIGINS", default=[])


LAST_PORT = 65_535


def read_site_url() -> str:
    """The one source of the site's own address. Nothing where it is unset: then the address of each request serves."""
    url = env.str("MASSAGE_SITE_URL", default="").removesuffix("/").lower()
    found = re.fullmatch(r"https?://(?:[\w.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?", url, re.ASCII)
    if url and not (found and int(found[1] or 0) <= LAST_PORT):
        raise ImproperlyConfigured(
            f"MASSAGE_SITE_URL: the scheme and the host and nothing else, such as https://massage.example, not {url!r}."
        )
    if HTTPS and url.startswith("http:"):
        raise ImproperlyConfigured("MASSAGE_SITE_URL begins with http:// while MASSAGE_HTTPS is on; write https://.")
    return url


SITE_URL = read_site_url()


def read_contact() -> str:
    """Where readers reach the person who runs this site: an e-mail address, or the address of a page."""
    contact = env.str("MASSAGE_CONTACT", default="")
    if contact and not re.fullmatch(r"https?://\S+|[^@\s:/]+@[^@\s:/?&]+", contact):
        raise ImproperlyConfigured("MASSAGE_CONTACT: an e-mail address, or an address that begins with https://.")
    return contact


CONTACT = read_contact()


def kept_in_a_file(name: str, make: Callable[[], str]) -> str:
    """A secret that survives a restart. Only its owner may read the file, and nobody ever sees half of it."""
    STATE_DIR.mkdir(exist_ok=True)
    kept = STATE_DIR / name
    if not kept.exists():
        with NamedTemporaryFile("w", dir=STATE_DIR, encoding="utf-8") as draft:  # its mode is 0600
            draft.write(make())
            draft.flush()
            with suppress(FileExistsError):  # another process was first: its secret counts
                os.link(draft.name, kept)
    secret = kept.read_text(encoding="utf-8")
    if not secret:
        raise ImproperlyConfigured(f"{kept} is empty. Delete it, and the next start makes a new one.")
    return secret


def read_secret_key() -> str:
    """From the environment; on a laptop kept in a file so that sessions survive a restart; otherwise random."""
    key = env.str("MASSAGE_SECRET_KEY", default="")
    if key:
        if len(key) < 32:
            raise ImproperlyConfigured("MASSAGE_SECRET_KEY is too short; use at least 50 random characters.")
        return key
    if not KEEP_KEY:
        return get_random_secret_key()
    return kept_in_a_file("secret_key", get_random_secret_key)


SECRET_KEY = read_secret_key()
SECRET_KEY_LASTS = bool(env.str("MASSAGE_SECRET_KEY", default="")) or KEEP_KEY


def read_card_keys() -> list[str]:
    """Keys for cards and second factors, the first one seals. From the environment, or kept as the secret key is."""
    keys = env.list("MASSAGE_CARD_KEYS", default=[])
    if not keys and KEEP_KEY:
        keys = kept_in_a_file("card_keys", lambda: Fernet.generate_key().decode()).split(",")
    for key in keys:
        try:
            Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured("MASSAGE_CARD_KEYS: a key is 32 random bytes in url-safe base64.") from error
    return keys


CARD_KEYS = read_card_keys()

INSTALLED_APPS = [
    "crowd",
    "progress",
    "practice",
    "screening",
    "learners",
    "lessons",
    "web",
    "massage_site.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "massage_site",
]

MIDDLEWARE = [
    "web.ready.middleware.ReadyPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.middleware.PagesGetSmallerMiddleware",
    "csp.middleware.CSPMiddleware",
    "web.middleware.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.visitors.address.VisitorAddressMiddleware",
    "web.readable.ReadableRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "massage_site.accounts.away.NotDoneMiddleware",
    "massage_site.accounts.reauthentication.GuestsSignInMiddleware",
    "massage_site.pages.appearance.AppearanceMiddleware",
    "massage_site.accounts.adapter.PrivatePagesMiddleware",
    "screening.middleware.VisitMiddleware",
    "learners.middleware.LearnerMiddleware",
    "progress.middleware.LearningMiddleware",
    "web.middleware.WrongMethodMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.middleware.HtmxRedirectMiddleware",
    "web.middleware.SignInFirstMiddleware",
    "massage_site.accounts.late_codes.LateCodeMiddleware",
]

ROOT_URLCONF = "massage_site.urls"
WSGI_APPLICATION = "massage_site.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "massage_site.pages.appearance.appearance",
                "web.visitors.members.member",
            ],
        },
    },
]

# --- data ------------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.database(default=f"sqlite:///{BASE_DIR / 'warm_hands.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.count("MASSAGE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # sign-in limits live here; a flood of addresses must not push them out
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ----------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["massage_site.accounts.backends.MemberBackend"]
PASSWORD_HASHERS = [
    "massage_site.accounts.hashers.SmallArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/progress/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.count("MASSAGE_PROXY_COUNT", default=0)
# What has to be sealed needs a key; of a passkey only the public half is kept.
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"] if CARD_KEYS else ["webauthn"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG and not HTTPS

EMAIL_TIMEOUT = 10  # seconds for a whole message; a mail server that is slow must not hold a worker
EMAIL_CONFIG = env.mail_server()
if EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_CONFIG["EMAIL_BACKEND"] = "massage_site.accounts.smtp.EmailBackend"
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.sender()
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True


def read_time_zone() -> str:
    """The zone whose midnight begins a day: for the review, for days in a row and for dates on pages."""
    name = env.str("MASSAGE_TIME_ZONE", default="UTC")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured("MASSAGE_TIME_ZONE: a name such as UTC or Europe/Vienna.") from error
    return name


TIME_ZONE = read_time_zone()
USE_TZ = True

# --- files -----------------------------------------------------------------------------------------------------------

HASHED_STATIC = env.switch("MASSAGE_HASHED_STATIC")
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
if not HASHED_STATIC:
    STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns where it is missing, though it reads the sources here
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "web.bundle.BundleFinder",
]
BUNDLE_DIR = STATE_DIR / "bundles"
PICTURE_DIR = STATE_DIR / "pictures"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_AUTOREFRESH = DEBUG

# --- pages that are made once ----------------------------------------------------------------------------------------

# While templates are written each request shows the last word; machines that share a database can't tell each other.
READY_PAGES = env.switch("MASSAGE_READY_PAGES", default=not DEBUG)
READY_PAGES_MOST = 500
READY_PAGES_MOST_BYTES = 8 * 2**20
READY_PAGES_QUALITY = 11  # of brotli: the most, for a page is compressed once
CONTENT_VERSION_FILE = STATE_DIR / "content_version"
CONTENT_TABLES = '"lessons_'  # what they hold stands on pages that are made once
# A page differs by these alone, each in the spelling that the function gives.
READY_COOKIES = {"appearance": "massage_site.pages.appearance.canonical"}
# Whoever brings one of these is known: begins of names.
PERSONAL_COOKIES = ("sessionid", "csrftoken", "messages", "learner-", "screening-")

# --- keeping people safe ----------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_AGE = SESSION_COOKIE_AGE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "massage_site.pages.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
# Other names below this one, and the list inside browsers, are bound only where the operator asks for it.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.switch("MASSAGE_HSTS_SUBDOMAINS") and HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # that it is not asked for
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
BEHIND_PROXY = env.switch("MASSAGE_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The length of a compressed page would tell about what it holds. deploy/nginx.conf has the same list.
NEVER_COMPRESSED = ("/accounts/", "/admin/", "/practice/", "/progress/", "/screening/")
DEFAULT_EXCEPTION_REPORTER_FILTER = "web.error_reports.WithoutVariables"
# What follows in these addresses is as good as a password.
SECRET_PATHS = ["/screening/receiver/open/"]

LOGGING = logging_of(env.log_level(), SECRET_PATHS)

UNKNOWN_VARIABLES = sorted(name for name in os.environ if name.startswith("MASSAGE_") and name not in env.asked)
