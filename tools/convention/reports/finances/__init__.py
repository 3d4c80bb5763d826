"""What is borne and billed, what an adherent must budget, what a closing says."""

__all__ = ["budget", "cloture", "equilibre", "equilibre_json", "journal"]
