"""Spoken pieces made one sound file: even loudness, clean joins, exact lengths.

`joining.join_speech` is the whole of it as one call; `joining.SpeechFile` takes pieces as they are spoken.
"""
