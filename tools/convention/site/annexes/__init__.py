"""The annexes, alive: services, formulas, prices, forfait, organisation, security."""
