/** The topic catalogue, the Avro contracts' serdes and the schema registry. */
@NullMarked
package dev.millrace.schemas;

import org.jspecify.annotations.NullMarked;
