"""Settings: read from the environment, safe by default, real parts everywhere."""

import os
import sys
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("SLRT_DATA_DIR", BASE_DIR / ".data"))

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
# `make run` serves a demo world on one machine; production sets its own secrets and never this flag.
DEMO = env.bool("SLRT_DEMO", default=False)
TESTING = "pytest" in sys.modules


def secret(name: str, *, demo: str) -> str:
    """A secret from the environment; only a demo or a test may run on a well-known one."""
    value = env.str(name, default="")
    if value:
        return value
    if DEMO or TESTING or DEBUG:
        return demo
    raise ImproperlyConfigured(f"Set {name}: production has no default secret.")


SECRET_KEY = secret("SECRET_KEY", demo="demo-only-secret-key-that-never-guards-anything-real-0123456789")
# Two keys of 32 bytes in hex, kept apart from SECRET_KEY and from database backups (docs/adr/0006).
IDENTITY_ENCRYPTION_KEY = secret("IDENTITY_ENCRYPTION_KEY", demo="11" * 32)
IDENTITY_INDEX_KEY = secret("IDENTITY_INDEX_KEY", demo="22" * 32)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Letterheads that differ from puskesos/data/letterheads.json, as JSON: region code -> fields.
LETTERHEADS = env.json("LETTERHEADS", default={})

# Which regencies this installation serves (Kemendagri codes): Buleleng unless told otherwise.
REGENCY_CODES = env.list("REGENCY_CODES", default=["51.08"])

# Rupiah per person a month, used where a regency has no poverty line of its own in the tables yet
# (Bangkalan, BPS March 2024); the office enters its own figure.
POVERTY_LINE_FALLBACK_RP = env.int("POVERTY_LINE_FALLBACK_RP", default=547_017)

# Shown in the same place on every page.
HELP_CONTACT = env.str("HELP_CONTACT", default="(0362) 00000, WA 0800-0000-0000 (contoh)" if DEMO else "")

# Where people reach this installation, for links in mail and messages that no request writes.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")

# What the health page watches (slrt/health.py): the stamp of the last backup, and room for photos. A demo has none.
BACKUP_STAMP = env.str("BACKUP_STAMP", default="" if DEMO or DEBUG or TESTING else str(DATA_DIR / "last-backup"))
LEAST_FREE_MB = env.int("LEAST_FREE_MB", default=2048)

# How many proxies of ours stand before the web server; each adds one address to X-Forwarded-For (puskesos/limits.py).
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "slrt",
    "portal",
    "dtks",
    "referrals",
    "assessment",
    "households",
    "puskesos",
    "pgtrigger",
    "pghistory",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "slrt.logs.RequestLogMiddleware",
    # Those that write headers stand before those that may answer by themselves: no answer goes without.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "slrt.requests.PlainAddressMiddleware",
    "slrt.requests.FormBodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "slrt.gate.PersonMiddleware",
    "slrt.headers.NoStoreMiddleware",
    "slrt.gate.GateMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "slrt.access.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "slrt.history.HistoryMiddleware",
    "slrt.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "slrt.urls"
WSGI_APPLICATION = "slrt.wsgi.application"

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
                "slrt.context.page",
            ],
            # {% icon %} and {% badge %} are words of every page.
            "builtins": ["puskesos.templatetags.faces"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///slrt")}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})
if TESTING:
    # Without the pool every request of a browser would open a connection of its own, with PostgreSQL's caches cold.
    DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.int("DB_POOL_SIZE", default=8),
        "timeout": 10,
    }

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="slrt")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = env.str("TIME_ZONE", default="Asia/Makassar")
# Looks for jobs that no ring has reached: after a lost broker, worker or database everything goes on from the rows.
CELERY_BEAT_SCHEDULE = {
    "wake": {"task": "dtks.tasks.wake", "schedule": 5.0, "options": {"expires": 5}},
    # Twice a minute: health.py asks when the last one was.
    "beat_heart": {"task": "slrt.tasks.beat_heart", "schedule": 30.0, "options": {"expires": 30}},
    # instrument desk
    "wake_simulations": {"task": "assessment.tasks.wake_simulations", "schedule": 5.0, "options": {"expires": 5}},
    # field app: photos are decoded after they were received
    "examine_photos": {"task": "assessment.tasks.examine_photos", "schedule": 5.0, "options": {"expires": 5}},
    "forget_uploads": {
        "task": "assessment.tasks.forget_uploads",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3600},
    },
    "sweep_orphans": {
        "task": "assessment.tasks.sweep_orphans",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 3600},
    },
    "sweep_papers": {
        "task": "referrals.tasks.sweep_papers",
        "schedule": crontab(hour=2, minute=50),
        "options": {"expires": 3600},
    },
    "sweep_sessions": {
        "task": "puskesos.tasks.sweep_sessions",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 3600},
    },
    "sweep_notices": {
        "task": "puskesos.tasks.sweep_notices",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 3600},
    },
    # Twice more in the morning: whoever has the digest of the day gets no second one, whom a mail server refused may.
    "morning": {
        "task": "referrals.tasks.morning",
        "schedule": crontab(hour="7-9", minute=0),
        "options": {"expires": 3000},
    },
}
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_timeout": 5, "socket_connect_timeout": 5}

# Counts of requests per address (puskesos/limits.py) must be the same for every web process; nothing else lives here,
# and what is lost with it is only counted anew.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": CELERY_TASK_DEFAULT_QUEUE,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}

# Mail to people who work here (referrals/reminders.py): written to the log of a demo, by SMTP where EMAIL_URL says so
# (smtp+tls://name:password@host:587); without it production sends none, for a log is no place for case numbers.
vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEMO or DEBUG else "dummymail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="slrt@localhost")
EMAIL_TIMEOUT = 10

AUTH_USER_MODEL = "puskesos.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email", "phone")},
    },
    {"NAME": "puskesos.passwords.LocalWordsValidator"},
]
# Whether office roles must confirm their login with a code of an authenticator; a demo offers it, production asks it.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not (DEMO or DEBUG))
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
TIME_ZONE = CELERY_TIMEZONE
USE_I18N = True
USE_TZ = True
# Django's own Indonesian formats also take mm/dd and two-digit years: ours do not.
FORMAT_MODULE_PATH = ["slrt.formats"]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Evidence; for more than one machine: storages.backends.s3.S3Storage with file_overwrite.
    "photos": {"BACKEND": "assessment.storage.DurableStorage"},
    # Letters as PDF: the digital archive.
    "letters": {"BACKEND": "assessment.storage.DurableStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "slrt.static_files.LightStorage"
    },
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# All the photos that a survey may have, at once; a form of papers brings twelve.
DATA_UPLOAD_MAX_NUMBER_FILES = 15

# Behind TLS unless this is the demo on one machine.
SECURE_COOKIES = env.bool("SECURE_COOKIES", default=not (DEMO or TESTING or DEBUG))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE_COOKIES else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE_COOKIES else "csrftoken"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "slrt.phones.csrf_failure"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "puskesos.sessions"
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_COOKIES
SECURE_HSTS_PRELOAD = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        # Text becomes script or markup in two places alone, by name (static/js/app.js, static/field/updates.js).
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["slrt-fragment", "slrt-field"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        # No text of an exception and no address of a citizen ever stands in these (ADR 20).
        "json": {"()": "slrt.logs.JsonLines"},
    },
    "filters": {"no_secrets": {"()": "slrt.secrets.NoSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", default="plain" if DEMO or DEBUG or TESTING else "json"),
            "filters": ["no_secrets"],
        }
    },
    "loggers": {"slrt.requests": {"level": "INFO"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
