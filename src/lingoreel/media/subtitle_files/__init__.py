"""Subtitles and transcripts as files: read whatever their state, put right, and written."""

from lingoreel.media.subtitle_files.arrays import from_array
from lingoreel.media.subtitle_files.reading import ReadSubtitles, read
from lingoreel.media.subtitle_files.tidying import tidy
from lingoreel.media.subtitle_files.transcripts import segment_dict
from lingoreel.media.subtitle_files.writing import FORMATS, write

__all__ = ["FORMATS", "ReadSubtitles", "from_array", "read", "segment_dict", "tidy", "write"]
