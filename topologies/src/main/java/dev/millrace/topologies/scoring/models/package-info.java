/** Models on their way into service: received, loaded, checked, put in the place of others, and offered to scoring. */
@NullMarked
package dev.millrace.topologies.scoring.models;

import org.jspecify.annotations.NullMarked;
