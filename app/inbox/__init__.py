"""What comes back by mail: answers of calendars, letters that return, absences, and what people write."""
