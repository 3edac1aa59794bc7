"""From a folder of scenes to a model: training, adapting, publishing."""
