"""The commands of `python -m loaders`: what each one takes, does and says."""
