"""Django's settings. What a deployment sets comes from BEREG_* variables, described in docs/settings.md."""

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from bereg import environment
from bereg.core.demonstration import is_demonstration

django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).parent
DATA = environment.data_folder("BEREG_DATA", PACKAGE)
HOME_COUNTRY = environment.text("BEREG_HOME_COUNTRY", "RU")
TIME_ZONE = environment.time_zone("BEREG_TIME_ZONE", "Europe/Moscow")
QUICK_EXIT = environment.text("BEREG_QUICK_EXIT", "https://www.wikipedia.org/")
ADDRESS = environment.site("BEREG_ADDRESS")  # empty: that of each request
PUBLISHER = environment.text("BEREG_PUBLISHER")  # who publishes the figures
PUBLISHER_ADDRESS = environment.text("BEREG_PUBLISHER_ADDRESS")
PUBLISHER_LOGO = environment.file("BEREG_PUBLISHER_LOGO")
OCCUPATIONS = environment.file("BEREG_OCCUPATIONS")  # a list other than ISCO-08
SECURITY_CONTACT = environment.text("BEREG_SECURITY_CONTACT")
DEBUG = environment.truth("BEREG_DEBUG")
ALLOWED_HOSTS = [
    *filter(None, [urlsplit(ADDRESS).hostname]),
    *environment.words("BEREG_HOSTS"),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
TRUSTED_PROXY = environment.truth("BEREG_TRUSTED_PROXY")
SURFACE = environment.choice("BEREG_SURFACE", "both", ("staff", "public", "both"))  # which addresses are served
TLS_CERT, TLS_KEY = environment.text("BEREG_TLS_CERT"), environment.text("BEREG_TLS_KEY")
PASSPHRASE_FILE = environment.text("BEREG_PASSPHRASE_FILE")  # of the vault; empty: typed at the terminal

SECRET_KEY = environment.secret(DATA / "keys" / "django.key")

INSTALLED_APPS = [
    "bereg.console",
    "bereg.desk",
    "bereg.public_site",
    "bereg.importing",
    "bereg.recovery",
    "bereg.demonstration",
    "bereg.figure_letters",
    "bereg.recommendations",
    "bereg.commentary",
    "bereg.report",
    "bereg.publishing",
    "bereg.evaluation",
    "bereg.signals",
    "bereg.outside_series",
    "bereg.training",
    "bereg.counting",
    "bereg.publications",
    "bereg.referrals",
    "bereg.searches",
    "bereg.partner_links",
    "bereg.outreach",
    "bereg.violations",
    "bereg.dispatch",
    "bereg.transfers",
    "bereg.tasks",
    "bereg.persons",
    "bereg.consultations",
    "bereg.web_questions",
    "bereg.conversations",
    "bereg.dangers",
    "bereg.answers",
    "bereg.mailbox",
    "bereg.enquiries",
    "bereg.guides",
    "bereg.campaigns",
    "bereg.agencies",
    "bereg.directory",
    "bereg.quotas",
    "bereg.reference",
    "bereg.questionnaire",
    "bereg.contacts",
    "bereg.shifts",
    "bereg.emergency_access",
    "bereg.retention",
    "bereg.vault",
    "bereg.audit_review",
    "bereg.centres",
    "bereg.help",
    "bereg.accounts",
    "bereg.audit",
    "bereg.redaction",
    "bereg.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    # These two first, since Django's own answers some requests itself.
    "bereg.core.security_headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bereg.centres.row_access.ReachMiddleware",
    "bereg.accounts.session_middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "bereg.accounts.session_middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bereg.accounts.language.LanguageMiddleware",
    "bereg.centres.clock.ClockMiddleware",
    "bereg.core.request_limits.EdgeMiddleware",
    "bereg.core.storage_errors.StorageMiddleware",
    "bereg.accounts.known_browsers.KnownBrowserMiddleware",
    "bereg.accounts.audit_recording.RecordingMiddleware",
    "bereg.accounts.next_address.NextMiddleware",
    "bereg.accounts.access.AccessMiddleware",
    "bereg.accounts.second_factor_required.SecondFactorMiddleware",
]

ROOT_URLCONF = "bereg.urls"
WSGI_APPLICATION = "bereg.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bereg.core.context.page",
                "bereg.accounts.context.staff",
                "bereg.help.context.staff",
                "bereg.centres.context.staff",
                "bereg.emergency_access.context.staff",
            ],
            # `{% load i18n static %}` loads ours, with all of Django's in it.
            "libraries": dict.fromkeys(("i18n", "static"), "bereg.core.templatetags.worked_out_once"),
            "builtins": ["bereg.core.templatetags.worked_out_once"],
        },
    }
]

