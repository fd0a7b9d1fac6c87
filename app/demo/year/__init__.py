"""A whole year, loaded as rows from a file of counts: people are cast so that every figure of the file comes out of the database."""
