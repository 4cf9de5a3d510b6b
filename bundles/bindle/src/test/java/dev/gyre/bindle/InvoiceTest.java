package dev.gyre.bindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.bindle.Parcel.Conditions;
import dev.gyre.manifest.internal.TomlManifestReader;

class InvoiceTest {
    /** Every field there is. */
    private static final String FULL = """
            bindleVersion = "1.0.0"
            yanked = true

            [bindle]
            name = "example.com/käse/shop"
            version = "1.2.3-rc.1+build.7"
            description = "It's \\"quoted\\"\\nand has two lines"
            authors = ["Ann <ann@example.com>", "Bob"]

            [annotations]
            "made:by" = "hand"

            [[group]]
            name = "server"
            required = true
            satisfiedBy = "oneOf"

            [[parcel]]
            label.sha256 = "e1706ab0a39ac88094b6d54a3f5cdba41fe5a901"
            label.mediaType = "text/html"
            label.name = "a'b.html"
            label.size = 248_098
            label.origin = "other/1.2.3"
            conditions.memberOf = ["server"]
            conditions.requires = ["server"]

            [[parcel]]
            [parcel.label]
            sha256 = "098fa798779ac88094b6d54a3f5cdba41fe5a901"
            name = "style.css"
            mediaType = "text/css"
            size = 0
            [parcel.label.annotations]
            x = "y"
            [parcel.label.feature.wasm]
            simd = "yes"

            [[signature]]
            by = "Ann <ann@example.com>"
            signature = "c2ln"
            key = "a2V5"
            role = "creator"
            at = 1611960337
            """;

    private static Invoice read(String text) {
        return Invoice.read(new TomlManifestReader().table(text, "invoice.toml"));
    }

    @Test
    void everyFieldSurvivesReadingAndWriting() {
        Invoice invoice = read(FULL);
        assertEquals("example.com/käse/shop/1.2.3-rc.1+build.7", invoice.id().toString());
        assertEquals(new Conditions(List.of("server"), List.of("server")), invoice.parcels().getFirst().conditions().orElseThrow());
        assertEquals(Map.of("wasm", Map.of("simd", "yes")), invoice.parcels().getLast().label().feature());
        assertEquals(invoice, read(invoice.toToml()));
    }

    @Test
    void theTextIsAsSpinWroteIt() {
        Parcel module = new Parcel(new Label("ab", "application/wasm", "m.wasm", 7), Optional.of(new Conditions(List.of(), List.of())));
        Parcel file = new Parcel(new Label("cd", "text/html", "index.html", 8), Optional.of(new Conditions(List.of("files-a", "files-b"), List.of())));
        Parcel manifest = new Parcel(new Label("ef", "application/vnd.fermyon.spin+toml", "spin.ef.toml", 9, Map.of("fermyon:spin:delete_on_write", "."),
                Map.of(), Optional.empty()), Optional.empty());
        Invoice invoice = new Invoice(BindleId.parse("hello/1.0.0"), Optional.of("A site"), List.of("Ann"), List.of(manifest, module, file),
                List.of(new Group("files-a"), new Group("files-b")));
        assertEquals("""
                bindleVersion = '1.0.0'

                [bindle]
                name = 'hello'
                version = '1.0.0'
                description = 'A site'
                authors = ['Ann']

                [[parcel]]
                [parcel.label]
                sha256 = 'ef'
                mediaType = 'application/vnd.fermyon.spin+toml'
                name = 'spin.ef.toml'
                size = 9

                [parcel.label.annotations]
                "fermyon:spin:delete_on_write" = '.'

                [[parcel]]
                [parcel.label]
                sha256 = 'ab'
                mediaType = 'application/wasm'
                name = 'm.wasm'
                size = 7

                [parcel.conditions]

                [[parcel]]
                [parcel.label]
                sha256 = 'cd'
                mediaType = 'text/html'
                name = 'index.html'
                size = 8

                [parcel.conditions]
                memberOf = [
                    'files-a',
                    'files-b',
                ]

                [[group]]
                name = 'files-a'

                [[group]]
                name = 'files-b'
                """, invoice.toToml());
        assertEquals(invoice, read(invoice.toToml()));
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        for (String[] wrong : new String[][] {
                {"bindleVersion = \"1.0.0\"", "bindleVersion = \"2.0.0\"", "bindleVersion: must be \"1.0.0\""},
                {"satisfiedBy", "satisfied", "did you mean \"satisfiedBy\"?"},
                {"1.2.3-rc.1+build.7", "1.2", "bindle.version: the version \"1.2\" is no semantic version"},
                {"example.com/käse/shop", "../shop", "bindle.name: \"../shop\" cannot be the name of a bindle"},
                {"size = 0", "size = -1", "must be a number of bytes"},
                {"sha256 = \"098fa798779ac88094b6d54a3f5cdba41fe5a901\"", "sha256 = \"../../etc\"", "must be a digest"},
                {"\"creator\"", "\"king\"", "must be one of creator"}}) {
            String message = assertThrows(GyreException.class, () -> read(FULL.replace(wrong[0], wrong[1]))).getMessage();
            assertTrue(message.startsWith("invoice.toml:") && message.contains(wrong[2]), message);
        }
    }

    @Test
    void idsAreNamesAndVersions() {
        // as the specification says: the digest of the text name/version
        assertEquals("1927aefa8fdc8327499e918300e2e49ecb271321530cc5881fcd069ca8372dcd", BindleId.parse("enterprise.com/warpcore/1.0.0").sha());
        for (String bad : List.of("a", "a/", "/1.0.0", "a/1.0", "a/1", "a@b/1.0.0", "a//b/1.0.0", "a b/1.0.0", "_i/1.0.0", "a/../b/1.0.0", "a/01.0.0")) {
            assertThrows(GyreException.class, () -> BindleId.parse(bad), bad);
        }
    }

    @Test
    void versionsAreOrderedBySemVer() {
        List<String> ordered = List.of("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
                "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0");
        List<SemanticVersion> versions = ordered.reversed().stream().map(SemanticVersion::parse).sorted().toList();
        assertEquals(ordered, versions.stream().map(SemanticVersion::toString).toList());
    }
}
