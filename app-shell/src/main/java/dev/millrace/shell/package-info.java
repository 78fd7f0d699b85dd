/** What every app needs around a topology: settings, lifecycle, health, metrics, bounded RocksDB memory. */
@NullMarked
package dev.millrace.shell;

import org.jspecify.annotations.NullMarked;
