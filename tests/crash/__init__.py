"""Kill -9 at any moment: the old warehouse serves, and the rerun ends in the same figures."""
