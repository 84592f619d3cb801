"""Django settings of the workbench. Everything a workspace owns lies in OMLOPP_HOME."""

import os
import secrets
from pathlib import Path

from omlopp.library.load import ROOT
from omlopp.library.workspace import home

HERE = Path(__file__).parent
HOME = home()


def workspace_secret() -> str:
    """Made once per workspace, readable by its owner only."""
    path = HOME / "secret-key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text("utf-8")


def number(name: str, default: int) -> int:
    """A whole number from the environment, zero or more."""
    given = os.environ.get(name, "").strip() or str(default)
    if not (given.isascii() and given.isdigit()):
        raise SystemExit(f"{name}={given!r}: ett heltal från 0 och uppåt – a whole number, zero or more")
    return int(given)


SECRET_KEY = workspace_secret()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("OMLOPP_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("OMLOPP_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth.account",
    "allauth.mfa",
    "omlopp.web.records",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "omlopp.web.middleware.upload_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "omlopp.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "omlopp.web.sessions.session_rules",
    "omlopp.web.held.SignInFirst",
    "omlopp.web.sessions.FirstThings",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "omlopp.web.middleware.security_headers",
    "omlopp.web.middleware.secrecy_header",
    "omlopp.web.middleware.plain_refusals",
]
ROOT_URLCONF = "omlopp.web.urls"
WSGI_APPLICATION = "omlopp.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates", HERE / "screens"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "omlopp.web.told.unseen",
            ],
            "builtins": [
                "omlopp.web.words",
                "omlopp.web.menu",
                "omlopp.web.bank_words",
                "omlopp.web.stock_words",
                "omlopp.web.programme_words",
            ],
        },
    }
]

# IMMEDIATE and WAL are not tuning: with Django's default mode most concurrent writes fail (docs/decisions).
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "omlopp.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
CSRF_FAILURE_VIEW = "omlopp.web.held.csrf_failed"

# Signing in (docs/decisions/0018-signing-in.md): by user name and password, with a second factor for who has one.
ACCOUNT_ADAPTER = "omlopp.web.signing_in.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes when the browser is closed
ACCOUNT_LOGIN_TIMEOUT = 10 * 60  # seconds between the password and the code
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # per address, and per name or per person's second factor
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_ADAPTER = "omlopp.web.signing_in.SecondFactors"
MFA_TOTP_ISSUER = "Omlopp"
MFA_TOTP_TOLERANCE = 1  # a step of 30 seconds before and after: phones' clocks differ
ALLAUTH_TRUSTED_PROXY_COUNT = number("OMLOPP_PROXIES", 0)
# Counted in the memory of the one process that serves: two processes would count apart, and need a shared cache.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

SESSION_LONGEST_SECONDS = 12 * 3600  # since signing in
SESSION_IDLE_SECONDS = 60 * number("OMLOPP_IDLE_MINUTES", 60)  # since it was last used
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
# Browsers do not keep cookies of other ports apart: several workspaces on one machine need names of their own.
SESSION_COOKIE_NAME = "omlopp_session"
CSRF_COOKIE_NAME = "omlopp_csrf"

# Behind a proxy that speaks https with the browser and sets X-Forwarded-Proto itself.
HTTPS = os.environ.get("OMLOPP_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# W005, W021: the buyer's other names under the same domain are not ours to bind to https.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static", ("style", ROOT / "templates" / "style")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("OMLOPP_LOG", "WARNING")},
}
