/** A door into Oryx, for comparisons. */
package com.cloudera.oryx.app.serving.als.model;
