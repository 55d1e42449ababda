"""Music under a film's voice, composed anew for each film: `composing.compose`."""
