"""The plate: the drawing of the human back that carries the whole site."""
