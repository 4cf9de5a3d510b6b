package dev.gyre.runtime.internal.scan;
import java.util.Optional;
import dev.gyre.api.abi.CoreLayout;
public final class LayoutScan {
    private LayoutScan() {
    }
    public static Optional<CoreLayout> of(ModuleScan scan) {
        return Optional.empty();
    }
}
