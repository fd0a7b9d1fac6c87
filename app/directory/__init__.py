"""Territories, organisations, job roles, people and their dated postings."""
