package dev.gyre.api.engine;

/** Something of one store that instances can export to each other. Only an engine implements its kinds. */
public sealed interface Extern permits CoreFunction, LinearMemory, Table, Global, Tag {
    ExternType type();
}
