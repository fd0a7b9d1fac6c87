"""What is read out of everything: exports, and one day the year's report."""
