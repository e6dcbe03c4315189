"""Direct preference optimisation: of two answers, to come to prefer the better one."""
