/**
 * The binary format of core WebAssembly modules (core specification 3.0, chapter 5, with the threads, legacy exception and
 * relaxed SIMD opcodes): {@link dev.gyre.wasm.ModuleBinary} is a module's outline, {@link dev.gyre.wasm.CodeReader} steps
 * through instructions, {@link dev.gyre.wasm.ModuleWriter} makes a module of sections, {@link dev.gyre.wasm.ModuleProfiler}
 * tells what a module asks of an engine.
 *
 * <p>Reading is not validating: what is read is well-formed, but types and indices may be wrong. Hostile bytes end in a
 * {@link dev.gyre.wasm.MalformedModuleException}; nothing here allocates more than a small multiple of the bytes given, and
 * nothing recurses.
 */
@Export
@Version("1.0.0")
package dev.gyre.wasm;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
