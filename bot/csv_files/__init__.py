"""CSV files that people export and send: their bytes, their header, their rows. What a row means is told elsewhere."""
