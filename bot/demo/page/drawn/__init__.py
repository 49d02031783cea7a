"""What a person sees, as HTML."""
