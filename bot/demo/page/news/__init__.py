"""What has happened since the simulation began, and how the browser hears of it; no secret is told."""
