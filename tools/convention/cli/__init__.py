"""The command line: one file per command. The only floor that reads the clock and ends the process."""
