package dev.gyre.component.wit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.host.WitFile;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

class WitPackagesTest {
    private static final String QUEUE = """
            package acme:queue@1.2.0; // a comment
            interface types {
                /* nested /* comment */ */
                @since(version = 1.0.0)
                variant problem { full(u32), closed, %type(string) }
                type text = string;
                resource message {
                    constructor(body: list<u8>);
                    body: func() -> list<u8>;
                    from-text: static func(t: text) -> result<message, problem>;
                }
                type letter = message;
            }
            interface publish {
                use types.{message, problem as trouble};
                send: func(m: borrow<message>, times: option<u8>) -> result<_, trouble>;
                @unstable(feature = later)
                send-later: func();
            }
            world sender { import publish; include base; export run: func() -> result; }
            world base { import wasi:io/poll@0.2.6; }
            """;
    private static final String POLL = """
            package wasi:io@0.2.6;
            interface poll { resource pollable { ready: func() -> bool; } }
            """;

    private static WitPackages parse(String... texts) {
        return WitPackages.parse(files(texts));
    }

    private static List<WitFile> files(String... texts) {
        return java.util.stream.IntStream.range(0, texts.length).mapToObj(i -> new WitFile("d" + i + "/file.wit", texts[i])).toList();
    }

    @Test
    void functionsOfResourcesHaveTheNamesOfTheBinaryFormat() {
        WitInterface types = parse(QUEUE, POLL).find("acme:queue/types@1.2.0").orElseThrow();
        assertEquals(List.of("[constructor]message", "[method]message.body", "[static]message.from-text"), List.copyOf(types.type().functions().keySet()));
        assertEquals("func(self: borrow<message>) -> list<u8>", types.type().functions().get("[method]message.body").toString());
        assertEquals("func(t: string) -> result<message, variant { full(u32), closed, type(string) }>",
                types.type().functions().get("[static]message.from-text").toString());
    }

    @Test
    void anAliasOfAResourceIsThatResource() {
        WitInterface types = parse(QUEUE, POLL).find("acme:queue/types@1.2.0").orElseThrow();
        assertEquals(new ResourceType.Named("acme:queue/types@1", "message"), types.type().resources().get("letter"));
    }

    @Test
    void usedTypesAreThoseOfTheirInterface() {
        WitInterface publish = parse(QUEUE, POLL).find("acme:queue/publish@1.2.0").orElseThrow();
        assertTrue(publish.type().types().get("trouble") instanceof ValueType.VariantType);
        assertEquals("func(m: borrow<message>, times: option<u8>) -> result<_, variant { full(u32), closed, type(string) }>",
                publish.type().functions().get("send").toString());
    }

    @Test
    void unstableItemsCountWhenTheirFeatureIsAskedFor() {
        assertEquals(Set.of("send"), parse(QUEUE, POLL).find("acme:queue/publish@1.2.0").orElseThrow().type().functions().keySet());
        assertTrue(WitPackages.parse(files(QUEUE, POLL), Set.of("later")).find("acme:queue/publish@1.2.0").orElseThrow().type().functions()
                .containsKey("send-later"));
    }

    @Test
    void aWorldHasWhatItIncludes() {
        WitWorld sender = parse(QUEUE, POLL).worlds().getFirst();
        assertEquals("acme:queue/sender@1.2.0", sender.name());
        assertEquals(Set.of("acme:queue/publish@1.2.0", "wasi:io/poll@0.2.6"), sender.imports().keySet());
        assertEquals(Set.of("run"), sender.exports().keySet());
    }

    @Test
    void nestedPackagesStandInOneFile() {
        WitPackages both = parse("""
                package a:b { interface i { use c:d/j.{t}; f: func() -> t; } }
                package c:d { interface j { record t { x: u8 } } }
                """);
        assertEquals("func() -> record { x: u8 }", both.find("a:b/i").orElseThrow().type().functions().get("f").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            package a:b; interface i { f: func( -> u8; }         | d0/file.wit:1:37: here is "->", where a name is expected
            package a:b; interface i { f: func(x: fuu); }        | d0/file.wit:1:39: there is no type "fuu"
            package a:b; interface i { type t = list<t>; }       | d0/file.wit:1:33: type "t" contains itself
            package a:b; interface i { use j.{x}; }              | d0/file.wit:1:32: package a:b has no interface "j"; did you mean "i"?
            package a:b; interface i { use i.{x}; }              | d0/file.wit:1:24: interface a:b/i uses itself by way of a:b/i
            package a:b; interface i { f: func(); f: func(); }   | d0/file.wit:1:39: the function "f" is there twice
            package a:b; interface i { type f = list<u8, 4>; }   | d0/file.wit:1:46: lists of fixed length are not supported
            package a:b@1; interface i { }                       | d0/file.wit:1:14: here is ";", where "." is expected
            package a:b; world w { include w; }                  | d0/file.wit:1:20: world a:b/w includes itself
            package a:b; interface i { record r { a: borrow<u8> } } | d0/file.wit:1:49: "u8" is no resource
            package a:b; interface i { /* open                   | d0/file.wit:1:28: a comment that does not end
            interface i { }                                      | d0/file.wit: no file of this folder says which package this is; begin one with "package namespace:name;"
            package a:b; interface i { f: func() -> (x: u8); }   | d0/file.wit:1:41: functions with named results are no longer part of WIT; return a tuple or a record
            """)
    void whatIsWrongIsSaidWithItsPlace(String text, String message) {
        assertEquals(message, assertThrows(WitException.class, () -> parse(text)).getMessage());
    }

    @Test
    void deepTypesAreRefusedAndDoNotOverflowTheStack() {
        String deep = "package a:b; interface i { type t = " + "list<".repeat(10_000) + "u8" + ">".repeat(10_000) + "; }";
        assertTrue(assertThrows(WitException.class, () -> parse(deep)).getMessage().endsWith("types are nested deeper than 100"));
    }
}
