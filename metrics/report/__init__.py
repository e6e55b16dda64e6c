"""Results made into things for people: words, pictures, workbooks. Nothing here computes a figure."""
