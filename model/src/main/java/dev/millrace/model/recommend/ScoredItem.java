package dev.millrace.model.recommend;

import java.util.List;

/**
 * One item of a list.
 *
 * @param score comparable within the list only
 * @param reasons history items behind it, strongest first; empty below the head of the list
 */
public record ScoredItem(String itemId, float score, Source source, List<Reason> reasons) {

    /**
     * A history item that speaks for a recommendation.
     *
     * @param contribution of a personal item: its exact share of the folded-in score; of a co-visited item: the
     *     co-visitation share
     */
    public record Reason(String itemId, float contribution) {}
}
