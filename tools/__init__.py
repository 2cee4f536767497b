"""What `dev.py` is made of, and the catalogues. All but `translations` needs the standard library only."""
