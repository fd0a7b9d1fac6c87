"""Which territories were reached: departments by event and by stage, a map of tiles, and who never came."""
