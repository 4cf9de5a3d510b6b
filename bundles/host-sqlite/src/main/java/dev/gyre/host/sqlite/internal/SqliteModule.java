package dev.gyre.host.sqlite.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.HostModule;
import dev.gyre.api.host.StateKey;
import dev.gyre.host.sqlite.internal.face.SqliteFailure;
import dev.gyre.host.sqlite.internal.face.SqliteFailure.Problem;
import dev.gyre.sqlite.Database;
import dev.gyre.sqlite.Rows;
import dev.gyre.sqlite.Value;

/**
 * SQLite databases for core modules: the import module {@code sqlite} of Spin 1.3 to 1.x, packed as all modules of that time are ({@code
 * crates/componentize/tests/wit-0.8/sqlite.wit}). Thread-safe.
 */
@Capability(namespace = "dev.gyre.host", name = "sqlite")
@Component
public final class SqliteModule implements HostModule {
    static final String MODULE = "sqlite";
    private static final List<String> NAMES = List.of("open", "execute", "close");
    /** Of {@code value}: the case at 0, what it holds at 8. */
    private static final int VALUE_BYTES = 16;
    private static final int OPEN_BYTES = 16;
    private static final int EXECUTE_BYTES = 20;
    private static final int MOST = 64 << 20;

    private final GuestDatabases databases;

    @Activate
    public SqliteModule(@Reference GuestDatabases databases) {
        this.databases = databases;
    }

    @Override
    public Set<String> importModules() {
        return Set.of(MODULE);
    }

    @Override
    public BoundHostModule bind(ComponentContext component) {
        return new Bound(GuestDatabases.owner(component), databases.of(component), databases::settings);
    }

    private static final class Bound implements BoundHostModule {
        private final Map<String, Database> allowed;
        private final StateKey<OpenConnections> open;

        Bound(String owner, Map<String, Database> allowed, Supplier<SqliteSettings> settings) {
            this.allowed = allowed;
            open = new StateKey<>(event -> new OpenConnections(owner, allowed, settings.get(), event));
        }

        @Override
        public Optional<HostFunction> function(ImportType wanted) {
            return switch (wanted.name()) {
                case "open" -> function("open", 3, OPEN_BYTES, this::open);
                case "execute" -> function("execute", 6, EXECUTE_BYTES, this::execute);
                case "close" -> Optional.of(new HostFunction(MODULE + ".close", new ExternType.Func(List.of(ValueType.I32), List.of()), (caller, args) -> {
                    HostContext.of(caller).state(open).find(Integer.toUnsignedLong((int) args[0])).ifPresent(OpenConnections.OpenConnection::close);
                    return HostFunction.NOTHING;
                }));
                default -> Optional.empty();
            };
        }

        private interface Body {
            void run(Caller caller, long[] args, int out) throws SqliteFailure;
        }

        private static Optional<HostFunction> function(String name, int params, int bytes, Body body) {
            ExternType.Func type = new ExternType.Func(Collections.nCopies(params, ValueType.I32), List.of());
            return Optional.of(new HostFunction(MODULE + "." + name, type, (caller, given) -> {
                long[] args = given.clone();
                LinearMemory memory = caller.memory();
                int out = (int) args[params - 1];
                memory.checkRange(out, bytes);
                try {
                    body.run(caller, args, out);
                    memory.writeByte(out, (byte) 0);
                } catch (SqliteFailure e) {
                    Slice text = e.error() instanceof Problem.Io(String message) ? GuestHeap.of(caller.instance()).lower(message) : new Slice(0, 0);
                    memory.writeByte(out, (byte) 1);
                    memory.writeByte(out + 4, (byte) e.error().number());
                    write(memory, out + 8, text);
                }
                return HostFunction.NOTHING;
            }));
        }

        private void open(Caller caller, long[] args, int out) throws SqliteFailure {
            int number = HostContext.of(caller).state(open).open(string(caller.memory(), (int) args[0], (int) args[1])).number();
            caller.memory().writeInt(out + 4, number);
        }

