package dev.gyre.runtime.internal.deploy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.gyre.api.engine.EngineOnRequest;
import dev.gyre.api.engine.Fit;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.runtime.ComponentStatus.EngineFit;
import dev.gyre.api.runtime.MissingException;
import dev.gyre.runtime.internal.service.Provided;
import dev.gyre.runtime.internal.service.ServiceSet;
import dev.gyre.runtime.internal.settings.EngineWish;

/**
 * Which engine a module gets: the one somebody wants, otherwise the one that suits it best, and among equals the one that
 * ranks first as a service. Immutable.
 *
 * @param engine  nothing while the one that is wanted, or any at all, is not there
 * @param why     that engine, or why none, in words
 * @param offers  all engines, best first
 */
record EngineChoice(Optional<Provided<WasmEngine>> engine, String why, List<Offer> offers) {
    /** An engine and how it would run the module. */
    record Offer(Provided<WasmEngine> engine, Fit fit) {
        String id() {
            return engine.service().id();
        }
    }

    /**
     * A wish for an engine.
     *
     * @param binding when that engine is not there the component waits for it instead of running on another
     */
    record Wish(EngineWish wish, boolean binding) {
    }

    /** @throws dev.gyre.api.runtime.DeployException when an engine is there that ought to run the module and none can */
    static EngineChoice of(LoadedModule module, ServiceSet services, Optional<Wish> wish, Refusals refusals) {
        List<Offer> offers = offers(module, services, refusals);
        if (wish.isPresent()) {
            EngineWish wanted = wish.get().wish;
            Optional<Offer> offer = offers.stream().filter(o -> o.id().equals(wanted.engine())).findFirst();
            if (offer.isPresent() && offer.get().fit.runs()) {
                return new EngineChoice(offer.map(Offer::engine), wanted.source(), offers);
            }
            if (wish.get().binding) {
                offer.ifPresent(o -> {
                    throw module.failure(o.fit.why() + others(module, offers), null);
                });
                String hint = EngineOnRequest.named(wanted.engine()).map(e -> "; Gyre has it when started with it: " + e.how()).orElse("");
                return new EngineChoice(Optional.empty(), "engine \"" + wanted.engine() + "\" (there is " + (offers.isEmpty() ? "none"
                        : "only " + ids(offers)) + hint + ")", offers);
            }
        }
        if (offers.isEmpty()) {
            return new EngineChoice(Optional.empty(), "an engine (bundle dev.gyre.engine.chicory is one)", offers);
        }
        Offer best = offers.getFirst();
        if (!best.fit.runs()) {
            throw new MissingException(module.failure(offers.stream().map(o -> o.fit.why()).collect(Collectors.joining("; "))
                    + onRequest(module, offers).orElse(offers.size() > 1 ? "; there is no other engine" : ""), null).getMessage());
        }
        return new EngineChoice(Optional.of(best.engine), why(best, offers) + wish.map(w -> "; not \"" + w.wish.engine()
                + "\" (" + w.wish.source() + "), which cannot run it now").orElse(""), offers);
    }

    static List<Offer> offers(LoadedModule module, ServiceSet services, Refusals refusals) {
        return services.engines().stream().map(e -> new Offer(e, fit(e, module, refusals)))
                .sorted(Comparator.<Offer, Fit.Level>comparing(o -> o.fit.level()).reversed()).toList();
    }

    private static Fit fit(Provided<WasmEngine> engine, LoadedModule module, Refusals refusals) {
        return refusals.reason(engine.id(), module.digest()).map(reason -> new Fit(Fit.Level.REFUSED, reason))
                .orElseGet(() -> engine.service().fit(module.profile()));
    }

    private static String why(Offer best, List<Offer> offers) {
        return offers.size() == 1 ? "the only engine here; " + best.fit.why() : "fits best; " + best.fit.why();
    }

    private static String others(LoadedModule module, List<Offer> offers) {
        List<Offer> able = offers.stream().filter(o -> o.fit.runs()).toList();
        return able.isEmpty() ? onRequest(module, offers).orElse(offers.size() > 1 ? "; no other engine here can either" : "")
                : "; engine " + ids(able) + " can";
    }

    /** Who could run it and is not there, as the end of a sentence: when all that are there lack what it uses. */
    private static Optional<String> onRequest(LoadedModule module, List<Offer> offers) {
        if (offers.stream().anyMatch(o -> o.engine.service().fit(module.profile()).runs())) {
            return Optional.empty();
        }
        return EngineOnRequest.absent(offers.stream().map(Offer::id).toList()).stream().filter(e -> e.lacking(module.profile().features()).isEmpty())
                .map(e -> "; engine " + e.id() + " may, if gyre is started with it (" + e.how() + ")").findFirst();
    }

    private static String ids(List<Offer> offers) {
        return offers.stream().map(Offer::id).distinct().collect(Collectors.joining(", "));
    }

    /** The offers as operators see them. */
    static List<EngineFit> fits(List<Offer> offers) {
        return offers.stream().map(o -> new EngineFit(o.id(), o.fit)).toList();
    }
}
