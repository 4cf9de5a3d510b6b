package dev.gyre.engine.graalwasm.internal;

import org.junit.jupiter.api.Nested;

import dev.gyre.api.engine.WasmEngine;
import dev.gyre.engine.kit.BulkMemoryContract;
import dev.gyre.engine.kit.CallContract;
import dev.gyre.engine.kit.ComponentContract;
import dev.gyre.engine.kit.EngineUnderTest;
import dev.gyre.engine.kit.FeatureContract;
import dev.gyre.engine.kit.InterruptContract;
import dev.gyre.engine.kit.IsolationContract;
import dev.gyre.engine.kit.LimitsContract;
import dev.gyre.engine.kit.LinkingContract;
import dev.gyre.engine.kit.StackContract;
import dev.gyre.engine.kit.TrapContract;

/** What every engine promises. */
class ContractTest {
    static final GraalWasmEngine ENGINE = new GraalWasmEngine();

    interface OnGraalWasm extends EngineUnderTest {
        @Override
        default WasmEngine engine() {
            return ENGINE;
        }
    }

    @Nested
    class Calls extends CallContract implements OnGraalWasm {
    }

    @Nested
    class Linking extends LinkingContract implements OnGraalWasm {
    }

    @Nested
    class Components extends ComponentContract implements OnGraalWasm {
    }

    @Nested
    class Traps extends TrapContract implements OnGraalWasm {
    }

    @Nested
    class Stack extends StackContract implements OnGraalWasm {
    }

    @Nested
    class BulkMemory extends BulkMemoryContract implements OnGraalWasm {
    }

    @Nested
    class Limits extends LimitsContract implements OnGraalWasm {
    }

    @Nested
    class Interrupts extends InterruptContract implements OnGraalWasm {
    }

    @Nested
    class Isolation extends IsolationContract implements OnGraalWasm {
    }

    @Nested
    class Features extends FeatureContract implements OnGraalWasm {
    }
}
