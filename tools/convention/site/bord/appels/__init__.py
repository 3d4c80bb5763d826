"""What is called of an adherent: its accounts, its credits, its calendar of payments, its statements."""

__all__ = ["comptes", "credits", "echeancier", "etats"]
