package dev.millrace.model.recommend;

/**
 * How many candidates each source gives, and how long a list is.
 *
 * @param listLength items of a list, 1 to 1000
 * @param personal from the factors, 0 to 10000
 * @param coVisited from each of the user's last items, 0 to 1000
 * @param trending 0 to 500
 * @param newest 0 to 500
 * @param explained items at the head of the list that carry reasons
 * @param coVisitedBlend weight of the best co-visited item beside the best personal one where no ranker decides; 0 and
 *     up
 */
public record RecommenderSettings(
        int listLength, int personal, int coVisited, int trending, int newest, int explained, double coVisitedBlend) {

    /** Reasons per item. */
    static final int REASONS = 3;

    public RecommenderSettings {
        check("list-length", listLength, 1, 1000);
        check("candidates.personal", personal, 0, 10_000);
        check("candidates.co-visited", coVisited, 0, 1000);
        check("candidates.trending", trending, 0, 500);
        check("candidates.newest", newest, 0, 500);
        check("explained", explained, 0, 1000);
        if (!(coVisitedBlend >= 0)) {
            throw new IllegalArgumentException("scoring.co-visited-blend must be 0 or more, was " + coVisitedBlend);
        }
    }

    public static RecommenderSettings defaults() {
        return new RecommenderSettings(100, 100, 10, 50, 10, 20, 0.5);
    }

    private static void check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "scoring." + key + " must be from " + least + " to " + most + ", was " + value);
        }
    }
}
