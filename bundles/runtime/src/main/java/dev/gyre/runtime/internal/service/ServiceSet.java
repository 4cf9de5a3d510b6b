package dev.gyre.runtime.internal.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.HostModule;
import dev.gyre.api.trigger.Trigger;

/** The services there are at one moment, best first. Immutable. */
public record ServiceSet(List<Provided<WasmEngine>> engines, List<Provided<HostModule>> hosts, List<Provided<HostInterfaces>> interfaces,
        List<Provided<Trigger>> triggers) {
    public static final ServiceSet NONE = new ServiceSet(List.of(), List.of(), List.of(), List.of());

    public Optional<Provided<HostModule>> host(String importModule) {
        return named(hosts, importModule);
    }

    /** Who serves a component's import of an interface: a provider of just that name before one of a compatible version. */
    public Optional<Provided<HostInterfaces>> hostInterface(String wanted) {
        return named(interfaces, wanted).or(() -> interfaces.stream().filter(p -> p.service().serving(wanted).isPresent()).findFirst());
    }

    public Optional<Provided<Trigger>> trigger(String type) {
        return named(triggers, type);
    }

    public ServiceSet withEngine(Provided<WasmEngine> engine) {
        return new ServiceSet(with(engines, engine), hosts, interfaces, triggers);
    }

    public ServiceSet withHost(Provided<HostModule> host) {
        return new ServiceSet(engines, with(hosts, host), interfaces, triggers);
    }

    public ServiceSet withInterfaces(Provided<HostInterfaces> provider) {
        return new ServiceSet(engines, hosts, with(interfaces, provider), triggers);
    }

    public ServiceSet withTrigger(Provided<Trigger> trigger) {
        return new ServiceSet(engines, hosts, interfaces, with(triggers, trigger));
    }

    public ServiceSet withoutEngine(long id) {
        return new ServiceSet(without(engines, id), hosts, interfaces, triggers);
    }

    public ServiceSet withoutHost(long id) {
        return new ServiceSet(engines, without(hosts, id), interfaces, triggers);
    }

    public ServiceSet withoutInterfaces(long id) {
        return new ServiceSet(engines, hosts, without(interfaces, id), triggers);
    }

    public ServiceSet withoutTrigger(long id) {
        return new ServiceSet(engines, hosts, interfaces, without(triggers, id));
    }

    private static <T> Optional<Provided<T>> named(List<Provided<T>> list, String name) {
        return list.stream().filter(p -> p.names().contains(name)).findFirst();
    }

    /** One service may provide several of our interfaces under one id, so each list is searched on its own. */
    private static <T> List<Provided<T>> with(List<Provided<T>> list, Provided<T> one) {
        List<Provided<T>> out = new ArrayList<>(without(list, one.id()));
        out.add(one);
        out.sort(Provided.ORDER);
        return List.copyOf(out);
    }

    private static <T> List<Provided<T>> without(List<Provided<T>> list, long id) {
        return list.stream().filter(p -> p.id() != id).toList();
    }
}
