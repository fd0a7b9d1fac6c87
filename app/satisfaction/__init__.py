"""One question in four levels, asked to those who were present, answered without a name."""
