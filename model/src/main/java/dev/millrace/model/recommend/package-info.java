/** From one user's state to a scored list: candidates of all sources, ranked and explained. */
@NullMarked
package dev.millrace.model.recommend;

import org.jspecify.annotations.NullMarked;
