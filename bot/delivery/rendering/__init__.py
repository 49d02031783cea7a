"""What an intent says at the moment it is sent: the subject's state now, not when the intent was added."""
