"""The terminal program: screens, widgets and commands over the package `annotations`."""
