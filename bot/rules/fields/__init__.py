"""What a field may hold, judged one value at a time or a few together."""
