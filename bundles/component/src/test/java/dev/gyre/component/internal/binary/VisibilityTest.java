package dev.gyre.component.internal.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import dev.gyre.component.link.Component;
import dev.gyre.component.link.ComponentException;
import dev.gyre.wasm.WasmOutput;

/** Types that imports and exports refer to must have names. The specification's own tests are in {@code external-visibility.wast}. */
class VisibilityTest {
    private static final byte[] HEADER = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    private static final int NESTED = 4;
    private static final int INSTANCE = 5;
    private static final int TYPE = 7;
    private static final int IMPORT = 10;
    private static final int EXPORT = 11;
    private static final int TYPE_SORT = 3;
    private static final int U32 = 0x79;

    private final WasmOutput out = new WasmOutput();

    VisibilityTest() {
        out.writeBytes(HEADER);
    }

    /** A section with one entry. */
    private VisibilityTest one(int id, Consumer<WasmOutput> entry) {
        WasmOutput body = new WasmOutput();
        body.u32(1);
        entry.accept(body);
        return section(id, body.toByteArray());
    }

    private VisibilityTest section(int id, byte[] body) {
        out.u8(id).u32(body.length).writeBytes(body);
        return this;
    }

    private static Consumer<WasmOutput> record(int field) {
        return t -> t.u8(0x72).u32(1).name("x").s64(field);
    }

    private static Consumer<WasmOutput> number() {
        return t -> t.u8(0x72).u32(1).name("x").u8(U32);
    }

    private static Consumer<WasmOutput> func(int result) {
        return t -> t.u8(0x40).u32(0).u8(0).s64(result);
    }

    private static Consumer<WasmOutput> importType(String name, int equal) {
        return i -> i.u8(0).name(name).u8(TYPE_SORT).u8(0).u32(equal);
    }

    private static Consumer<WasmOutput> importFunc(String name, int type) {
        return i -> i.u8(0).name(name).u8(1).u32(type);
    }

    private static Consumer<WasmOutput> exportType(String name, int type) {
        return e -> e.u8(0).name(name).u8(TYPE_SORT).u32(type).u8(0);
    }

    private void refused(String message) {
        assertEquals(message, assertThrows(ComponentException.class, () -> Component.read(out.toByteArray())).getMessage());
    }

    private void valid() {
        Component.read(out.toByteArray());
    }

    @Test
    void aFunctionOfARecordWithoutAName() {
        one(TYPE, number()).one(TYPE, func(0)).one(IMPORT, importFunc("f", 1))
                .refused("`f`: func not valid to be used as import: it refers to record { x: u32 }, which no import before it makes known");
    }

    @Test
    void theNameIsThatOfTheImportAndNotOfWhatItEquals() {
        one(TYPE, number()).one(IMPORT, importType("r", 0)).one(TYPE, func(0)).one(IMPORT, importFunc("f", 2))
                .refused("`f`: func not valid to be used as import: it refers to record { x: u32 }, which no import before it makes known");
    }

    @Test
    void aFunctionOfARecordWithAName() {
        one(TYPE, number()).one(IMPORT, importType("r", 0)).one(TYPE, func(1)).one(IMPORT, importFunc("f", 2)).valid();
    }

    @Test
    void anExportedNameIsNoneForImports() {
        one(TYPE, number()).one(EXPORT, exportType("r", 0)).one(TYPE, func(1)).one(IMPORT, importFunc("f", 2))
                .refused("`f`: func not valid to be used as import: it refers to record { x: u32 }, which no import before it makes known");
    }

    @Test
    void aListOfRecordsNeedsTheRecordsName() {
        one(TYPE, number()).one(TYPE, t -> t.u8(0x70).s64(0)).one(EXPORT, exportType("l", 1))
                .refused("`l`: type not valid to be used as export: it refers to record { x: u32 }, which no import or export before it makes known");
    }

    @Test
    void aResourceByAnotherNameThanTheExported() {
        one(TYPE, t -> t.u8(0x3f).u8(0x7f).u8(0)).one(EXPORT, exportType("r", 0)).one(TYPE, t -> t.u8(0x69).u32(0)).one(EXPORT, exportType("own", 2))
                .refused("`own`: type not valid to be used as export: it refers to resource 0, which no import or export before it makes known");
    }

    /** The record of an instance's type in terms of what the instance was given. */
    @Test
    void namesGoThroughInstantiation() {
        VisibilityTest inner = new VisibilityTest();
        inner.one(TYPE, number()).one(IMPORT, importType("t", 0)).one(TYPE, record(1)).one(EXPORT, exportType("u", 2));
        one(TYPE, number()).one(IMPORT, importType("t", 0)).section(NESTED, inner.out.toByteArray())
                .one(INSTANCE, i -> i.u8(0).u32(0).u32(1).name("t").u8(TYPE_SORT).u32(1))
                .one(6, a -> a.u8(TYPE_SORT).u8(0).u32(0).name("u"))
                .one(EXPORT, exportType("u", 2)).valid();
    }
}