        private void execute(Caller caller, long[] args, int out) throws SqliteFailure {
            OpenConnections.OpenConnection connection = HostContext.of(caller).state(open).find(Integer.toUnsignedLong((int) args[0]))
                    .orElseThrow(() -> new SqliteFailure(new Problem.InvalidConnection()));
            LinearMemory memory = caller.memory();
            Rows rows = connection.execute(string(memory, (int) args[1], (int) args[2]), values(memory, (int) args[3], (int) args[4]));
            GuestHeap heap = GuestHeap.of(caller.instance());
            Slice columns = heap.lowerStrings(rows.columns());
            int list = heap.allocate(Math.multiplyExact(rows.rows().size(), 8), 4);
            for (int i = 0; i < rows.rows().size(); i++) {
                write(heap.memory(), list + 8 * i, lower(rows.rows().get(i), heap));
            }
            write(memory, out + 4, columns);
            write(memory, out + 12, new Slice(list, rows.rows().size()));
        }

        private static String string(LinearMemory memory, int at, int length) {
            return new GuestReader(memory, MOST).string(new Slice(at, length));
        }

        private static List<Value> values(LinearMemory memory, int at, int count) {
            if (Integer.toUnsignedLong(count) > MOST / VALUE_BYTES) {
                throw new TrapException(TrapKind.ABI_VIOLATION, "a list of " + Integer.toUnsignedLong(count) + " values is over the limit");
            }
            memory.checkRange(at, count * VALUE_BYTES);
            List<Value> out = new ArrayList<>();
            GuestReader reader = new GuestReader(memory, MOST);
            for (int i = 0; i < count; i++) {
                int one = at + VALUE_BYTES * i;
                int tag = memory.readByte(one) & 0xff;
                out.add(switch (tag) {
                    case 0 -> new Value.Int(memory.readLong(one + 8));
                    case 1 -> new Value.Real(Double.longBitsToDouble(memory.readLong(one + 8)));
                    case 2 -> new Value.Text(reader.string(new Slice(memory.readInt(one + 8), memory.readInt(one + 12))));
                    case 3 -> new Value.Blob(reader.bytes(new Slice(memory.readInt(one + 8), memory.readInt(one + 12))));
                    case 4 -> new Value.Null();
                    default -> throw new TrapException(TrapKind.ABI_VIOLATION, "a value's tag is " + tag + ", not 0 to 4");
                });
            }
            return out;
        }

        private static Slice lower(List<Value> row, GuestHeap heap) {
            int list = heap.allocate(Math.multiplyExact(row.size(), VALUE_BYTES), 8);
            LinearMemory memory = heap.memory();
            for (int i = 0; i < row.size(); i++) {
                int at = list + VALUE_BYTES * i;
                switch (row.get(i)) {
                    case Value.Int(long value) -> number(memory, at, 0, value);
                    case Value.Real(double value) -> number(memory, at, 1, Double.doubleToRawLongBits(value));
                    case Value.Text(String value) -> bytes(memory, at, 2, heap.lower(value.getBytes(StandardCharsets.UTF_8)));
                    case Value.Blob(byte[] value) -> bytes(memory, at, 3, heap.lower(value));
                    case Value.Null none -> memory.writeByte(at, (byte) 4);
                }
            }
            return new Slice(list, row.size());
        }

        private static void number(LinearMemory memory, int at, int tag, long value) {
            memory.writeByte(at, (byte) tag);
            memory.writeLong(at + 8, value);
        }

        private static void bytes(LinearMemory memory, int at, int tag, Slice value) {
            memory.writeByte(at, (byte) tag);
            write(memory, at + 8, value);
        }

        private static void write(LinearMemory memory, int at, Slice value) {
            memory.writeInt(at, value.pointer());
            memory.writeInt(at + 4, value.length());
        }

        @Override
        public Collection<String> functionNames(String importModule) {
            return NAMES;
        }

        @Override
        public void close() {
            allowed.values().forEach(Database::close);
        }
    }
}
