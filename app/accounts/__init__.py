"""Those who log in, what they were granted, and the guard at every door."""
