package dev.millrace.topologies.feature;

import static dev.millrace.topologies.feature.FeatureFlow.T0;
import static dev.millrace.topologies.feature.FeatureFlow.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.avro.CategoryWeight;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.ItemFeatures;
import dev.millrace.avro.RecentItem;
import dev.millrace.avro.UserFeatures;
import dev.millrace.model.features.TouchLimit;
import dev.millrace.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeatureTopologyTest {

    final FeatureFlow flow = new FeatureFlow();

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldHalveAnItemsCountAfterOneHalfLife() {
        long halfLifeMs = flow.settings.definitions().itemHalfLivesMs()[0];
        flow.purchased("ann", "tea", T0);
        flow.purchased("bob", "tea", T0.plusMillis(halfLifeMs));
        flow.publish();

        ItemFeatures tea = of(flow.items(), "tea");
        assertThat(tea.getDecayedCounts().get(0)).isEqualTo(1.5);
        assertThat(tea.getDecayedCounts()).isSorted();
        assertThat(tea.getAsOfMs()).isEqualTo(T0.toEpochMilli() + halfLifeMs);
        assertThat(tea.getFirstSeenMs()).isEqualTo(T0.toEpochMilli());
        assertThat(tea.getLastSeenMs()).isEqualTo(T0.toEpochMilli() + halfLifeMs);
        assertThat(tea.getEventCount()).isEqualTo(2);
        assertThat(tea.getDefinitions()).isEqualTo(flow.settings.definitions().fingerprint());
    }

    @Test
    void shouldCountRepeatsOfAnItemByTheSameUser() {
        flow.purchased("ann", "tea", T0.plusSeconds(60));
        flow.purchased("ann", "tea", T0.plusSeconds(60)); // two lines of one basket
        flow.purchased("bob", "tea", T0.plusSeconds(90));
        flow.purchased("ann", "tea", T0); // late, and now her first
        flow.purchased("bob", "tea", T0.plusSeconds(120));
        flow.publish();

        ItemFeatures tea = of(flow.items(), "tea");
        assertThat(tea.getEventCount()).isEqualTo(5);
        assertThat(tea.getRepeatCount()).isEqualTo(3);
    }

    @Test
    void shouldBoundWhatOneUserAddsToWhatEverybodySees() {
        for (int i = 0; i < 2_000; i++) {
            flow.happened(Samples.interaction("ann", i % 2 == 0 ? "bait" : "hook", "click", null, T0.plusSeconds(i)));
        }
        flow.purchased("bob", "tea", T0);
        flow.publish();

        var items = flow.items();
        assertThat(of(items, "bait").getEventCount()).isEqualTo(TouchLimit.MOST);
        assertThat(of(items, "bait").getDecayedCounts())
                .allSatisfy(count -> assertThat(count).isLessThan(TouchLimit.MOST));
        assertThat(of(flow.neighbourWeights(), "bait").get("hook")).isLessThan(4.0 * TouchLimit.MOST);
        assertThat(flow.users())
                .filteredOn(user -> user.key.equals("ann"))
                .allSatisfy(ann -> assertThat(ann.value.getEventCount()).isEqualTo(2_000));
    }

    @Test
    void shouldWriteTombstonesOnlyOfWhatIsKept() {
        flow.purchased("ann", "tea", T0);
        flow.publish();
        flow.catalog("tea", null);
        flow.catalog("cup", null);
        flow.publish();

        var written = flow.fixture
                .driver()
                .createOutputTopic(
                        "test-item-aggregates-changelog", new StringDeserializer(), new ByteArrayDeserializer());
        assertThat(written.readKeyValuesToList().stream().filter(each -> each.value == null))
                .extracting(each -> each.key)
                .containsExactly("tea");
        assertThat(flow.items()).containsOnlyKeys("tea").containsEntry("tea", null);
    }

    @Test
    void shouldPublishNothingOfItemsOutsideTheCatalogueUntilTheyAreInIt() {
        flow.catalog("tea", Samples.item("Tea", "drinks"));
        flow.purchased("ann", "tea", T0);
        flow.purchased("ann", "invented", T0.plusSeconds(1));
        flow.publish();

        assertThat(flow.items()).containsOnlyKeys("tea");
        assertThat(of(flow.neighbourWeights(), "tea")).isEmpty();

        flow.catalog("invented", Samples.item("Real after all", "drinks"));
        flow.publish();

        assertThat(of(flow.items(), "invented").getEventCount()).isEqualTo(1);
        assertThat(of(flow.neighbourWeights(), "invented")).containsOnlyKeys("tea");
    }

    @Test
    void shouldForgetInventedItemsThatNobodyTouches() {
        flow.catalog("tea", Samples.item("Tea", "drinks"));
        flow.purchased("ann", "invented", T0);
        flow.publish();
        flow.purchased("bob", "tea", T0.plus(Strangers.KEPT).plusSeconds(1));
        flow.publish();
        flow.publish();

        KeyValueStore<String, byte[]> kept = flow.fixture.store(ItemStores.AGGREGATES);
        assertThat(kept.get("invented")).isNull();
        assertThat(kept.get("tea")).isNotNull();
        var items = flow.items();
        assertThat(items).containsOnlyKeys("invented", "tea").containsEntry("invented", null);
    }

    @Test
    void shouldKeepABoundedNumberOfInventedItems() {
        flow.catalog("tea", Samples.item("Tea", "drinks"));
        int invented = Strangers.MOST + 500;
        for (int i = 0; i < invented; i++) {
            flow.purchased("user-" + i % 700, "invented-" + i, T0.plusMillis(i));
        }
        flow.publish();
        flow.publish();

        KeyValueStore<String, byte[]> kept = flow.fixture.store(ItemStores.AGGREGATES);
        int size = 0;
        try (var each = kept.all()) {
            for (; each.hasNext(); size++) {
                each.next();
            }
        }
        assertThat(size).isEqualTo(Strangers.MOST);
    }

    @Test
    void shouldPublishOncePerIntervalHoweverOftenAnItemIsTouched() {
        for (int i = 0; i < 50; i++) {
            flow.purchased("user-" + i % 25, "tea", T0.plusSeconds(i));
        }
        flow.publish();
        flow.publish();

        // More touches than wait at most, so some were folded before.
        assertThat(flow.fixture.read(flow.topics.itemFeatures()))
                .singleElement()
                .satisfies(tea -> assertThat(tea.value.getEventCount()).isEqualTo(50));
        assertThat(flow.users()).hasSize(25);
        assertThat(flow.counted(FeatureMetrics.PUBLISHED, "kind", "item")).isEqualTo(1);
        assertThat(flow.counted(FeatureMetrics.EVENTS)).isEqualTo(50);
    }

    @Test
    void shouldPublishNothingBeforeTheInterval() {
        flow.purchased("ann", "tea", T0);

        assertThat(flow.items()).isEmpty();
        assertThat(flow.users()).isEmpty();
    }

    @Test
    void shouldDescribeAUser() {
        flow.catalog("tea", Samples.item("Tea", "drinks", "hot"));
        flow.purchased("ann", "tea", T0);
        flow.purchased("ann", "cup", T0.plusSeconds(1));
        flow.publish();

        assertThat(flow.users()).singleElement().satisfies(record -> {
            UserFeatures ann = record.value;
            assertThat(record.key).isEqualTo("ann");
            assertThat(ann.getLastItems())
                    .extracting(RecentItem::getItemId)
                    .containsExactly("cup", "tea"); // newest first
            assertThat(ann.getCategories())
                    .extracting(CategoryWeight::getCategory)
                    .containsExactly("drinks", "hot");
            assertThat(ann.getCategories())
                    .allSatisfy(c -> assertThat(c.getWeight()).isCloseTo(0.5, within(1e-5)));
            assertThat(ann.getDecayedCounts()).allSatisfy(c -> assertThat(c).isCloseTo(2, within(1e-4)));
            assertThat(ann.getEventCount()).isEqualTo(2);
        });
    }

    @Test
    void shouldPairItemsOfOneUserInBothDirections() {
        flow.purchased("ann", "tea", T0);
        flow.purchased("ann", "cup", T0.plusSeconds(1));
        flow.purchased("bob", "pot", T0.plusSeconds(2));
        flow.publish();

        var weights = flow.neighbourWeights();
        assertThat(weights).containsOnlyKeys("tea", "cup");
        assertThat(weights.get("tea")).containsOnlyKeys("cup").containsEntry("cup", 1.0);
        assertThat(weights.get("cup")).containsOnlyKeys("tea").containsEntry("tea", 1.0);
    }

    @Test
    void shouldPushApartWhatALateEventComesBetween() {
        flow.purchased("ann", "tea", T0);
        flow.purchased("ann", "cup", T0.plusMillis(2));
        flow.purchased("ann", "pot", T0.plusMillis(1)); // late
        flow.publish();

        var weights = flow.neighbourWeights();
        assertThat(of(weights, "tea").get("cup")).isCloseTo(1 / Math.sqrt(2), within(1e-9));
        assertThat(of(weights, "tea").get("pot")).isCloseTo(1, within(1e-9));
        assertThat(of(weights, "pot").get("cup")).isCloseTo(1, within(1e-9));
        assertThat(flow.counted(FeatureMetrics.LATE)).isEqualTo(1);
    }

    @Test
    void shouldIgnoreBotsAndWhatIsNoGoodForTheItem() {
        Interaction bot = Samples.click("bot", "tea", T0);
        bot.setBot(true);
        flow.happened(bot);
        flow.happened(Samples.rating("ann", "tea", 1, T0));
        flow.happened(Samples.purchase("ann", "tea", -1, T0));
        flow.publish();

        assertThat(flow.items()).isEmpty();
        assertThat(flow.neighbours()).isEmpty();
        assertThat(flow.users()).singleElement().satisfies(ann -> {
            assertThat(ann.value.getEventCount()).isEqualTo(2);
            assertThat(ann.value.getDecayedCounts()).containsOnly(0.0);
        });
    }

    @Test
    void shouldCountAnImpressionAsClickedWhicheverOfTheTwoComesFirst() {
        Instant click = T0.plus(Duration.ofMinutes(1));
        flow.shown(Samples.impression("ann", T0, "tea", "cup"));
        flow.happened(Samples.click("ann", "tea", click));
        flow.happened(Samples.click("bob", "tea", click));
        flow.shown(Samples.impression("bob", T0, "tea", "cup"));
        flow.publish();

        var items = flow.items();
        assertThat(of(items, "tea").getImpressions()).isCloseTo(2, within(1e-3));
        assertThat(of(items, "tea").getClicks()).isEqualTo(of(items, "tea").getImpressions());
        assertThat(of(items, "cup").getImpressions()).isEqualTo(2);
        assertThat(of(items, "cup").getClicks()).isZero();
        assertThat(flow.counted(FeatureMetrics.CLICKS)).isEqualTo(2);
        assertThat(flow.counted(FeatureMetrics.IMPRESSIONS)).isEqualTo(4);
    }

    @Test
    void shouldNotTakeAnEventForAClickAfterTheWindowNorCountItTwice() {
        long windowMs = flow.settings.definitions().clickWindowMs();
        flow.shown(Samples.impression("ann", T0, "tea", "cup"));
        flow.happened(Samples.click("ann", "tea", T0.plusMillis(windowMs + 1)));
        flow.happened(Samples.click("ann", "cup", T0.plusMillis(1)));
        flow.happened(Samples.click("ann", "cup", T0.plusMillis(2)));
        flow.publish();

        var items = flow.items();
        assertThat(of(items, "tea").getClicks()).isZero();
        assertThat(of(items, "cup").getClicks()).isCloseTo(1, within(1e-6));
    }

    @Test
    void shouldForgetAnItemThatWasTakenOutOfTheCatalogue() {
        flow.catalog("tea", Samples.item("Tea"));
        flow.purchased("ann", "tea", T0);
        flow.purchased("ann", "cup", T0);
        flow.publish();
        flow.neighbours();
        flow.items();

        flow.catalog("tea", null);
        flow.purchased("ann", "cup", T0.plusSeconds(1));
        flow.purchased("bob", "tea", T0.plusSeconds(1));
        flow.publish();
        flow.publish();

        assertThat(flow.fixture.read(flow.topics.itemFeatures()))
                .extracting(record -> record.key + (record.value == null ? " gone" : ""))
                .containsExactlyInAnyOrder("tea gone", "cup");
        var neighbours = flow.neighbours();
        assertThat(neighbours.get("tea")).isNull();
        assertThat(neighbours).containsKey("tea");
        assertThat(of(neighbours, "cup").getNeighbours()).isEmpty();
    }

    @Test
    void shouldCountAnItemAnewThatCameBack() {
        flow.purchased("ann", "tea", T0);
        flow.catalog("tea", null);
        flow.publish();
        flow.catalog("tea", Samples.item("Tea"));
        flow.purchased("ann", "tea", T0);
        flow.publish();

        assertThat(of(flow.items(), "tea").getEventCount()).isEqualTo(1);
    }

    @Test
    void shouldForgetAUser() {
        flow.purchased("ann", "tea", T0);
        flow.shown(Samples.impression("ann", T0, "tea"));
        flow.fixture.pipe(flow.topics.erasuresValid(), "ann", Samples.erasure("ann", T0), T0);
        flow.publish();

        assertThat(flow.users()).singleElement().satisfies(record -> {
            assertThat(record.key).isEqualTo("ann");
            assertThat(record.value).isNull();
        });
        assertThat(flow.fixture.store(UserStores.ACTIVITY).get("ann")).isNull();
        assertThat(flow.fixture.store(UserStores.SHOWN).get("ann")).isNull();
    }

    @Test
    void shouldSendPoisonToTheDeadLetterTopicAndContinue() {
        flow.fixture.pipeRaw(flow.topics.interactionsValid(), "ann", new byte[] {1, 2, 3});
        flow.fixture.pipeRaw(flow.topics.impressionsValid(), "ann", new byte[] {7});
        flow.purchased("ann", "tea", T0);
        flow.publish();

        assertThat(flow.fixture.deadLetters()).hasSize(2);
        assertThat(flow.items()).containsOnlyKeys("tea");
    }

    @Test
    void shouldKeepTheDeployedShape() {
        flow.fixture.assertShape("feature.txt");
    }
}
