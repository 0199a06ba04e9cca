"""The project file: SQLModel tables, the unit of work, migrations, full text, backup and lock."""
