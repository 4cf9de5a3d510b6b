package dev.gyre.bench;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a server did under load. Immutable.
 *
 * @param cpu microseconds of the server's processor time for each request
 */
record ServerRun(Load.Result load, double cpu) {
    /** @param server its process */
    static ServerRun of(URI uri, ProcessHandle server, int connections, Duration time) throws Exception {
        Duration before = Servers.cpu(server);
        Load.Result result = new Load(uri).run(connections, time);
        return new ServerRun(result, Servers.cpu(server).minus(before).toNanos() / 1e3 / result.requests());
    }

    static double median(List<ServerRun> runs, ToDoubleFunction<ServerRun> figure) {
        return Median.of(runs.stream().mapToDouble(figure));
    }
}
