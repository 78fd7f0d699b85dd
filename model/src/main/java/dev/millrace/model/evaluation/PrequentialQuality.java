package dev.millrace.model.evaluation;

/**
 * What one replay showed.
 *
 * @param all every target
 * @param fewEvents targets of users with fewer than five events before
 * @param lateItems targets whose item was first seen in the last twentieth of the log
 * @param lists lists made; one may serve several targets of one moment
 * @param beyond what the lists are like
 */
public record PrequentialQuality(
        ListQuality all, ListQuality fewEvents, ListQuality lateItems, long lists, BeyondAccuracy beyond) {}
