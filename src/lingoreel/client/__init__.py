"""The Python client: a file, a URL or a text in, a finished task out.

    from lingoreel.client import Client

    with Client("http://127.0.0.1:8765", api_key) as client:
        task = client.transcribe("talk.mp4", type=4)
        task = client.wait(task.id, on_progress=lambda now: print(now.stage, now.progress))
        client.download(task.files["srt"], "talk.srt")
        video = client.wait(client.subtitle(task_id=task.id, primary_subtitles=task.id).id)
        client.download(video.file, "talk.subtitled.mp4")
        speech = client.wait(client.speak("Hello there.", format="wav").id)
        client.download(speech.file, "hello.wav")
        story = client.wait(client.film("The sun rises. A train crosses the old bridge.").id)
        client.download(story.file, "story.mp4")
        lines = client.wait(client.translate("talk.mp4", language="es").id)
        film = client.wait(client.dub(task_id=lines.id).id)
        client.download(film.file, "talk.es.mp4")

What can go wrong, as one tree:

    ClientError
    ├── ServiceUnreachable      no answer, after the retries
    ├── UnexpectedAnswer        an answer that is not of this API
    ├── WaitTimeout             the task was not over in time; it goes on
    ├── TaskFailed              the task ended in a negative state; carries the task
    └── RefusedRequest          an error answer: status, code, field, remedy, request_id
        ├── BadRequest          400
        ├── Unauthorized        401
        ├── NotEnoughPoints     402
        ├── AccessDenied        403
        ├── NotFound            404
        ├── Conflict            409
        ├── UploadTooLarge      413
        ├── TooManyRequests     429, after the retries
        └── ServiceFault        500 and above, after the retries

It uses nothing else of Lingoreel, so that the service can be on another machine and of another version.
"""

from lingoreel.client.client import Client
from lingoreel.client.failures import (
    AccessDenied,
    BadRequest,
    ClientError,
    Conflict,
    NotEnoughPoints,
    NotFound,
    RefusedRequest,
    ServiceFault,
    ServiceUnreachable,
    TaskFailed,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
    UploadTooLarge,
    WaitTimeout,
)
from lingoreel.client.task import Task

__all__ = [
    "AccessDenied",
    "BadRequest",
    "Client",
    "ClientError",
    "Conflict",
    "NotEnoughPoints",
    "NotFound",
    "RefusedRequest",
    "ServiceFault",
    "ServiceUnreachable",
    "Task",
    "TaskFailed",
    "TooManyRequests",
    "Unauthorized",
    "UnexpectedAnswer",
    "UploadTooLarge",
    "WaitTimeout",
]
