"""How allauth works here: what asks for no variable, so that `massage_site/settings.py` takes it as it stands."""

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # sign-in has a password because it stands here; sign-up drops it
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    # By network address alone: counted by e-mail address, a stranger could use up what its owner needs.
    "confirm_email": "20/m/ip",
    "request_login_code": "20/m/ip",
    "reset_password": "20/m/ip",  # nosec B105: a rate, no password
    # In their place, for every message: from one network to one address, and to one address in all.
    "mail_from_one_network": "3/m/key,12/h/key,30/d/key",
    "mail_to_one_address": "60/h/key",
    # Wrong passwords, from one network for one account (allauth), and for one account in all.
    "login_failed": "10/m/ip,5/5m/key,15/h/key",
    "wrong_passwords": "60/h/key",
    # Links to a receiver's phone: a family, or a class, shares one network address.
    "make_link": "30/h/ip",
    # First marks of browsers without an account.
    "begin_learning": "300/h/ip",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Warm Hands] "
ACCOUNT_USER_DISPLAY = "massage_site.accounts.adapter.display_name"
ACCOUNT_ADAPTER = "massage_site.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "massage_site.accounts.adapter.NewAddressForm",
    "confirm_email_verification_code": "massage_site.accounts.adapter.AddressCodeForm",
    "confirm_login_code": "massage_site.accounts.adapter.LoginCodeForm",
    "confirm_password_reset_code": "massage_site.accounts.adapter.ResetCodeForm",  # nosec B105: a class, no password
    "confirm_reauthentication_code": "massage_site.accounts.adapter.CodeAgainForm",
    "login": "massage_site.accounts.adapter.SignInForm",
    "request_login_code": "massage_site.accounts.adapter.AskForCodeForm",
    "reset_password": "massage_site.accounts.adapter.ForgottenPasswordForm",  # nosec B105: a class, no password
    "signup": "massage_site.accounts.adapter.NewAccountForm",
}
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = False  # it mails only where there is an account, and so tells
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
MFA_ADAPTER = "massage_site.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "massage_site.accounts.adapter.ActivateAppForm",
    "add_webauthn": "massage_site.accounts.passkeys.AddPasskeyForm",
    "authenticate": "massage_site.accounts.adapter.SecondStepForm",
    "edit_webauthn": "massage_site.accounts.passkeys.RenamePasskeyForm",
    "login_webauthn": "massage_site.accounts.passkeys.SignInWithPasskeyForm",
    "reauthenticate": "massage_site.accounts.adapter.SecondStepAgainForm",
    "reauthenticate_webauthn": "massage_site.accounts.passkeys.ShowPasskeyAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Warm Hands"
MFA_TOTP_TOLERANCE = 1  # a code that ran out while it was typed still counts, as RFC 6238 advises in 5.2
