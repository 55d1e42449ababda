"""Objects: keys and bytes, in a folder or a remote store; links that expire; the secret behind them."""

from lingoreel.storage.links import make_token, read_token
from lingoreel.storage.objects import ObjectInfo, Writer, check_key
from lingoreel.storage.secret import derive, load_secret
from lingoreel.storage.storage import Storage

__all__ = ["ObjectInfo", "Storage", "Writer", "check_key", "derive", "load_secret", "make_token", "read_token"]
