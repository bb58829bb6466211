"""How much the writers of `tests.killing` do; apart, since that module is a program of its own."""

CHECKPOINT_EACH = 7
REFUSALS = 20
CLIENTS, FORMS_EACH = 50, 4
