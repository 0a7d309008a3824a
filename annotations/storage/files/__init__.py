"""How files are touched, locked and replaced."""
