"""From files or git objects to the Depot: sources, raw nodes, binding, migrations."""
