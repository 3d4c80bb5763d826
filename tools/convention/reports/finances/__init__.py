"""What is borne and billed, what an adherent must budget, what a closing says."""
