"""Parameters of the memory model that are fitted to one learner's own log, tried on what they answered later."""
