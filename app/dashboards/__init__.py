"""The year at a glance: of a network, a cycle, a department, an organisation; and whom our invitations tire."""
