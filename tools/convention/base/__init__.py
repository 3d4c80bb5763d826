"""What every floor shares: diagnostics, codes, money, periods, French typography, raw nodes, files."""
