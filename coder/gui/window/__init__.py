"""The window around everything: start or desk, menus, foot line, messages, and the dialogs that belong to no place."""
