package inlay;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Answers for programs that nobody wrote to deceive, one after the other; one that comes to no end is the last. */
final class Known {
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long LOOK_MILLIS = 200;
    private static volatile List<Object> answers = List.of();

    private Known() {}

    static void answer(List<?> known, Performer.Teller teller) throws IOException {
        watch(Thread.currentThread().getId(), teller);
        for (Object each : known) {
            List<?> program = (List<?>) each;
            answers = Collections.synchronizedList(new ArrayList<>());
            Performer performer = new Performer();
            answers.add(performer.load((String) program.get(0)));
            for (Object operation : (List<?>) program.get(1)) answers.add(performer.perform((List<?>) operation));
            teller.tell(answers);
        }
    }

    private static void watch(long worker, Performer.Teller teller) {
        ThreadMXBean times = ManagementFactory.getThreadMXBean();
        Thread watcher = new Thread(() -> {
            List<Object> watched = answers;
            long before = times.getThreadCpuTime(worker);
            while (true) {
                sleep();
                if (answers != watched) {
                    watched = answers;
                    before = times.getThreadCpuTime(worker);
                } else if (times.getThreadCpuTime(worker) - before > PATIENCE_NANOS) {
                    end(teller);
                }
            }
        });
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void sleep() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Performer.Teller teller) {
        try {
            teller.tell(answers);
        } catch (IOException lost) {
            // nobody listens any more
        }
        Runtime.getRuntime().halt(0);
    }
}
