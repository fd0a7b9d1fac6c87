"""A small living demonstration, drawn from one seed and placed around today: the home page has something to say on the first day."""
