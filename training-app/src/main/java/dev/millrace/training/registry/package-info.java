/** The models that exist and the ones that serve, as their topics tell it. */
@NullMarked
package dev.millrace.training.registry;

import org.jspecify.annotations.NullMarked;
