"""What connects the panels' wishes to the services, one module per part of the desk."""
