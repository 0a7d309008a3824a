"""What a hub's database is made of: its SQL, version by version, and the roles in it."""
