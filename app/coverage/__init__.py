"""Where people came from: departments against events, who never came, where a function has nobody."""
