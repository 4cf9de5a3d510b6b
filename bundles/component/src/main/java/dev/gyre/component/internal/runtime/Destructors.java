package dev.gyre.component.internal.runtime;

/** Runs destructors of resources that components implement. Stateless. */
final class Destructors {
    private Destructors() {
    }

    /** @param caller the instance that drops the last handle; null for the host */
    static void run(Running rt, ResourceDesc type, int rep, InstanceState caller) {
        InstanceState owner = rt.instance(type.instance());
        owner.enterFrom(caller);
        if (type.destructor().isPresent()) {
            Task before = rt.current;
            rt.current = new Task();
            try {
                rt.function(type.destructor().getAsInt()).call(rep);
            } catch (Throwable e) {
                rt.trap();
                throw e;
            }
            rt.current = before;
        }
        owner.leaveTo(caller);
    }
}
