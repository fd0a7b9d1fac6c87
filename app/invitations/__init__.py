"""Who is invited, by which letter, and what they answered; the calendar objects of people; large sendings."""
