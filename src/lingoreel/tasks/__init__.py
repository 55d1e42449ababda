"""The life of a task: states, admission, durable recipes, lanes, stages, repair, and its HTTP paths."""
