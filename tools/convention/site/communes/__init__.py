"""The pages that concern everyone: home, calendar, exercices, governance, readings, open data."""
