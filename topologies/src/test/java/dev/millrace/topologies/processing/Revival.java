package dev.millrace.topologies.processing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Begins the processors of a topology again, as Kafka Streams does with a task whose state turned out to be corrupt: it
 * closes and initialises the same processors, and keeps their schedule. Knows what they have scheduled meanwhile.
 */
public final class Revival {

    private static final String HANDLE = "test.revival";

    private final List<Revivable<?, ?, ?, ?>> processors = new ArrayList<>();
    private final Set<Schedule> running = new HashSet<>();
    private int calls;

    /** Settings of Kafka Streams that let this revive the topology. */
    public Map<String, Object> settings() {
        return Map.of(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, Wrapper.class.getName(), HANDLE, this);
    }

    /** Closes all processors, then begins them all. */
    public void revive() {
        processors.forEach(Revivable::close);
        processors.forEach(Revivable::again);
    }

    public void closeAll() {
        processors.forEach(Revivable::close);
    }

    /** How much is scheduled and neither cancelled nor over. */
    public int running() {
        return running.size();
    }

    /** How often the clock has called since the last question. */
    public int calls() {
        int since = calls;
        calls = 0;
        return since;
    }

    private final class Schedule implements Cancellable {
        private @Nullable Cancellable scheduled;

        @Override
        public void cancel() {
            running.remove(this);
            if (scheduled != null) {
                scheduled.cancel();
            }
        }
    }

    private final class Revivable<KIn, VIn, KOut, VOut> implements Processor<KIn, VIn, KOut, VOut> {
        private final Processor<KIn, VIn, KOut, VOut> processor;
        private @Nullable ProcessorContext<KOut, VOut> context;
        private Consumer<Runnable> atNode = Runnable::run;

        private Revivable(Processor<KIn, VIn, KOut, VOut> processor) {
            this.processor = processor;
        }

        @Override
        public void init(ProcessorContext<KOut, VOut> real) {
            context = watched(real);
            processor.init(context);
            if (real instanceof InternalProcessorContext<?, ?> inner) {
                ProcessorNode<?, ?, ?, ?> node = inner.currentNode();
                atNode = init -> { // stores are given to who owns them
                    inner.setCurrentNode(node);
                    init.run();
                    inner.setCurrentNode(null);
                };
            }
            processors.add(this);
        }

        private void again() {
            atNode.accept(() -> processor.init(context));
        }

        @Override
        public void process(Record<KIn, VIn> record) {
            processor.process(record);
        }

        @Override
        public void close() {
            processor.close();
        }
    }

    @SuppressWarnings("unchecked") // a proxy of the interface
    private <K, V> ProcessorContext<K, V> watched(ProcessorContext<K, V> real) {
        return (ProcessorContext<K, V>) Proxy.newProxyInstance(
                Revival.class.getClassLoader(), new Class<?>[] {ProcessorContext.class}, (proxy, method, args) -> {
                    try {
                        if (!method.getName().equals("schedule")) {
                            return method.invoke(real, args);
                        }
                        int last = args.length - 1;
                        Object[] watched = args.clone();
                        watched[last] = (Punctuator) now -> {
                            calls++;
                            ((Punctuator) args[last]).punctuate(now);
                        };
                        var schedule = new Schedule();
                        running.add(schedule);
                        schedule.scheduled = (Cancellable) method.invoke(real, watched);
                        return schedule;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Made by Kafka Streams. */
    public static final class Wrapper implements ProcessorWrapper {
        private @Nullable Revival revival;

        @Override
        public void configure(Map<String, ?> configs) {
            revival = (Revival) configs.get(HANDLE);
        }

        @Override
        public <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
                String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier) {
            return new WrappedProcessorSupplier<>() {
                @Override
                public Processor<KIn, VIn, KOut, VOut> get() {
                    return revival == null ? supplier.get() : revival.new Revivable<>(supplier.get());
                }

                @Override
                public @Nullable Set<StoreBuilder<?>> stores() {
                    return supplier.stores();
                }
            };
        }

        @Override
        public <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
                String name, FixedKeyProcessorSupplier<KIn, VIn, VOut> supplier) {
            return ProcessorWrapper.asWrappedFixedKey(supplier);
        }
    }
}
