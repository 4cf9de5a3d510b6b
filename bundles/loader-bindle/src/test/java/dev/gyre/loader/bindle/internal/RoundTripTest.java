package dev.gyre.loader.bindle.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Group;
import dev.gyre.bindle.Invoice;
import dev.gyre.bindle.Parcel;
import dev.gyre.bindle.StandaloneBindle;

class RoundTripTest extends BindleTest {
    private Invoice prepared() throws IOException {
        StandaloneBindle bindle = StandaloneBindle.of(temp.resolve("out"), BindleId.parse("example.com/shop/1.2.3"));
        return Invoice.read(reader.table(Files.readString(bindle.invoice()), "invoice"));
    }

    private String parcel(Invoice invoice, int index) throws IOException {
        return Files.readString(StandaloneBindle.of(temp.resolve("out"), invoice.id()).parcel(invoice.parcels().get(index).label().sha256()));
    }

    @Test
    void anApplicationIsTheSameFromServerAndFolder() throws IOException {
        assertEquals("id:      example.com/shop/1.2.3\ncommand: bindle push -p " + temp.toRealPath().resolve("out") + " example.com/shop/1.2.3\n",
                bindle("prepare", "-d", temp.resolve("out").toString()));
        assertEquals("pushed: example.com/shop/1.2.3\n", bindle("push", "--bindle-server", server.url()));
        Map<String, Object> local = essence(local());
        Application pulled = pull(at(server.url()));
        assertEquals(local, essence(pulled));
        assertEquals(new Origin.Registry("example.com/shop/1.2.3", server.url()), pulled.info().origin());
        assertEquals(local, essence(pull(at(temp.resolve("out").toUri().toString()))), "from a folder of bindles");
        Path one = temp.resolve("out").resolve(pulled.info().name().isEmpty() ? "" : BindleId.parse("example.com/shop/1.2.3").sha());
        assertEquals(local, essence(pull(at(one.toUri().toString()))), "from the folder of this bindle");
    }

    @Test
    void theInvoiceIsSpins() throws IOException {
        bindle("prepare", "-d", temp.resolve("out").toString());
        Invoice invoice = prepared();
        assertEquals(List.of("files-front/end", "files-back", "files-twin"), invoice.groups().stream().map(Group::name).toList());
        assertEquals(List.of(
                "application/vnd.fermyon.spin+toml null",
                "application/wasm build/front.wasm []",
                "application/wasm build/back.wasm []",
                "text/plain extra/deep/x.txt [files-front/end]",
                "text/css public/css/a b.css [files-front/end, files-back]",
                "application/octet-stream public/empty [files-front/end, files-back]",
                "text/html public/index.html [files-front/end, files-back]"), invoice.parcels().stream().map(this::shown).toList());
        Parcel manifest = invoice.parcels().getFirst();
        assertEquals("spin." + manifest.label().sha256() + ".toml", manifest.label().name());
        assertEquals(Map.of("fermyon:spin:delete_on_write", "."), manifest.label().annotations());
        assertEquals("""
                [trigger]
                type = 'http'
                base = '/base'

                [config.dbname]
                default = 'users'

                [config.pass]
                required = true
                secret = true

                [[component]]
                source = 'FRONT'
                id = 'front/end'
                description = 'pages'
                files = 'files-front/end'
                allowedHttpHosts = ['https://example.com']

                [component.environment]
                NAME = "a\\tb"
                OTHER = "'"

                [component.trigger]
                route = '/...'

                [component.trigger.executor]
                type = 'wagi'
                argv = 'x ${ARGS}'

                [component.config]
                db = '{{ dbname }}.db'
                """, parcel(invoice, 0).replace(invoice.parcels().get(1).label().sha256(), "FRONT").split("\n\\[\\[component]]\nsource = '[0-9a-f]{64}'\nid = 'back'")[0]
                .replace("[component.trigger.executor]", "\n[component.trigger.executor]").replace("\n\n\n", "\n\n"));
    }

    private String shown(Parcel parcel) {
        String name = parcel.conditions().isEmpty() ? "null" : parcel.label().name() + " " + parcel.conditions().orElseThrow().memberOf();
        return parcel.label().mediaType() + " " + name;
    }

