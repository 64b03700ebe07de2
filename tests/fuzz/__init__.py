"""Random requests at every address, as guest, member and staff: `python -m tests.fuzz --requests 20000 --seed 1`."""
