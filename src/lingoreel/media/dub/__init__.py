"""The dub: lines with their own times, spoken in another language, fitted, mixed under the old sound and reported."""
