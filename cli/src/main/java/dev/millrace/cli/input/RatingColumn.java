package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import java.nio.file.Path;
import java.util.Locale;

/** Notices on which scale the ratings of a file are. */
final class RatingColumn {

    private long count;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private boolean whole = true;

    void see(double rating) {
        count++;
        lowest = Math.min(lowest, rating);
        highest = Math.max(highest, rating);
        whole &= rating == Math.rint(rating);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** @throws CommandFailure when the ratings are on no usual scale */
    RatingScale decide(Path file) {
        if (lowest >= 0 && highest <= 1) {
            return RatingScale.BINARY;
        }
        if (lowest == -1 && highest <= 1 && whole) {
            return RatingScale.SIGNS;
        }
        if (lowest >= 0 && highest <= 100) {
            return highest <= 5 ? RatingScale.STARS : highest <= 10 ? RatingScale.OF_TEN : RatingScale.PERCENT;
        }
        throw CommandFailure.badInput(String.format(
                Locale.ROOT,
                "%s: ratings go from %s to %s, which is no usual scale; --rating-scale (such as -10..10) says it",
                file,
                lowest,
                highest));
    }
}
