"""Mail plans: which letter, when, and the editable copy that each event has."""
