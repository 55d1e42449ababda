"""Subtitles and transcripts as files."""

from lingoreel.media.subtitle_files.writing import segment_dict, write

__all__ = ["segment_dict", "write"]
