"""Reading the national directory of providers (REPS open data) from a file, apart from storing it."""
