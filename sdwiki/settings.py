"""Settings, from the environment; every default works on a machine with nothing but Python.

Without DATABASE_URL and REDIS_URL the embedded servers are attached to, or started for this process's own time.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sdwiki import embedded, limits, logs
from sdwiki.environment import database, environment, kombu_url
from sdwiki.schedule import SCHEDULE

env = environment()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = embedded.var_dir()

SITE_URL: str = env.site_url("SITE_URL", "http://localhost:8000")
HTTPS = SITE_URL.startswith("https://")
DEBUG = env.flag("DEBUG", False)
CLOCK_FILE = env.clock("SDWIKI_CLOCK", "")
SECRET_KEY = env.str("SECRET_KEY", "") or embedded.secret_key(VAR_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [urlsplit(SITE_URL).hostname or "", "localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []

INSTALLED_APPS = [
    "sdwiki.accounts",
    "sdwiki.inbox",
    "content",
    "quizzes",
    "sdwiki.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "django.forms",
]

MIDDLEWARE = [
    "sdwiki.tracing.RequestMiddleware",
    "sdwiki.middleware.ErrorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sdwiki.compression.CompressionMiddleware",
    "sdwiki.middleware.PolicyMiddleware",
    # Inside the policy: a 304 renews the headers that the browser keeps, so it needs all of them.
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sdwiki.accounts.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sdwiki.middleware.HeadersMiddleware",
    "quizzes.today.opening.OpeningMiddleware",
]

ROOT_URLCONF = "sdwiki.urls"
WSGI_APPLICATION = "sdwiki.wsgi.application"

_loaders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "sdwiki.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- PostgreSQL and the broker -------------------------------------------------------------------

_conninfo = env.database("DATABASE_URL", "") or database(embedded.urls().database_url)
DATABASES = {
    "default": {
        "ENGINE": "sdwiki.postgresql",
        "NAME": _conninfo.pop("dbname", "sdwiki"),
        "USER": _conninfo.pop("user", ""),
        "PASSWORD": _conninfo.pop("password", ""),
        "HOST": _conninfo.pop("host", ""),
        "PORT": str(_conninfo.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Statements are sent with their values apart, and those that recur are planned once for each connection.
        "OPTIONS": {"connect_timeout": 5, "server_side_binding": True, "prepare_threshold": 2, **_conninfo},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.broker("REDIS_URL", "") or "unix://" + embedded.urls().redis_socket
# The visibility timeout is longer than the longest task, so that no task is delivered twice while it runs.
_TRANSPORT = {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 3}
CELERY_BROKER_URL = kombu_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = _TRANSPORT
CELERY_VISIBILITY_TIMEOUT = 3600
CELERY_RESULT_BACKEND = None
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = _TRANSPORT
CELERY_TASK_IGNORE_RESULT = True
CELERY_REDIS_SOCKET_TIMEOUT = 5
CELERY_REDIS_SOCKET_CONNECT_TIMEOUT = 3
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE

# Rate limits and the like must hold while the broker is gone, so the cache is a table. Django's 300 entries are soon
# filled by guessers, and a full cache throws away counts that are still running.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- People ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "sdwiki.accounts.validators.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "sdwiki.accounts.validators.MaximumLengthValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_SIGNUP_REDIRECT_URL = "/begin/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    vars().update(env.mail_server("EMAIL_URL"))
else:
    EMAIL_BACKEND = "sdwiki.mail.PrivateFiles"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "sdwiki <sdwiki@localhost>")

ACCOUNT_ADAPTER = "sdwiki.entering.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Beside allauth's own limits. A class has one address, so an address alone may do what a class does together. Wrong
# passwords count by account and address, and the longer they go on the longer the wait; those from anywhere are limited
# for an account too, but not on browsers that have logged it in before: those have a count of their own. See `devices`.
ACCOUNT_RATE_LIMITS = {
    "start_quiz": "30/d/key,300/h/ip",
    "take_out": "10/d/key",
    "mail_test": "5/h/key",
    "class_code": "10/5m/key,1000/h/ip",
    "login": "300/m/ip",
    "signup": "100/m/ip",
    "login_failed": "100/m/ip,5/5m/key,15/h/key,40/d/key",
    "login_failed_anywhere": "100/h/key",
    "login_failed_on_a_known_device": "10/5m/key,60/d/key",
}
ACCOUNT_SIGNUP_FORM_CLASS = "sdwiki.accounts.forms.SignupExtras"
ACCOUNT_FORMS = {
    "login": "sdwiki.accounts.entry.LoginForm",
    "signup": "sdwiki.accounts.entry.SignupForm",
    "add_email": "sdwiki.accounts.entry.AddEmailForm",
    "change_password": "sdwiki.accounts.entry.ChangePasswordForm",
    "set_password": "sdwiki.accounts.entry.SetPasswordForm",
    "reset_password": "sdwiki.accounts.entry.ResetPasswordForm",
    "reset_password_from_key": "sdwiki.accounts.entry.ResetPasswordKeyForm",
    "reauthenticate": "sdwiki.accounts.entry.ReauthenticateForm",
}
ACCOUNT_UNIQUE_EMAIL = True
# Without a mail server nobody could read the message, so addresses are verified only where one is set.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_URL else "none"
# A changed password, address or second step is told to the account's address.
ACCOUNT_EMAIL_NOTIFICATIONS = bool(EMAIL_URL)
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[sdwiki] "
MFA_ADAPTER = "sdwiki.accounts.factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # as for logging in with a password: a class has one address
MFA_FORMS = {
    "add_webauthn": "sdwiki.accounts.factors.AddPasskeyForm",
    "edit_webauthn": "sdwiki.accounts.factors.RenamePasskeyForm",
    "login_webauthn": "sdwiki.accounts.factors.LoginPasskeyForm",
    "authenticate_webauthn": "sdwiki.accounts.factors.SecondStepPasskeyForm",
    "reauthenticate_webauthn": "sdwiki.accounts.factors.ReauthenticatePasskeyForm",
}
MFA_TOTP_ISSUER = "sdwiki"
# Without a mail server no address is ever verified, and nobody could turn the second step on.
MFA_ALLOW_UNVERIFIED_EMAIL = not EMAIL_URL
USERSESSIONS_TRACK_ACTIVITY = False
# Rate limits and the list of sessions go by the client's address. Behind a proxy every connection is the proxy's own:
# without this, one guesser's failures would lock out everybody.
ALLAUTH_TRUSTED_PROXY_COUNT = env.count("TRUSTED_PROXIES", 1 if HTTPS else 0)

# --- Cookies, headers, limits --------------------------------------------------------------------------

_PREFIX = "__Host-" if HTTPS else ""
SESSION_ENGINE = "sdwiki.accounts.sessions"
SESSION_RUNNING = "quizzes.attempts.running.RUNNING"  # a column of the statement that reads a session
SESSION_COOKIE_NAME = _PREFIX + "session"
DEVICE_COOKIE_NAME = _PREFIX + "device"
CSRF_COOKIE_NAME = _PREFIX + "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A login ends with the first of the two: so long after it was last of use, so long after it began.
SESSION_COOKIE_AGE = int(env.days("SESSION_IDLE_DAYS", 30).total_seconds())
SESSION_LONGEST: timedelta = env.days("SESSION_DAYS", 60)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
_HSTS = env.hsts("HSTS", "preload")
SECURE_HSTS_SECONDS = 31536000 if HTTPS and _HSTS["host"] else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and _HSTS["subdomains"]
SECURE_HSTS_PRELOAD = HTTPS and _HSTS["preload"]
# Whoever says less than all has thought about it.
_HSTS_CHECKS = {"host": "security.W004", "subdomains": "security.W005", "preload": "security.W021"}
SILENCED_SYSTEM_CHECKS = [check for reach, check in _HSTS_CHECKS.items() if not _HSTS[reach]]
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = limits.BODY
DATA_UPLOAD_MAX_NUMBER_FIELDS = limits.FIELDS
DATA_UPLOAD_MAX_NUMBER_FILES = limits.FILES
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{name: ["'none'"] for name in ("default-src", "base-uri", "frame-ancestors")},
        **{name: ["'self'"] for name in ("script-src", "style-src", "img-src", "font-src")},
        **{name: ["'self'"] for name in ("connect-src", "form-action", "manifest-src")},
    }
}

# How long after a deadline an answer still counts: what a slow network may take.
ATTEMPT_GRACE = timedelta(seconds=10)

# --- Files, time, language ----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("wiki", BASE_DIR / "content" / "library" / "diagrams")]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "sdwiki.storage.StaticStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
LIBRARY_DIR = BASE_DIR / "content" / "library"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False

LOG_LEVEL = env.level("LOG_LEVEL", "INFO")
LOGGING = logs.configuration(env.str("LOG_FORMAT", ""), LOG_LEVEL)
