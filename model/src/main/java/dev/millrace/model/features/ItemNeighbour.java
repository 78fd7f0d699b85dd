package dev.millrace.model.features;

/**
 * An item that the same users consumed close to another one.
 *
 * @param weight decayed co-visitation weight, as of the list's moment
 */
public record ItemNeighbour(String itemId, double weight) {}
