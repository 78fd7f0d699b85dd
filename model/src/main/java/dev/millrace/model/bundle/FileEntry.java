package dev.millrace.model.bundle;

/**
 * One file as the manifest names it.
 *
 * @param size in bytes
 * @param chunks messages it travels in
 * @param sha256 of the whole file, lower-case hex
 */
public record FileEntry(String name, long size, int chunks, String sha256) {}