# Our own field.html, below the hints and errors of every form.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

POSTGRES = environment.postgres("BEREG_DATABASE")
# The keys lie apart from the records: a copy of one of the two opens nothing.
KEYS_POSTGRES = environment.postgres("BEREG_KEYS_DATABASE", other_than=POSTGRES)
DATABASES = {
    "default": POSTGRES or {"ENGINE": "bereg.core.sqlite", "NAME": str(DATA / "db.sqlite3")},
    "keys": KEYS_POSTGRES or {"ENGINE": "bereg.core.sqlite", "NAME": str(DATA / "keys" / "keys.sqlite3")},
}
for each in DATABASES.values():
    each.setdefault("CONN_MAX_AGE", None)
DATABASE_ROUTERS = ["bereg.core.routing.Router"]
# Where the ends of the log and of the ledger of erasures go each hour: away from this machine, else no cut is found.
CHECKPOINTS = environment.folder_apart("BEREG_CHECKPOINTS", DATA)
POSTGRES_ACCEPT = environment.words("BEREG_POSTGRES_ACCEPT")
# One process and one thread serve SQLite fastest; see docs/decisions/0041-threads-and-workers.md.
WEB_WORKERS = environment.number("BEREG_WORKERS", 2 if POSTGRES else 1, least=1, greatest=64)
WEB_THREADS = environment.number("BEREG_THREADS", 1, least=1, greatest=64)
# Age public keys: their private halves, which open the backups, are never on this machine.
BACKUP_KEY = environment.text("BEREG_BACKUP_KEY")
KEYS_BACKUP_KEY = environment.text("BEREG_KEYS_BACKUP_KEY")
BACKUPS, KEYS_BACKUPS = environment.text("BEREG_BACKUPS"), environment.text("BEREG_KEYS_BACKUPS")
# Where "something waits for you" is handed in; none: nothing is sent. See docs/safety/alarms.md.
MAIL_SERVER = environment.mail_server("BEREG_MAIL_SERVER")
MAIL_SENDER = environment.mail_sender("BEREG_MAIL_SENDER", MAIL_SERVER)
# Whether invitations and links to a new password may be mailed, without the digits that open them.
MAIL_LINKS = environment.truth("BEREG_MAIL_LINKS")
# How many letters and questions may wait for an answer before no further question is taken on.
MOST_WAITING = environment.number("BEREG_MOST_WAITING", 2000, least=10, greatest=100_000)
# The mailboxes that are emptied: of letters, and of recordings that a telephone exchange sends. See docs/mail.md.
MAILBOX = environment.imap_folder("BEREG_MAILBOX", "BEREG_MAILBOX_PASSWORD_FILE")
MAILBOX_RECORDINGS = environment.imap_folder("BEREG_MAILBOX_RECORDINGS", "BEREG_MAILBOX_RECORDINGS_PASSWORD_FILE")
MAILBOX_PLUS = environment.truth("BEREG_MAILBOX_PLUS", default=True)  # whether help+anything@ comes to help@
# How long what is kept: docs/safety/retention.md.
KEEP_TEXT_MONTHS = environment.number("BEREG_KEEP_TEXT_MONTHS", 12, least=1, greatest=36)
KEEP_CALL_BACK_DAYS = environment.number("BEREG_KEEP_CALL_BACK_DAYS", 30, least=1, greatest=90)
KEEP_CALL_BACK_MOST_DAYS = environment.number("BEREG_KEEP_CALL_BACK_MOST_DAYS", 90, least=1, greatest=180)
KEEP_ANSWERS_YEARS = environment.number("BEREG_KEEP_ANSWERS_YEARS", 5, least=1, greatest=10)
KEEP_DRAFT_DAYS = environment.number("BEREG_KEEP_DRAFT_DAYS", 7, least=1, greatest=30)
KEEP_RESULT_DAYS = environment.number("BEREG_KEEP_RESULT_DAYS", 30, least=1, greatest=90)
KEEP_AUDIT_YEARS = environment.number("BEREG_KEEP_AUDIT_YEARS", 3, least=1, greatest=10)
ALARM_RECORDS = environment.number("BEREG_ALARM_RECORDS", 40, least=5, greatest=1000)
ALARM_REFUSALS = environment.number("BEREG_ALARM_REFUSALS", 3, least=2, greatest=100)
ALARM_CODE_WORDS = environment.number("BEREG_ALARM_CODE_WORDS", 20, least=5, greatest=100)
CLOCK_GAP_HOURS = environment.number("BEREG_CLOCK_GAP_HOURS", 24, least=1, greatest=96)
DANGER_MINUTES = environment.number("BEREG_DANGER_MINUTES", 5, least=1, greatest=60)
# How many matters stand behind a trend notice: five can only be raised.
NOTICE_MATTERS = environment.number("BEREG_NOTICE_MATTERS", 5, least=5, greatest=100)
# Where the facts lie, and what counts them: docs/engines.md.
FACTS = environment.facts("BEREG_FACTS")
ENGINE = environment.engine("BEREG_ENGINE", FACTS)
DEMONSTRATION = is_demonstration(DATA, DATABASES["default"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["bereg.accounts.adapter.Backend"]
PASSWORD_HASHERS = ["bereg.accounts.password_hashing.Argon2InTurn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
# Where rooms lead that know none above them.
FIRST_RUN_URL = "desk:welcome"
FIGURES_URL = "report:report"
FORM_URL = "desk:form"  # of an enquiry that is not registered yet
PAGE_OF = {"enquiries.enquiry": "desk:enquiry", "publications.release": "publishing:release"}
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = False  # a shared desk: closing the browser ends the session
# Wrong passwords are counted in bereg/accounts/sign_in_limits.py, wrong codes in factors.py. The library would count
# right ones too, by the address, which a whole office shares.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
MFA_RATE_LIMITS = {"webauthn_login": None}
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUSTED_PROXY)
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_ADAPTER = "bereg.accounts.adapter.AccountAdapter"
MFA_ADAPTER = "bereg.vault.mfa_adapter.SealingMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Bereg"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "activate_totp": "bereg.accounts.factors.ActivateTOTPForm",
    "authenticate": "bereg.accounts.factors.AuthenticateForm",
    "reauthenticate": "bereg.accounts.factors.ReauthenticateForm",
    "login_webauthn": "bereg.accounts.passkeys.LoginForm",
    "authenticate_webauthn": "bereg.accounts.passkeys.PasskeyAuthenticateForm",
    "reauthenticate_webauthn": "bereg.accounts.passkeys.PasskeyReauthenticateForm",
    "add_webauthn": "bereg.accounts.passkeys.AddForm",
    "edit_webauthn": "bereg.accounts.passkeys.EditForm",
}

SECURE = bool(TLS_CERT) or TRUSTED_PROXY
SESSION_ENGINE = "bereg.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-bereg" if SECURE else "bereg"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_AGE = None  # it goes with the window: a public page sets it too, and others may look at the device
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "bereg.core.sealed_messages.SealedCookieStorage"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_MINUTES = environment.number("BEREG_IDLE_MINUTES", 15, least=3, greatest=60)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # what watches the server asks on the machine itself, without TLS
# Other hosts below the same name, and lists that browsers ship with, are for the owner of the name to decide.
# Our `i18n` and `static` stand in for Django's on purpose.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "templates.W003"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20
LARGEST_UPLOAD_B = 20_000_000  # files in one request, all together
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_UPLOAD_B
MEDIA_ROOT = DATA / "files"  # sealed files alone, which backups take along; no address hands them out
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # no plain file on the disk
NARRATIVE_FIELDS = {"narrative"}  # keep writing direction as visible signs; every other field loses it

USE_TZ = True
LANGUAGE_CODE = environment.choice("BEREG_LANGUAGE", "ru", ("ru", "en"))
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]  # of the staff
# Of the public pages and of what is published. Each names itself, so that whoever reads only that one finds it.
PUBLIC_LANGUAGES = [("ru", "Русский"), ("uz", "Oʻzbekcha"), ("tg", "Тоҷикӣ"), ("en", "English")]
# Chosen before signing in; the public pages, which any cache may keep, never get it.
LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE_PATH = "bereg-language", "/account/"
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = None  # nothing is collected: whitenoise serves the files where they lie
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "bereg.core.logs.QuietFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
