"""Long work, kept in the database so that a kill loses none of it."""
