"""Training the cloud detector `unveil`: scenes, labels, samples, the loop, scores."""
