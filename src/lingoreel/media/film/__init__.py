"""Films drawn from a text: scenes, type, motion and music, all made here."""
