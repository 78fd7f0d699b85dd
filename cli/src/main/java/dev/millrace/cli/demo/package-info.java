/** The whole pipeline in one process: broker, registry, apps, training, users, and an honest account at the end. */
@NullMarked
package dev.millrace.cli.demo;

import org.jspecify.annotations.NullMarked;
