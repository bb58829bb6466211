"""Which page of the help belongs to which page of this room."""

# The pages of the sign-in library, which keep their names.
SIGNING_IN = ("account_change_password", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
APP = (
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
)
PASSKEYS = ("mfa_list_webauthn", "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn")
HELP_PAGES = {
    "accounts:approvals": "safety/second-person",
    "accounts:approval": "safety/second-person",
    "accounts:notices": "safety/alarms",
    "own_account": "safety/alarms",
    "mfa_index": "first-day",
    "second_factor_needed": "first-day",
    "choose_role": "first-day",
    **dict.fromkeys((*SIGNING_IN, *APP, *PASSKEYS), "first-day"),
}
