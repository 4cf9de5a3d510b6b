package dev.gyre.engine.kit;

import dev.gyre.api.engine.WasmEngine;

/**
 * The engine the contract is checked on. The tests of an engine are one class:
 *
 * <pre>
 *   class ContractTest {
 *       static final WasmEngine ENGINE = new MyEngine();
 *
 *       interface OnMine extends EngineUnderTest {
 *           &#64;Override
 *           default WasmEngine engine() {
 *               return ENGINE;
 *           }
 *       }
 *
 *       &#64;Nested
 *       class Linking extends LinkingContract implements OnMine {
 *       }
 *       // and so on for each contract of this package
 *   }
 * </pre>
 */
public interface EngineUnderTest {
    /** The same engine each time: making one may be dear. */
    WasmEngine engine();
}
