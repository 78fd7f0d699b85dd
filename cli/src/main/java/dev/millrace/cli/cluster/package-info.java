/** What the commands do with a Kafka cluster, whichever it is: connect, create topics, read, send, compare. */
@NullMarked
package dev.millrace.cli.cluster;

import org.jspecify.annotations.NullMarked;
