"""The bilan: chapters of sentences whose figures are computed, edited by people, reviewed, then frozen with their proof."""
