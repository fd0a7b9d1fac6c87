"""The day itself: sign-in sheet, presence by half-day, walk-ins."""
