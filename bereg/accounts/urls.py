"""account/: sign-in, the second factor and one's own account, under the library's own names.

Only the pages in use: nobody signs up, and the library sends no e-mail.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path

from bereg.accounts import views, views_approvals, views_factors, views_notices, views_role, views_session
from bereg.accounts.password_hashing import derives_a_key

urlpatterns = [
    path("", views.own_account, name="own_account"),
    path("role/", views_role.choose_role, name="choose_role"),
    path("mail/try/", views.try_mail, name="try_mail"),
    path("language/", views.language, name="language"),
    path("login/", views.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reset/by-mail/<slug:half>/", views.reset_mailed, name="reset_mailed"),
    path("reset/<slug:secret>/", views.reset, name="account_reset"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", derives_a_key(account.reauthenticate), name="account_reauthenticate"),
    path("password/", derives_a_key(account.password_change), name="account_change_password"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/sign-in/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/needed/", views_factors.needed, name="second_factor_needed"),
    path("second-factor/app/activate/", views_factors.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", views_factors.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("second-factor/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", views_factors.add_webauthn, name="mfa_add_webauthn"),
    path("second-factor/passkeys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove/", views_factors.remove_webauthn, name="mfa_remove_webauthn"),
    path("second-factor/passkeys/<int:pk>/rename/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-factor/passkeys/sign-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("session/", views_session.state, name="session_state"),
    path("back/", views_session.back, name="signed_in_again"),
]

# Elsewhere than below account/, and under this room's own name.
beside: list[URLPattern] = [
    path("today/shortcuts/", views.shortcuts, name="shortcuts"),
    path("notices/", views_notices.notices, name="notices"),
    path("notices/<uuid:pk>/dismiss/", views_notices.dismiss_notice, name="dismiss_notice"),
    path("approvals/", views_approvals.approvals, name="approvals"),
    path("approvals/ask/", views_approvals.ask, name="ask_approval"),
    path("approvals/<uuid:pk>/", views_approvals.approval, name="approval"),
    path("approvals/<uuid:pk>/decide/", views_approvals.decide, name="decide"),
    path("approvals/<uuid:pk>/withdraw/", views_approvals.withdraw, name="withdraw_approval"),
]
