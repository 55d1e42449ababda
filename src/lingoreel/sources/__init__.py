"""Media coming in: urls fetched, uploads streamed to storage, and what a source may be."""

from lingoreel.sources.body import Body, read_body
from lingoreel.sources.download import Fetched, fetch
from lingoreel.sources.form import decode_form_value
from lingoreel.sources.limits import check_media
from lingoreel.sources.multipart import OpenWriter, Upload
from lingoreel.sources.names import clean_name
from lingoreel.sources.refusal import Refusal
from lingoreel.sources.resumable import ResumableUploads, forget_expired_uploads
from lingoreel.sources.sink import FileSink, Sink
from lingoreel.sources.url import CleanUrl, clean_url, extension_of

__all__ = [
    "Body",
    "CleanUrl",
    "Fetched",
    "FileSink",
    "OpenWriter",
    "Refusal",
    "ResumableUploads",
    "Sink",
    "Upload",
    "check_media",
    "clean_name",
    "clean_url",
    "decode_form_value",
    "extension_of",
    "fetch",
    "forget_expired_uploads",
    "read_body",
]
