"""What each adherent of the second convention owes, worked by hand: one operation a line, then its amount.

Knows: figures and operations. Must not know: the package. `5000.00 * 40/210 + 0.01`: a cent more, by largest remainder.
"""

from __future__ import annotations

FIGURES = {
    # Flat fee × quantity.
    "masse-salariale": """
        2025 trois-vallees: 500.00 * 40 = 20000.00
        2025 valcendre: 500.00 * 100 = 50000.00
        2025 pierrelune: 500.00 * 30 = 15000.00
        2025 fontazur: 500.00 * 20 = 10000.00
        2025 rochemiel: 500.00 * 10 = 5000.00
        2025 regie-valcendre: 500.00 * 5 = 2500.00
        2026 trois-vallees: 500.00 * 40 = 20000.00
        2026 valcendre: 500.00 * 100 = 50000.00
        2026 pierrelune: 500.00 * 30 = 15000.00
        2026 fontazur: 500.00 * 20 = 10000.00
        2026 haute-brume: 500.00 * 20 * 6/12 = 5000.00
        2026 rochemiel: 500.00 * 10 = 5000.00
        2026 regie-valcendre: 500.00 * 5 = 2500.00
        2027 trois-vallees: 512.50 * 40 = 20500.00
        2027 valcendre: 512.50 * 100 = 51250.00
        2027 pierrelune: 512.50 * 30 = 15375.00
        2027 fontazur: 512.50 * 20 = 10250.00
        2027 haute-brume: 512.50 * 20 = 10250.00
        2027 rochemiel: 512.50 * 20 * 3/12 = 2562.50
        2027 regie-valcendre: 512.50 * 5 = 2562.50
    """,
    # By inhabitant: vintage 2021 in 2025 and 2026, 2023 in 2027.
    "contribution-habitant": """
        2025 valcendre: 1.10 * 4000 = 4400.00
        2025 pierrelune: 1.10 * 3000 = 3300.00
        2025 fontazur: 1.10 * 2000 = 2200.00
        2025 rochemiel: 1.10 * 1000 = 1100.00
        2026 valcendre: 1.10 * 4000 = 4400.00
        2026 pierrelune: 1.10 * 3000 = 3300.00
        2026 fontazur: 1.10 * 2000 = 2200.00
        2026 haute-brume: 1.10 * 2000 * 6/12 = 1100.00
        2026 rochemiel: 1.10 * 1000 = 1100.00
        2027 valcendre: 1.15 * 4100 = 4715.00
        2027 pierrelune: 1.15 * 3000 = 3450.00
        2027 fontazur: 1.15 * 1900 = 2185.00
        2027 haute-brume: 1.15 * 2000 = 2300.00
        2027 rochemiel: 1.15 * 1200 * 3/12 = 345.00
    """,
    # Exemption whose part the others share: without the 5 agents of the régie.
    "intranet": """
        2025 trois-vallees: 2700.00 * 30/135 = 600.00
        2025 valcendre: 2700.00 * 60/135 = 1200.00
        2025 pierrelune: 2700.00 * 25/135 = 500.00
        2025 fontazur: 2700.00 * 12/135 = 240.00
        2025 rochemiel: 2700.00 * 8/135 = 160.00
        2026 trois-vallees: 3000.00 * 30/150 = 600.00
        2026 valcendre: 3000.00 * 60/150 = 1200.00
        2026 pierrelune: 3000.00 * 25/150 = 500.00
        2026 fontazur: 3000.00 * 12/150 = 240.00
        2026 haute-brume: 3000.00 * 15/150 = 300.00
        2026 rochemiel: 3000.00 * 8/150 = 160.00
        2027 trois-vallees: 3180.00 * 30/159 = 600.00
        2027 valcendre: 3180.00 * 60/159 = 1200.00
        2027 pierrelune: 3180.00 * 25/159 = 500.00
        2027 fontazur: 3180.00 * 12/159 = 240.00
        2027 haute-brume: 3180.00 * 30/159 = 600.00
        2027 rochemiel: 3180.00 * 2/159 = 40.00
    """,
    # Exemption whose part the managing body bears: the 5 agents of the régie beside its own 30.
    "annuaire": """
        2025 trois-vallees: 2800.00 * 30/140 + 2800.00 * 5/140 = 700.00
        2025 valcendre: 2800.00 * 60/140 = 1200.00
        2025 pierrelune: 2800.00 * 25/140 = 500.00
        2025 fontazur: 2800.00 * 12/140 = 240.00
        2025 rochemiel: 2800.00 * 8/140 = 160.00
        2026 trois-vallees: 3100.00 * 30/155 + 3100.00 * 5/155 = 700.00
        2026 valcendre: 3100.00 * 60/155 = 1200.00
        2026 pierrelune: 3100.00 * 25/155 = 500.00
        2026 fontazur: 3100.00 * 12/155 = 240.00
        2026 haute-brume: 3100.00 * 15/155 = 300.00
        2026 rochemiel: 3100.00 * 8/155 = 160.00
        2027 trois-vallees: 3280.00 * 30/164 + 3280.00 * 5/164 = 700.00
        2027 valcendre: 3280.00 * 60/164 = 1200.00
        2027 pierrelune: 3280.00 * 25/164 = 500.00
        2027 fontazur: 3280.00 * 12/164 = 240.00
        2027 haute-brume: 3280.00 * 30/164 = 600.00
        2027 rochemiel: 3280.00 * 2/164 = 40.00
    """,
    # Exemption that nobody bears, in 2025 and 2026; the régie pays in 2027.
    "alerte": """
        2025 trois-vallees: 1400.00 * 30/140 = 300.00
        2025 valcendre: 1400.00 * 60/140 = 600.00
        2025 pierrelune: 1400.00 * 25/140 = 250.00
        2025 fontazur: 1400.00 * 12/140 = 120.00
        2025 rochemiel: 1400.00 * 8/140 = 80.00
        2026 trois-vallees: 1550.00 * 30/155 = 300.00
        2026 valcendre: 1550.00 * 60/155 = 600.00
        2026 pierrelune: 1550.00 * 25/155 = 250.00
        2026 fontazur: 1550.00 * 12/155 = 120.00
        2026 haute-brume: 1550.00 * 15/155 = 150.00
        2026 rochemiel: 1550.00 * 8/155 = 80.00
        2027 trois-vallees: 1640.00 * 30/164 = 300.00
        2027 valcendre: 1640.00 * 60/164 = 600.00
        2027 pierrelune: 1640.00 * 25/164 = 250.00
        2027 fontazur: 1640.00 * 12/164 = 120.00
        2027 haute-brume: 1640.00 * 30/164 = 300.00
        2027 rochemiel: 1640.00 * 2/164 = 20.00
        2027 regie-valcendre: 1640.00 * 5/164 = 50.00
    """,
    # Unit price × quantity.
    "licences": """
        2025 trois-vallees: 48.50 * 35 = 1697.50
        2025 valcendre: 48.50 * 80 = 3880.00
        2025 pierrelune: 48.50 * 25 = 1212.50
        2026 trois-vallees: 48.50 * 36 = 1746.00
        2026 valcendre: 48.50 * 82 = 3977.00
        2026 pierrelune: 48.50 * 25 = 1212.50
        2026 fontazur: 48.50 * 15 = 727.50
        2027 trois-vallees: 49.90 * 36 = 1796.40
        2027 valcendre: 49.90 * 85 = 4241.50
        2027 pierrelune: 49.90 * 26 = 1297.40
        2027 fontazur: 49.90 * 16 = 798.40
    """,
    # min, max, si: 120 at least, 600 at most, nothing without a session.
    "formation": """
        2025 trois-vallees: max(120.00, min(90.00 * 2, 600.00)) = 180.00
        2025 valcendre: max(120.00, min(90.00 * 9, 600.00)) = 600.00
        2025 pierrelune: max(120.00, min(90.00 * 1, 600.00)) = 120.00
        2026 trois-vallees: max(120.00, min(90.00 * 3, 600.00)) = 270.00
        2026 valcendre: max(120.00, min(90.00 * 5, 600.00)) = 450.00
        2026 pierrelune: max(120.00, min(90.00 * 1, 600.00)) = 120.00
        2027 trois-vallees: max(120.00, min(90.00 * 4, 600.00)) = 360.00
        2027 valcendre: max(120.00, min(90.00 * 7, 600.00)) = 600.00
        2027 pierrelune: max(120.00, min(90.00 * 2, 600.00)) = 180.00
        2027 fontazur: max(120.00, min(90.00 * 1, 600.00)) = 120.00
    """,
    # Cost × share: 20 workstations half of 2026 (Haute-Brume), 20 a quarter of 2027 (Rochemiel).
    "hebergement": """
        2025 trois-vallees: 12000.00 * 40/200 = 2400.00
        2025 valcendre: 12000.00 * 100/200 = 6000.00
        2025 pierrelune: 12000.00 * 30/200 = 1800.00
        2025 fontazur: 12000.00 * 20/200 = 1200.00
        2025 rochemiel: 12000.00 * 10/200 = 600.00
        2026 trois-vallees: 12600.00 * 40/210 = 2400.00
        2026 valcendre: 12600.00 * 100/210 = 6000.00
        2026 pierrelune: 12600.00 * 30/210 = 1800.00
        2026 fontazur: 12600.00 * 20/210 = 1200.00
        2026 haute-brume: 12600.00 * 10/210 = 600.00
        2026 rochemiel: 12600.00 * 10/210 = 600.00
        2027 trois-vallees: 13000.00 * 40/215 + 0.01 = 2418.61
        2027 valcendre: 13000.00 * 100/215 = 6046.51
        2027 pierrelune: 13000.00 * 30/215 = 1813.95
        2027 fontazur: 13000.00 * 20/215 = 1209.30
        2027 haute-brume: 13000.00 * 20/215 = 1209.30
        2027 rochemiel: 13000.00 * 5/215 = 302.33
    """,
    # Two keys, 60 and 40 %.
    "supervision": """
        2025 trois-vallees: 10000.00 * (0.6 * 40/200 + 0.4 * 0/10000) = 1200.00
        2025 valcendre: 10000.00 * (0.6 * 100/200 + 0.4 * 4000/10000) = 4600.00
        2025 pierrelune: 10000.00 * (0.6 * 30/200 + 0.4 * 3000/10000) = 2100.00
        2025 fontazur: 10000.00 * (0.6 * 20/200 + 0.4 * 2000/10000) = 1400.00
        2025 rochemiel: 10000.00 * (0.6 * 10/200 + 0.4 * 1000/10000) = 700.00
        2026 trois-vallees: 11000.00 * (0.6 * 40/210 + 0.4 * 0/11000) = 1257.14
        2026 valcendre: 11000.00 * (0.6 * 100/210 + 0.4 * 4000/11000) = 4742.86
        2026 pierrelune: 11000.00 * (0.6 * 30/210 + 0.4 * 3000/11000) = 2142.86
        2026 fontazur: 11000.00 * (0.6 * 20/210 + 0.4 * 2000/11000) = 1428.57
        2026 haute-brume: 11000.00 * (0.6 * 10/210 + 0.4 * 1000/11000) = 714.29
        2026 rochemiel: 11000.00 * (0.6 * 10/210 + 0.4 * 1000/11000) - 0.01 = 714.28
        2027 trois-vallees: 12000.00 * (0.6 * 40/215 + 0.4 * 0/11300) = 1339.53
        2027 valcendre: 12000.00 * (0.6 * 100/215 + 0.4 * 4100/11300) = 5090.43
        2027 pierrelune: 12000.00 * (0.6 * 30/215 + 0.4 * 3000/11300) = 2278.99
        2027 fontazur: 12000.00 * (0.6 * 20/215 + 0.4 * 1900/11300) = 1476.85
        2027 haute-brume: 12000.00 * (0.6 * 20/215 + 0.4 * 2000/11300) = 1519.32
        2027 rochemiel: 12000.00 * (0.6 * 5/215 + 0.4 * 300/11300) = 294.88
    """,
    # From one key to the other: workstations in 2025, half and half in 2026, population in 2027.
    "cybersecurite": """
        2025 trois-vallees: 9000.00 * 40/200 = 1800.00
        2025 valcendre: 9000.00 * 100/200 = 4500.00
        2025 pierrelune: 9000.00 * 30/200 = 1350.00
        2025 fontazur: 9000.00 * 20/200 = 900.00
        2025 rochemiel: 9000.00 * 10/200 = 450.00
        2026 trois-vallees: 9600.00 * (0.5 * 0/11000 + 0.5 * 40/210) = 914.29
        2026 valcendre: 9600.00 * (0.5 * 4000/11000 + 0.5 * 100/210) = 4031.17
        2026 pierrelune: 9600.00 * (0.5 * 3000/11000 + 0.5 * 30/210) = 1994.81
        2026 fontazur: 9600.00 * (0.5 * 2000/11000 + 0.5 * 20/210) = 1329.87
        2026 haute-brume: 9600.00 * (0.5 * 1000/11000 + 0.5 * 10/210) - 0.01 = 664.93
        2026 rochemiel: 9600.00 * (0.5 * 1000/11000 + 0.5 * 10/210) - 0.01 = 664.93
        2027 valcendre: 9900.00 * 4100/11300 = 3592.04
        2027 pierrelune: 9900.00 * 3000/11300 = 2628.32
        2027 fontazur: 9900.00 * 1900/11300 = 1664.60
        2027 haute-brume: 9900.00 * 2000/11300 = 1752.21
        2027 rochemiel: 9900.00 * 300/11300 = 262.83
    """,
    # A cap of 7 000, the others share what it leaves.
    "sig": """
        2025 valcendre: 7000.00 = 7000.00
        2025 pierrelune: (20000.00 - 7000.00) * 3000/6000 = 6500.00
        2025 fontazur: (20000.00 - 7000.00) * 2000/6000 = 4333.33
        2025 rochemiel: (20000.00 - 7000.00) * 1000/6000 = 2166.67
        2026 valcendre: 7000.00 = 7000.00
        2026 pierrelune: (22000.00 - 7000.00) * 3000/7000 = 6428.57
        2026 fontazur: (22000.00 - 7000.00) * 2000/7000 = 4285.71
        2026 haute-brume: (22000.00 - 7000.00) * 1000/7000 = 2142.86
        2026 rochemiel: (22000.00 - 7000.00) * 1000/7000 = 2142.86
        2027 valcendre: 7000.00 = 7000.00
        2027 pierrelune: (22000.00 - 7000.00) * 3000/7200 = 6250.00
        2027 fontazur: (22000.00 - 7000.00) * 1900/7200 = 3958.33
        2027 haute-brume: (22000.00 - 7000.00) * 2000/7200 = 4166.67
        2027 rochemiel: (22000.00 - 7000.00) * 300/7200 = 625.00
    """,
    # A population weighted by a coefficient: 1 250, 780, 950, 1 020 and 1 000 over their mean, 1 000, from 0.8 to 1.2.
    "guichet": """
        2025 valcendre: 20200.00 * (4000 * 1.2)/10100 = 9600.00
        2025 pierrelune: 20200.00 * (3000 * 0.8)/10100 = 4800.00
        2025 fontazur: 20200.00 * (2000 * 0.95)/10100 = 3800.00
        2025 rochemiel: 20200.00 * (1000 * 1)/10100 = 2000.00
        2026 valcendre: 21300.00 * (4000 * 1.2)/11120 = 9194.24
        2026 pierrelune: 21300.00 * (3000 * 0.8)/11120 = 4597.12
        2026 fontazur: 21300.00 * (2000 * 0.95)/11120 = 3639.39
        2026 haute-brume: 21300.00 * (1000 * 1.02)/11120 = 1953.78
        2026 rochemiel: 21300.00 * (1000 * 1)/11120 = 1915.47
        2027 valcendre: 21300.00 * (4100 * 1.2)/11465 = 9140.51
        2027 pierrelune: 21300.00 * (3000 * 0.8)/11465 = 4458.79
        2027 fontazur: 21300.00 * (1900 * 0.95)/11465 = 3353.38
        2027 haute-brume: 21300.00 * (2000 * 1.02)/11465 = 3789.97
        2027 rochemiel: 21300.00 * (300 * 1)/11465 = 557.35
    """,
    # What lacks to 2 000 of two other costs; for a part of the year, what lacks to that part.
    "minimum-socle": """
        2025 fontazur: 2000.00 - 1200.00 = 800.00
        2025 rochemiel: 2000.00 - 600.00 = 1400.00
        2026 fontazur: 2000.00 - (1200.00 + 727.50) = 72.50
        2026 haute-brume: 2000.00 * 6/12 - 600.00 = 400.00
        2026 rochemiel: 2000.00 - 600.00 = 1400.00
        2027 haute-brume: 2000.00 - 1209.30 = 790.70
        2027 rochemiel: 2000.00 * 3/12 - 302.33 = 197.67
    """,
    # Nobody pays more than 105 % of what it paid the year before; the managing body bears what that leaves.
    "veille": """
        2025 valcendre: 10000.00 * 4000/10000 = 4000.00
        2025 pierrelune: 10000.00 * 3000/10000 = 3000.00
        2025 fontazur: 10000.00 * 2000/10000 = 2000.00
        2025 rochemiel: 10000.00 * 1000/10000 = 1000.00
        2026 trois-vallees: 12100.00 - 4200.00 - 3150.00 - 2100.00 - 1050.00 - 1100.00 = 500.00
        2026 valcendre: 4000.00 * 1.05 = 4200.00
        2026 pierrelune: 3000.00 * 1.05 = 3150.00
        2026 fontazur: 2000.00 * 1.05 = 2100.00
        2026 haute-brume: 12100.00 * 1000/11000 = 1100.00
        2026 rochemiel: 1000.00 * 1.05 = 1050.00
        2027 trois-vallees: 12100.00 * 300/11300 - 275.63 = 45.61
        2027 valcendre: 12100.00 * 4100/11300 = 4390.27
        2027 pierrelune: 12100.00 * 3000/11300 = 3212.39
        2027 fontazur: 12100.00 * 1900/11300 = 2034.51
        2027 haute-brume: 12100.00 * 2000/11300 = 2141.59
        2027 rochemiel: 1050.00 * 1.05 * 3/12 = 275.63
    """,
    # A credit: a shared amount that is given back.
    "avoir-hebergeur": """
        2026 trois-vallees: 0 - 2100.00 * 40/210 = -400.00
        2026 valcendre: 0 - 2100.00 * 100/210 = -1000.00
        2026 pierrelune: 0 - 2100.00 * 30/210 = -300.00
        2026 fontazur: 0 - 2100.00 * 20/210 = -200.00
        2026 haute-brume: 0 - 2100.00 * 10/210 = -100.00
        2026 rochemiel: 0 - 2100.00 * 10/210 = -100.00
    """,
    # A penalty: a price times what happened in the year, once.
    "retard-messagerie": """
        2026 fontazur: 25.00 * 12 = 300.00
    """,
    # A cap of 3 000, the managing body bears what it leaves.
    "archivage": """
        2025 trois-vallees: 10000.00 * 40/200 + (10000.00 * 100/200 - 3000.00) = 4000.00
        2025 valcendre: 3000.00 = 3000.00
        2025 pierrelune: 10000.00 * 30/200 = 1500.00
        2025 fontazur: 10000.00 * 20/200 = 1000.00
        2025 rochemiel: 10000.00 * 10/200 = 500.00
        2026 trois-vallees: 10500.00 * 40/210 + (10500.00 * 100/210 - 3000.00) = 4000.00
        2026 valcendre: 3000.00 = 3000.00
        2026 pierrelune: 10500.00 * 30/210 = 1500.00
        2026 fontazur: 10500.00 * 20/210 = 1000.00
        2026 haute-brume: 10500.00 * 10/210 = 500.00
        2026 rochemiel: 10500.00 * 10/210 = 500.00
        2027 trois-vallees: 10750.00 * 40/215 + (10750.00 * 100/215 - 3000.00) = 4000.00
        2027 valcendre: 3000.00 = 3000.00
        2027 pierrelune: 10750.00 * 30/215 = 1500.00
        2027 fontazur: 10750.00 * 20/215 = 1000.00
        2027 haute-brume: 10750.00 * 20/215 = 1000.00
        2027 rochemiel: 10750.00 * 5/215 = 250.00
    """,
    # A cap of 60 by agent, what it leaves is not recovered.
    "portail": """
        2025 trois-vallees: min(10000.00 * 40/200, 60.00 * 30) = 1800.00
        2025 valcendre: min(10000.00 * 100/200, 60.00 * 60) = 3600.00
        2025 pierrelune: min(10000.00 * 30/200, 60.00 * 25) = 1500.00
        2025 fontazur: min(10000.00 * 20/200, 60.00 * 12) = 720.00
        2025 rochemiel: min(10000.00 * 10/200, 60.00 * 8) = 480.00
        2026 trois-vallees: min(10500.00 * 40/210, 60.00 * 30) = 1800.00
        2026 valcendre: min(10500.00 * 100/210, 60.00 * 60) = 3600.00
        2026 pierrelune: min(10500.00 * 30/210, 60.00 * 25) = 1500.00
        2026 fontazur: min(10500.00 * 20/210, 60.00 * 12) = 720.00
        2026 haute-brume: min(10500.00 * 10/210, 60.00 * 30 * 6/12) = 500.00
        2026 rochemiel: min(10500.00 * 10/210, 60.00 * 8) = 480.00
        2027 trois-vallees: min(10750.00 * 40/215, 60.00 * 30) = 1800.00
        2027 valcendre: min(10750.00 * 100/215, 60.00 * 60) = 3600.00
        2027 pierrelune: min(10750.00 * 30/215, 60.00 * 25) = 1500.00
        2027 fontazur: min(10750.00 * 20/215, 60.00 * 12) = 720.00
        2027 haute-brume: min(10750.00 * 20/215, 60.00 * 30) = 1000.00
        2027 rochemiel: min(10750.00 * 5/215, 60.00 * 8 * 3/12) = 120.00
    """,
    # A floor of 500, the others pay less; it reaches nobody in 2027.
    "pare-feu": """
        2025 trois-vallees: (6000.00 - 500.00) * 40/190 = 1157.89
        2025 valcendre: (6000.00 - 500.00) * 100/190 = 2894.74
        2025 pierrelune: (6000.00 - 500.00) * 30/190 = 868.42
        2025 fontazur: (6000.00 - 500.00) * 20/190 = 578.95
        2025 rochemiel: 500.00 = 500.00
        2026 trois-vallees: (6300.00 - 500.00) * 40/200 = 1160.00
        2026 valcendre: (6300.00 - 500.00) * 100/200 = 2900.00
        2026 pierrelune: (6300.00 - 500.00) * 30/200 = 870.00
        2026 fontazur: (6300.00 - 500.00) * 20/200 = 580.00
        2026 haute-brume: (6300.00 - 500.00) * 10/200 = 290.00
        2026 rochemiel: 500.00 = 500.00
        2027 trois-vallees: 6450.00 * 40/215 = 1200.00
        2027 valcendre: 6450.00 * 100/215 = 3000.00
        2027 pierrelune: 6450.00 * 30/215 = 900.00
        2027 fontazur: 6450.00 * 20/215 = 600.00
        2027 haute-brume: 6450.00 * 20/215 = 600.00
        2027 rochemiel: 6450.00 * 5/215 = 150.00
    """,
    # By slice, on an average: never reduced to the presence.
    "objets": """
        2025 trois-vallees: 2 * 120.00 + 8 * 96.00 + 2.5 * 72.00 = 1188.00
        2025 valcendre: 2 * 120.00 + 4 * 96.00 = 624.00
        2025 pierrelune: 1.5 * 120.00 = 180.00
        2025 fontazur: 0.8 * 120.00 = 96.00
        2025 rochemiel: 1 * 120.00 = 120.00
        2026 trois-vallees: 2 * 120.00 + 8 * 96.00 + 4 * 72.00 = 1296.00
        2026 valcendre: 2 * 120.00 + 5.25 * 96.00 = 744.00
        2026 pierrelune: 2 * 120.00 = 240.00
        2026 fontazur: 1 * 120.00 = 120.00
        2026 haute-brume: 0.6 * 120.00 = 72.00
        2026 rochemiel: 1.2 * 120.00 = 144.00
        2027 trois-vallees: 2 * 120.00 + 8 * 96.00 + 5 * 72.00 = 1368.00
        2027 valcendre: 2 * 120.00 + 6 * 96.00 = 816.00
        2027 pierrelune: 2 * 120.00 + 0.5 * 96.00 = 288.00
        2027 fontazur: 1.25 * 120.00 = 150.00
        2027 haute-brume: 1.4 * 120.00 = 168.00
        2027 rochemiel: 0.3 * 120.00 = 36.00
    """,
    # Index: the revised price is rounded before it is multiplied.
    "maintenance-serveurs": """
        2025 trois-vallees: cent(350.00 * 101.7/101.7) * 6 = 2100.00
        2025 valcendre: cent(350.00 * 101.7/101.7) * 4 = 1400.00
        2026 trois-vallees: cent(350.00 * 104.3/101.7) * 6 = 2153.70
        2026 valcendre: cent(350.00 * 104.3/101.7) * 4 = 1435.80
        2026 pierrelune: cent(350.00 * 104.3/101.7) * 1 = 358.95
        2026 haute-brume: cent(350.00 * 104.3/101.7) * 2 * 6/12 = 358.95
        2027 trois-vallees: cent(350.00 * 106.9/101.7) * 6 = 2207.40
        2027 valcendre: cent(350.00 * 106.9/101.7) * 4 = 1471.60
        2027 pierrelune: cent(350.00 * 106.9/101.7) * 1 = 367.90
        2027 haute-brume: cent(350.00 * 106.9/101.7) * 2 = 735.80
    """,
    # Right of use: 9/12 of an instalment in 2025.
    "baies": """
        2025 trois-vallees: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 9/12 * 40/200 = 1204.73
        2025 valcendre: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 9/12 * 100/200 = 3011.82
        2025 pierrelune: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 9/12 * 30/200 = 903.55
        2025 fontazur: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 9/12 * 20/200 = 602.36
        2025 rochemiel: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 9/12 * 10/200 = 301.18
        2026 trois-vallees: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 40/210 + 0.01 = 1529.82
        2026 valcendre: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 100/210 = 3824.53
        2026 pierrelune: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 30/210 = 1147.36
        2026 fontazur: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 20/210 = 764.91
        2026 haute-brume: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 10/210 = 382.45
        2026 rochemiel: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 10/210 = 382.45
        2027 trois-vallees: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 40/215 - 0.01 = 1494.23
        2027 valcendre: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 100/215 = 3735.59
        2027 pierrelune: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 30/215 = 1120.68
        2027 fontazur: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 20/215 = 747.12
        2027 haute-brume: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 20/215 = 747.12
        2027 rochemiel: (60000.00 * (1 - 0.16404) - 10000.00) / 5 * 12/12 * 5/215 = 186.78
    """,
    # Flat amount by tier, one measure.
    "assistance": """
        2025 valcendre: 900.00 = 900.00
        2025 pierrelune: 400.00 = 400.00
        2025 fontazur: 400.00 = 400.00
        2025 regie-valcendre: 150.00 = 150.00
        2026 valcendre: 900.00 = 900.00
        2026 pierrelune: 400.00 = 400.00
        2026 fontazur: 400.00 = 400.00
        2026 regie-valcendre: 150.00 = 150.00
        2027 valcendre: 950.00 = 950.00
        2027 pierrelune: 420.00 = 420.00
        2027 fontazur: 420.00 = 420.00
        2027 regie-valcendre: 160.00 = 160.00
    """,
    # Degressive price, for the whole quantity.
    "maintenance-postes": """
        2025 valcendre: 24.00 * 100 = 2400.00
        2025 pierrelune: 27.00 * 30 = 810.00
        2025 fontazur: 30.00 * 20 = 600.00
        2025 regie-valcendre: 30.00 * 5 = 150.00
        2026 valcendre: 24.00 * 100 = 2400.00
        2026 pierrelune: 27.00 * 30 = 810.00
        2026 fontazur: 30.00 * 20 = 600.00
        2026 regie-valcendre: 30.00 * 5 = 150.00
        2027 valcendre: 24.00 * 100 = 2400.00
        2027 pierrelune: 27.00 * 30 = 810.00
        2027 fontazur: 30.00 * 20 = 600.00
        2027 regie-valcendre: 30.00 * 5 = 150.00
    """,
    # Fixed shares 50, 30, 20; Rochemiel a quarter of 2027.
    "salle-blanche": """
        2025 trois-vallees: 8000.00 * 50/100 = 4000.00
        2025 valcendre: 8000.00 * 30/100 = 2400.00
        2025 rochemiel: 8000.00 * 20/100 = 1600.00
        2026 trois-vallees: 8000.00 * 50/100 = 4000.00
        2026 valcendre: 8000.00 * 30/100 = 2400.00
        2026 rochemiel: 8000.00 * 20/100 = 1600.00
        2027 trois-vallees: 8500.00 * 50/85 = 5000.00
        2027 valcendre: 8500.00 * 30/85 = 3000.00
        2027 rochemiel: 8500.00 * 5/85 = 500.00
    """,
    # This measure or that one, and another grid for the first year.
    "delegue": """
        2025 valcendre: 1600.00 = 1600.00
        2025 pierrelune: 1000.00 = 1000.00
        2025 rochemiel: 500.00 = 500.00
        2026 valcendre: 950.00 = 950.00
        2026 pierrelune: 600.00 = 600.00
        2026 fontazur: 500.00 = 500.00
        2026 haute-brume: 1000.00 * 6/12 = 500.00
        2026 rochemiel: 300.00 = 300.00
        2027 valcendre: 950.00 = 950.00
        2027 pierrelune: 600.00 = 600.00
        2027 fontazur: 300.00 = 300.00
        2027 haute-brume: 600.00 = 600.00
        2027 rochemiel: 300.00 * 3/12 = 75.00
    """,
    # Both measures: the lowest tier.
    "parametrage": """
        2025 valcendre: 480.00 = 480.00
        2025 pierrelune: 480.00 = 480.00
        2025 fontazur: 240.00 = 240.00
        2026 valcendre: 480.00 = 480.00
        2026 pierrelune: 480.00 = 480.00
        2026 fontazur: 240.00 = 240.00
        2026 haute-brume: 240.00 * 6/12 = 120.00
        2027 valcendre: 480.00 = 480.00
        2027 pierrelune: 480.00 = 480.00
        2027 fontazur: 240.00 = 240.00
        2027 haute-brume: 240.00 = 240.00
    """,
    # Two-part tariff: a subscription and a price by line.
    "telephonie": """
        2025 pierrelune: 180.00 + 24.00 * 10 = 420.00
        2025 fontazur: 180.00 + 24.00 * 6 = 324.00
        2026 pierrelune: 180.00 + 24.00 * 10 = 420.00
        2026 fontazur: 180.00 + 24.00 * 6 = 324.00
        2026 haute-brume: (180.00 + 24.00 * 8) * 6/12 = 186.00
        2027 pierrelune: 186.00 + 24.50 * 12 = 480.00
        2027 fontazur: 186.00 + 24.50 * 6 = 333.00
        2027 haute-brume: 186.00 + 24.50 * 8 = 382.00
    """,
    # A fixed part, one beneficiary.
    "accompagnement": """
        2025 valcendre: 3600.00 = 3600.00
        2026 valcendre: 3600.00 = 3600.00
        2027 valcendre: 3700.00 = 3700.00
    """,
    # A factual cost, shared.
    "messagerie": """
        2026 trois-vallees: 4000.00 * 60/200 = 1200.00
        2026 valcendre: 4000.00 * 90/200 = 1800.00
        2026 pierrelune: 4000.00 * 30/200 = 600.00
        2026 fontazur: 4000.00 * 20/200 = 400.00
    """,
    # A direct cost.
    "ordinateurs-mairie": """
        2026 valcendre: 812.45 * 7 = 5687.15
    """,
}
