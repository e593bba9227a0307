"""Django settings. Everything that differs between machines is read from the environment (docs/reference/settings.md)."""

import contextlib
import os
import secrets
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from weicheng.config.env import env_bool, env_choice, env_database, env_home, env_int, env_list, env_str

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = env_home()
DEBUG = env_bool("WEICHENG_DEBUG")
# Demo mode: the sample campaign with its sample logins may be loaded. Off by default: then the logins cannot exist.
DEMO = env_bool("WEICHENG_DEMO")


def _secret_key() -> str:
    """SECRET_KEY from the environment, else one made at first start and kept in WEICHENG_HOME, readable by its owner."""
    given = env_str("WEICHENG_SECRET_KEY")
    if given:
        return given
    path = HOME / "secret_key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        fresh = HOME / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)  # of several processes starting at once one wins, and none reads half a key
        fresh.unlink()
    return path.read_text(encoding="utf-8").strip()


SECRET_KEY = _secret_key()
HTTPS = env_bool("WEICHENG_HTTPS")
ALLOWED_HOSTS = env_list("WEICHENG_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("WEICHENG_ORIGINS", [])

INSTALLED_APPS = [
    "weicheng.doors.web",
    "weicheng.judgement.titles",
    "weicheng.judgement.archive",
    "weicheng.work.coverage",
    "weicheng.work.reports",
    "weicheng.work.letters",
    "weicheng.work.meetings",
    "weicheng.work.duties",
    "weicheng.work.cascade",
    "weicheng.work.reminders",
    "weicheng.work.difficulties",
    "weicheng.work.consultation",
    "weicheng.work.plans",
    "weicheng.work.indicators",
    "weicheng.ground.papers",
    "weicheng.ground.evidence",
    "weicheng.ground.places",
    "weicheng.ground.campaigns",
    "weicheng.ground.standards",
    "weicheng.ground.notices",
    "weicheng.ground.org",
    "weicheng.ground.ui",
    "weicheng.ground.kernel",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

BEHIND_PROXY = env_bool("WEICHENG_BEHIND_PROXY")
MIDDLEWARE = [
    *(["weicheng.doors.web.proxy.ClientAddress"] if BEHIND_PROXY else []),
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "weicheng.doors.web.middleware.PartialLoginMiddleware",
    "weicheng.doors.web.middleware.BodyLimit",
    "weicheng.doors.web.middleware.NoNul",
    "weicheng.doors.web.middleware.BusyDatabase",
    "weicheng.ground.kernel.middleware.ActorMiddleware",
    "weicheng.doors.web.password.MustChangePassword",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "weicheng.config.urls"
WSGI_APPLICATION = "weicheng.config.wsgi.application"
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
                "csp.context_processors.nonce",
                "weicheng.doors.web.context.shell",
            ],
            "builtins": ["weicheng.ground.ui.templatetags.ui"],
        },
    }
]

# SQLite: WAL lets readers work beside the one writer; IMMEDIATE takes the write lock at BEGIN, so that two writers
# wait for each other instead of failing in the middle of a transaction.
DATABASES = {
    "default": env_database(f"sqlite:///{HOME / 'weicheng.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    HOME.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }

# A job's process may not take more memory than this (a document that is a bomb): 0 = no limit.
JOB_MEMORY_BYTES = env_int("WEICHENG_JOB_MEMORY_MB", 4096) * 1024 * 1024
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "org.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "weicheng.doors.web.authentication.DemoAwareBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
# After 5 wrong passwords for one name from one address: 15 minutes' pause. A shared office address does not lock all.
AXES_FAILURE_LIMIT = env_int("WEICHENG_LOGIN_TRIES", 5)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False

# Notices out: mail goes only where a server is named; robots only to the three vendors and the hosts listed here.
EMAIL_HOST = env_str("WEICHENG_SMTP_HOST")
EMAIL_PORT = env_int("WEICHENG_SMTP_PORT", 465 if env_str("WEICHENG_SMTP_SECURITY", "ssl") == "ssl" else 25)
EMAIL_HOST_USER = env_str("WEICHENG_SMTP_USER")
EMAIL_HOST_PASSWORD = env_str("WEICHENG_SMTP_PASSWORD")
EMAIL_USE_SSL = env_choice("WEICHENG_SMTP_SECURITY", "ssl", ("ssl", "starttls", "none")) == "ssl"
EMAIL_USE_TLS = env_str("WEICHENG_SMTP_SECURITY") == "starttls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_str("WEICHENG_MAIL_FROM") or EMAIL_HOST_USER or "weicheng@localhost"
NOTICE_HOSTS = env_list("WEICHENG_NOTICE_HOSTS", [])
SITE_URL = env_str("WEICHENG_URL").rstrip("/")

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env_str("WEICHENG_STATIC_ROOT") or None  # only for who serves static files by nginx: collectstatic
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "static_vendor")]
(BASE_DIR / "static_vendor").mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(HOME / "files")}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Names carry no hash, so a browser must ask again soon after an upgrade; unchanged files are answered with 304.
WHITENOISE_MAX_AGE = 0 if DEBUG else 60

MAX_UPLOAD_BYTES = env_int("WEICHENG_MAX_UPLOAD_MB", 100) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 201  # two hundred returned unit sheets are one upload

SESSION_COOKIE_AGE = env_int("WEICHENG_SESSION_HOURS", 12) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        # Widths of bars and positions of charts are style attributes; they carry no script.
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_choice("WEICHENG_LOG_LEVEL", "WARNING", LOG_LEVELS)},
}
