"""A team's hub: what is saved on one's own disk travels to a database, and what others said comes from it."""
