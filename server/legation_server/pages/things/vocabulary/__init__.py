"""What pages show of terms: those of vocabularies, shapes, and counts of uses."""
