"""The demo world: invented families, surveys and batches, built by calling the verbs."""
