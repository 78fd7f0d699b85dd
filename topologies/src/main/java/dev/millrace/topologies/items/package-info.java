/** The item table that scoring and publishing read: fed from the item-keyed topics, held in memory. */
@NullMarked
package dev.millrace.topologies.items;

import org.jspecify.annotations.NullMarked;
