"""Calendars that people subscribe to: secret addresses that can be revoked, and the public list."""
