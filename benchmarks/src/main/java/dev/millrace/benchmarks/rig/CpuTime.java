package dev.millrace.benchmarks.rig;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** CPU time that this process takes between two moments: broker, apps, load and garbage collection together. */
public final class CpuTime {

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long beganNanos = System.nanoTime();
    private final long beganCpu = system.getProcessCpuTime();

    private CpuTime() {}

    public static CpuTime start() {
        return new CpuTime();
    }

    /** CPU-seconds since the start. */
    public double seconds() {
        return (system.getProcessCpuTime() - beganCpu) / 1e9;
    }

    /** Cores in use on average since the start. */
    public double cores() {
        return seconds() / ((System.nanoTime() - beganNanos) / 1e9);
    }
}
