@NullMarked
package dev.millrace.localbroker;

import org.jspecify.annotations.NullMarked;
