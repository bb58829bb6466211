"""The folder where the processes of one run keep what they share, and `make test` from one database to the next."""

SHARED = "TESTS_SHARE"  # names it in the environment, where who begins has made it and removes it; no setting
