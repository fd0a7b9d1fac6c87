"""Networks of professionals or of organisations, and their dated memberships."""
