"""Training of the bundled model: data, token drops, stages, evaluation."""
