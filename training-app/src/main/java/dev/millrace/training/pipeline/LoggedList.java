package dev.millrace.training.pipeline;

import java.util.List;

/**
 * The head of a list with its features exactly as scoring used them.
 *
 * @param scoredAtMs moment that decayed features were decayed to, event time
 * @param itemIds best first
 * @param rows row-major, one row per item, columns as in the definitions
 */
public record LoggedList(String userId, long scoredAtMs, List<String> itemIds, float[] rows) {

    public LoggedList {
        itemIds = List.copyOf(itemIds);
    }
}
