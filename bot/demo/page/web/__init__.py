"""The page over HTTP: its addresses, who may call them, and what they do."""
