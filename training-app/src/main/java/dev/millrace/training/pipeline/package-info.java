/** From a log in memory to a judged model: split, search, train, rank, gate. Pure: no Kafka, no Avro. */
@NullMarked
package dev.millrace.training.pipeline;

import org.jspecify.annotations.NullMarked;
