package dev.gyre.loader.oci.internal.policy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;
import dev.gyre.loader.oci.internal.pull.Pull;
import dev.gyre.loader.oci.internal.registry.Descriptor;
import dev.gyre.loader.oci.internal.registry.ImageManifest;
import dev.gyre.loader.oci.internal.registry.ImageReference;
import dev.gyre.loader.oci.internal.registry.Registry;
import dev.gyre.locked.json.JsonReader;

/**
 * Demands a signature with a key the operator trusts, made and kept as cosign does with keys: an image with the tag
 * {@code sha256-<hex>.sig} beside the signed one, whose layers are statements and whose annotations sign them. Thread-safe; blocks.
 */
@Component(service = CosignVerifier.class, configurationPid = CosignVerifier.PID)
@Designate(ocd = OciConfig.class)
public final class CosignVerifier {
    static final String PID = "dev.gyre.loader.oci";
    private static final String STATEMENT = "application/vnd.dev.cosign.simplesigning.v1+json";
    private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    private static final int MAX_STATEMENT = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(CosignVerifier.class);

    private final BlobStore store;
    private volatile TrustedKeys keys;

    /** @throws dev.gyre.api.config.ConfigException for a key that is none: without this nothing is loaded */
    @Activate
    public CosignVerifier(OciConfig config, Map<String, Object> properties, @Reference BlobStore store) {
        Configurations.allowOnly(OciConfig.class, PID, properties);
        this(TrustedKeys.of(config.trusted$_$keys()), store);
    }

    CosignVerifier(TrustedKeys keys, BlobStore store) {
        this.keys = keys;
        this.store = store;
    }

    /** Holds for the next image. Keys that cannot be read leave trusted those of before. */
    @Modified
    public void modified(OciConfig config, Map<String, Object> properties) {
        keys = Configurations.changed(keys, OciConfig.class, PID, properties, () -> TrustedKeys.of(config.trusted$_$keys()), LOG::error);
    }

    /** One that trusts the keys in these PEM files. */
    public static CosignVerifier of(BlobStore store, String... files) {
        return new CosignVerifier(TrustedKeys.of(files), store);
    }

    /**
     * Who signs a list of images, as {@code cosign sign} does for the tag of one, signs the image that is chosen from it, too.
     *
     * @param found what the reference stands for
     * @throws GyreException when the operator demands a signature and there is none that counts
     */
    public void verify(ImageReference image, Pull.Found found, Registry registry) {
        TrustedKeys trusted = keys;
        if (trusted.isEmpty()) {
            return;
        }
        String why = "";
        for (Digest digest : new LinkedHashSet<>(List.of(found.manifest().digest(), found.named()))) {
            ImageReference signatures = image.tagged("sha256-" + digest.hex() + ".sig");
            try {
                Pull.Found signed = Pull.find(signatures, registry, store);
                if (anyCounts(signatures, signed, digest, registry, trusted)) {
                    Pull.remember(signatures, signed, store);
                    return;
                }
                why = "none of its signatures is of a key in trusted-keys (dev.gyre.loader.oci)";
            } catch (GyreException e) {
                why = why.isEmpty() ? "it has no signature that can be had (" + e.getMessage() + ")" : why;
            }
        }
        throw new GyreException(image + " may not run: " + why);
    }

    private boolean anyCounts(ImageReference signatures, Pull.Found signed, Digest digest, Registry registry, TrustedKeys trusted) {
        return ImageManifest.read(signed.manifest().json(), signatures.toString()).layers().stream()
                .anyMatch(layer -> layer.mediaType().equals(STATEMENT) && layer.size() <= MAX_STATEMENT && layer.annotations().containsKey(SIGNATURE)
                        && counts(layer, digest, registry, trusted));
    }

    private boolean counts(Descriptor layer, Digest digest, Registry registry, TrustedKeys trusted) {
        byte[] statement = store.bytes(layer.blob("a signature"), registry.blob(layer), Progress.NONE);
        return trusted.signed(statement, decoded(layer.annotations())) && digest.toString().equals(signed(statement));
    }

    private static byte[] decoded(Map<String, String> annotations) {
        try {
            return Base64.getDecoder().decode(annotations.get(SIGNATURE).strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String signed(byte[] statement) {
        ConfigTable json = JsonReader.read(new String(statement, StandardCharsets.UTF_8), "signature");
        return json.table("critical").flatMap(c -> c.table("image")).flatMap(i -> i.string("docker-manifest-digest")).orElse("");
    }
}
