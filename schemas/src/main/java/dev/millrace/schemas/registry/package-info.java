/**
 * Where Avro schemas are registered and found by id: in this process, or at a server that speaks Confluent's REST API.
 */
@NullMarked
package dev.millrace.schemas.registry;

import org.jspecify.annotations.NullMarked;
