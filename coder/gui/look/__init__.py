"""How everything looks and behaves: theme, fonts, icons, and the widgets and dialogs that all places share."""
