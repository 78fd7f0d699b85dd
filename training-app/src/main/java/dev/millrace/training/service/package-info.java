/** Training as a service: one request at a time, from the topic of retrain requests. */
@NullMarked
package dev.millrace.training.service;

import org.jspecify.annotations.NullMarked;
