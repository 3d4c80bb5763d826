"""What the exercice costs an adherent: by service, by family of equipment, why it changed, beside others, unfolded."""

__all__ = ["causes", "comparer", "tableaux"]
