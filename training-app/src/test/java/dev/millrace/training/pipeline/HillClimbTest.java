package dev.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HillClimbTest {

    record Point(int x, int y) {

        List<Point> neighbours() {
            return List.of(new Point(x + 1, y), new Point(x - 1, y), new Point(x, y + 1), new Point(x, y - 1));
        }

        double height() {
            return -((x - 4.0) * (x - 4.0) + (y + 3.0) * (y + 3.0));
        }
    }

    final List<Point> tried = new ArrayList<>();

    @Test
    void shouldReachTheTopOfAHill() {
        HillClimb.Scored<Point> best =
                new HillClimb<>(Point::neighbours, this::trial, () -> false).from(new Point(0, 0));

        assertThat(best.choice()).isEqualTo(new Point(4, -3));
        assertThat(best.score()).isZero();
        assertThat(tried).doesNotHaveDuplicates().hasSize(best.trials());
    }

    @Test
    void shouldKeepTheBestWhenTheBudgetIsSpent() {
        HillClimb.Scored<Point> best =
                new HillClimb<>(Point::neighbours, this::trial, () -> tried.size() >= 5).from(new Point(0, 0));

        assertThat(tried).hasSize(5);
        assertThat(best.score())
                .isEqualTo(tried.stream().mapToDouble(Point::height).max().orElseThrow());
    }

    @Test
    void shouldTryTheStartEvenWithoutBudget() {
        assertThat(new HillClimb<>(Point::neighbours, this::trial, () -> true)
                        .from(new Point(1, 1))
                        .choice())
                .isEqualTo(new Point(1, 1));
    }

    double trial(Point point) {
        tried.add(point);
        return point.height();
    }
}
