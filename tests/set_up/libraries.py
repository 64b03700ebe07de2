"""What installed libraries do by themselves and no test of this project holds against them."""

LIBRARY_MODELS = ["auth.User", "sessions.Session", "account.EmailAddress", "mfa.Authenticator"]
FETCHED_BY_LIBRARIES = [{"model": model, "field": "*"} for model in LIBRARY_MODELS]
