/**
 * Splits functions that are too large for a JVM's compiler, wasm to wasm. HotSpot never compiles a method of more than 8000
 * bytes of bytecode, and inlines less and less the larger a method is; the interpreter loops of language VMs are ten times
 * that.
 *
 * <p>How: a region of code that is entered at its start only, and leaves the operand stack as it found it, becomes a function
 * of its own. Local variables it reads are its parameters. Its result says how it was left: by falling through, by a branch
 * to one of the labels around it, or by a return; the place it was taken from goes on there. Local variables it changed that
 * are still needed travel through globals of the module that nothing else uses; they are written just before the return and
 * read just after it, so no other code comes between, and recursion and re-entry need no care. The arms of a large
 * {@code br_table} are first gathered into groups, each behind a smaller table of its own.
 *
 * <p>Traps, calls, memory and results stay as they were. What differs: more stack frames, and back-traces that name the new
 * functions; {@link dev.gyre.wasm.split.SplitResult#origin} leads back.
 */
@Export
@Version("1.0.0")
package dev.gyre.wasm.split;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