    @Test
    void manyFilesAreManyParcels() throws IOException {
        for (int i = 0; i < 1500; i++) {
            file("public/many/" + i + ".txt", "file " + i);
        }
        bindle("prepare", "-d", temp.resolve("out").toString());
        assertEquals(essence(local()), essence(pull(at(temp.resolve("out").toUri().toString()))));
    }

    @Test
    void offlineNobodyIsAsked() throws IOException {
        bindle("push", "--bindle-server", server.url());
        Map<String, String> offline = at(server.url());
        offline.put(LoadOptions.OFFLINE, "on");
        String message = assertThrows(GyreException.class, () -> pull(offline)).getMessage();
        assertTrue(message.contains("is not asked: --offline was said"), message);
        pull(at(server.url()));
        server.close();
        assertEquals(essence(local()), essence(pull(offline)));
    }

    @Test
    void buildInfoMakesAnotherBindle() {
        bindle("push", "--bindle-server", server.url());
        String message = assertThrows(GyreException.class, () -> bindle("push", "--bindle-server", server.url())).getMessage();
        assertTrue(message.contains("already exists on the server") && message.contains("--buildinfo"), message);
        assertEquals("pushed: example.com/shop/1.2.3+ci.7\n", bindle("push", "--bindle-server", server.url(), "--buildinfo", "ci.7"));
        loader().load("example.com/shop/1.2.3+ci.7", new LoadOptions(staging(), false, at(server.url())));
    }

    @Test
    void aPushThatBrokeOffIsFinishedByTheNext() throws IOException {
        bindle("push", "--bindle-server", server.url());
        Path parcels = temp.resolve("server/parcels");
        try (var all = Files.newDirectoryStream(parcels)) {
            Path one = all.iterator().next();
            Files.delete(one.resolve("parcel.dat"));
            Files.delete(one);
        }
        assertEquals("pushed: example.com/shop/1.2.3\n", bindle("push", "--bindle-server", server.url()));
        assertEquals(essence(local()), essence(pull(at(server.url()))));
    }

    @Test
    void aServerMayWantToKnowWhoAsks() throws IOException {
        server.close();
        server = server(Optional.of("me:secret"));
        String refused = assertThrows(GyreException.class, () -> bindle("push", "--bindle-server", server.url())).getMessage();
        assertTrue(refused.contains("--bindle-username"), refused);
        bindle("push", "--bindle-server", server.url(), "--bindle-username", "me", "--bindle-password", "secret");
        Map<String, String> source = at(server.url());
        assertThrows(GyreException.class, () -> pull(source));
        source.putAll(Map.of(Sources.USER, "me", Sources.PASSWORD, "secret"));
        assertEquals(essence(local()), essence(pull(source)));
    }

    @Test
    void whatWasPulledOnceRunsWithoutTheServer() throws IOException {
        bindle("push", "--bindle-server", server.url());
        Map<String, String> source = at(server.url());
        Map<String, Object> pulled = essence(pull(source));
        String url = server.url().replace("/v1", "");
        server.close();
        assertEquals(pulled, essence(pull(source)));
        String message = assertThrows(GyreException.class, () -> loader().load("other/1.0.0", new LoadOptions(staging(), false, source))).getMessage();
        assertTrue(message.contains("cannot reach " + url), message);
    }

    @Test
    void aLocalManifestTakesAModuleFromABindle() throws IOException {
        bindle("push", "--bindle-server", server.url());
        String sha = ((ModuleSource.File) pull(at(server.url())).component("back").orElseThrow().source()).path().getFileName().toString().replace(".wasm", "");
        ModuleSource.Parcel parcel = new ModuleSource.Parcel("example.com/shop/1.2.3", sha);
        Path module = loader().load(parcel, new LoadOptions(staging(), false, at(server.url())));
        assertEquals("\0asm back", Files.readString(module));
        for (ModuleSource.Parcel wrong : List.of(new ModuleSource.Parcel("example.com/shop/1.2.3", "0".repeat(64)), new ModuleSource.Parcel("shop", sha))) {
            assertThrows(GyreException.class, () -> loader().load(wrong, new LoadOptions(staging(), false, at(server.url()))));
        }
    }
}
