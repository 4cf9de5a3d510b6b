package dev.gyre.engine.chicory.internal.compile;

import java.util.List;

import dev.gyre.wasm.ModuleBinary;

/**
 * What modules that differ in their data alone share. Immutable and thread-safe.
 *
 * @param stripped    the module without what its functions were compiled from, and without data
 * @param functions   in the module as it was given, imports counted: those of higher numbers are parts of others
 * @param interpreted names of the functions too large for the JVM
 */
public record LoadedCode(GuestCode code, ModuleBinary stripped, FunctionNames names, int functions, List<String> interpreted) {
    /** @throws LinkageError when the JVM refuses a class */
    static LoadedCode of(Artefact artefact) {
        ModuleBinary stripped = ModuleBinary.read(artefact.module());
        FunctionNames names = new FunctionNames(stripped);
        return new LoadedCode(new GuestCode(artefact.machine(), artefact.classes()), stripped, names, artefact.functions(),
                artefact.interpreted().stream().sorted().map(i -> names.of(i).orElse("func[" + i + "]")).toList());
    }
}
