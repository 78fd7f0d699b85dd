package dev.millrace.training;

/**
 * Why a model is trained; written into its manifest.
 *
 * @param requestId unique; a request that led to a model is not trained again
 * @param cause quality, new-data, no-model, command …
 */
public record TrainingRequest(String requestId, String slot, String cause) {}
