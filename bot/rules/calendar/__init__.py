"""Time as people count it in Colombia: days, holidays, service hours."""
