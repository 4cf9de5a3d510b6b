package dev.gyre.engine.chicory.internal;

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
    interface OnChicory extends EngineUnderTest {
        @Override
        default WasmEngine engine() {
            return Guests.ENGINE;
        }
    }

    @Nested
    class Calls extends CallContract implements OnChicory {
    }

    @Nested
    class Linking extends LinkingContract implements OnChicory {
    }

    @Nested
    class Components extends ComponentContract implements OnChicory {
    }

    @Nested
    class Traps extends TrapContract implements OnChicory {
    }

    @Nested
    class Stack extends StackContract implements OnChicory {
    }

    @Nested
    class BulkMemory extends BulkMemoryContract implements OnChicory {
    }

    @Nested
    class Limits extends LimitsContract implements OnChicory {
    }

    @Nested
    class Interrupts extends InterruptContract implements OnChicory {
    }

    @Nested
    class Isolation extends IsolationContract implements OnChicory {
    }

    @Nested
    class Features extends FeatureContract implements OnChicory {
    }
}
