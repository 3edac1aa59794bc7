"""The dock that leads through one scene, from its layers to the comparison."""
