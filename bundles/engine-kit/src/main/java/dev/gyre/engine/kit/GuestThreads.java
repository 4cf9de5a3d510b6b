package dev.gyre.engine.kit;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

import dev.gyre.api.engine.WasmEngine;

/** Runs tests on threads with the stack that the engine asks for. */
public final class GuestThreads implements InvocationInterceptor {
    /** A piece of a test. */
    interface Body {
        void run() throws Throwable;
    }

    @Override
    public void interceptBeforeEachMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        on(context, invocation);
    }

    @Override
    public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        on(context, invocation);
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        on(context, invocation);
    }

    private static void on(ExtensionContext context, Invocation<Void> invocation) throws Throwable {
        AtomicReference<Throwable> thrown = start(((EngineUnderTest) context.getRequiredTestInstance()).engine(), false, invocation::proceed).join();
        if (thrown.get() != null) {
            throw thrown.get();
        }
    }

    /** A body that runs on a thread of its own. */
    record Running(Thread thread, AtomicReference<Throwable> thrown) {
        /** @return what the body threw, once it has ended */
        AtomicReference<Throwable> join() throws InterruptedException {
            thread.join();
            return thrown;
        }
    }

    /** @param virtual when the engine's guests can do with a virtual thread's stack */
    static Running start(WasmEngine engine, boolean virtual, Body body) {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Runnable run = () -> {
            try {
                body.run();
            } catch (Throwable e) {
                thrown.set(e);
            }
        };
        long stack = engine.capabilities().stackBytes();
        Thread thread = virtual && stack == 0 ? Thread.ofVirtual().unstarted(run) : new Thread(null, run, "guest", stack);
        thread.start();
        return new Running(thread, thrown);
    }
}
