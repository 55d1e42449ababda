"""The demo's own spoken words: `speech.txt`, read aloud in `speech.opus`, and the script that made it."""
