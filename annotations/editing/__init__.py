"""Acts of annotating, as the records that they change."""
