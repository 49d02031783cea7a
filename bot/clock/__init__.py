"""What happens by itself: jobs that look at the database for what is due, and a watch over them."""
