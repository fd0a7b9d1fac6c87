"""Kinds, events, cycles, series, parts, days and half-days, partners; publication and rescheduling."""
