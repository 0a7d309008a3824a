"""What is written to a layer, one kind a module, and what a record must be."""
