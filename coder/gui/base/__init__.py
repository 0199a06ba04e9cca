"""What every place stands on: the open project, actions, background work, positions, layout."""
