"""Subtitles drawn into a picture, or carried beside it as tracks."""
