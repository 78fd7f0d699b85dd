package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Meters are constants of the {@code …Metrics} classes; the page for people who operate them must have them all. */
class MetricsPageTest {

    static final Path PAGE = Path.of("..", "docs", "metrics.md");

    @Test
    void shouldDescribeEveryMeter() throws IOException {
        String page = Files.readString(PAGE);
        List<String> meters = LayeringTest.CLASSES.stream()
                .filter(type -> type.getSimpleName().endsWith("Metrics"))
                .flatMap(type -> type.getFields().stream())
                .filter(MetricsPageTest::isTextConstant)
                .map(MetricsPageTest::value)
                .filter(value -> value.startsWith("millrace."))
                .toList();

        assertThat(meters).contains("millrace.app.ready", "millrace.ingest.accepted");
        assertThat(meters)
                .as("meters that docs/metrics.md does not mention")
                .filteredOn(meter -> !page.contains("`" + meter + "`"))
                .isEmpty();
    }

    static boolean isTextConstant(JavaField field) {
        return field.getModifiers().contains(JavaModifier.STATIC)
                && field.getModifiers().contains(JavaModifier.FINAL)
                && field.getRawType().isEquivalentTo(String.class);
    }

    static String value(JavaField constant) {
        JavaClass owner = constant.getOwner();
        try {
            Field field = owner.reflect().getDeclaredField(constant.getName());
            field.setAccessible(true);
            return (String) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(owner.getName() + "." + constant.getName() + " cannot be read", e);
        }
    }
}
