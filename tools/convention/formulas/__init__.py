"""The language of the tariff formulas (annexe 4): read it, check it, compute it, say it in French.

Nothing is re-exported here: import from the module that knows (`syntax`, `linear`, `units`, `rules`, `evaluate`,
`wording`). This floor knows neither files, nor models, nor adherents; it only computes exactly (`int`, `Fraction`).
"""
