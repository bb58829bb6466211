"""account/: sign-in, the second factor and one's own account, under the library's own names.

Only the pages in use: nobody signs up, and no e-mail is sent.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import urls as recovery_codes
from allauth.mfa.totp import urls as totp
from allauth.mfa.webauthn import urls as webauthn
from django.urls import include, path

from bereg.accounts import views

urlpatterns = [
    path("", views.own_account, name="own_account"),
    path("login/", views.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reset/<slug:secret>/", views.reset, name="account_reset"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/sign-in/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/", include(totp)),
    path("second-factor/recovery-codes/", include(recovery_codes)),
    path("second-factor/passkeys/", include(webauthn)),
]
