package dev.millrace.schemas.registry;

import org.apache.avro.Schema;

/**
 * A schema as a registry knows it.
 *
 * @param version counts from 1 within the subject
 * @param id names the schema in every record, the same for equal schemas of different subjects
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}
