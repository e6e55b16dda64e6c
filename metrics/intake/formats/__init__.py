"""What a file is and what stands in it: one module for each format, and the bounds before any reader."""
