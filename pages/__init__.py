"""The screens; shell.py names them."""
