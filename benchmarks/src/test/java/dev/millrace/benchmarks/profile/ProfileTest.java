package dev.millrace.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ProfileTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            recs.scoring-app-1b671dfb-8ede-4bd0-8ee6-ab4163850997-StreamThread-1 ; scoring-app
            kafka-producer-network-thread | recs.retrain-trigger-app-1b671dfb-8ede-4bd0-8ee6-ab4163850997-StreamThread-1-producer ; retrain-trigger-app
            recs.publisher-app-1b671dfb-8ede-4bd0-8ee6-ab4163850997-GlobalStreamThread ; publisher-app
            data-plane-kafka-request-handler-3 ; broker
            main ; others
            """)
    void shouldTellWhoseThreadItIs(String thread, String owner) {
        assertThat(Stacks.owner(thread)).isEqualTo(owner);
    }

    @Test
    void shouldDrawEachFrameAsWideAsItsShare() throws Exception {
        List<List<String>> samples = new ArrayList<>();
        samples.addAll(Collections.nCopies(75, List.of("java.lang.Thread.run", "dev.millrace.A.<init>")));
        samples.addAll(Collections.nCopies(24, List.of("java.lang.Thread.run", "dev.millrace.B.b")));
        samples.add(List.of("java.lang.Thread.run", "dev.millrace.Rare.c"));

        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(new FlameGraph("some & all", samples, 0.02).svg())));
        assertThat(svg.getElementsByTagName("title").getLength())
                .as("not the rare one")
                .isEqualTo(3);
        assertThat(svg.getElementsByTagName("rect")
                        .item(1)
                        .getAttributes()
                        .getNamedItem("width")
                        .getNodeValue())
                .isEqualTo("1200.0");
        assertThat(svg.getElementsByTagName("rect")
                        .item(2)
                        .getAttributes()
                        .getNamedItem("width")
                        .getNodeValue())
                .isEqualTo("900.0");
    }
}
