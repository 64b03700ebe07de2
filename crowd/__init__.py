"""Crowds: made-up learners, to look at the site with and to measure it with. Nothing of the site needs this."""
