package dev.gyre.component.internal.binary;

/** Functions that the runtime gives to core modules. */
public enum BuiltinKind {
    RESOURCE_NEW("resource.new"), RESOURCE_DROP("resource.drop"), RESOURCE_REP("resource.rep"), CONTEXT_GET("context.get"), CONTEXT_SET("context.set"),
    TASK_RETURN("task.return"), TASK_CANCEL("task.cancel"), SUBTASK_CANCEL("subtask.cancel"), SUBTASK_DROP("subtask.drop"),
    BACKPRESSURE_INC("backpressure.inc"), BACKPRESSURE_DEC("backpressure.dec"),
    STREAM_NEW("stream.new"), STREAM_READ("stream.read"), STREAM_WRITE("stream.write"), STREAM_CANCEL_READ("stream.cancel-read"),
    STREAM_CANCEL_WRITE("stream.cancel-write"), STREAM_DROP_READABLE("stream.drop-readable"), STREAM_DROP_WRITABLE("stream.drop-writable"),
    FUTURE_NEW("future.new"), FUTURE_READ("future.read"), FUTURE_WRITE("future.write"), FUTURE_CANCEL_READ("future.cancel-read"),
    FUTURE_CANCEL_WRITE("future.cancel-write"), FUTURE_DROP_READABLE("future.drop-readable"), FUTURE_DROP_WRITABLE("future.drop-writable"),
    WAITABLE_SET_NEW("waitable-set.new"), WAITABLE_SET_WAIT("waitable-set.wait"), WAITABLE_SET_POLL("waitable-set.poll"),
    WAITABLE_SET_DROP("waitable-set.drop"), WAITABLE_JOIN("waitable.join"), THREAD_YIELD("thread.yield"),
    ERROR_CONTEXT_NEW("error-context.new"), ERROR_CONTEXT_DEBUG_MESSAGE("error-context.debug-message"), ERROR_CONTEXT_DROP("error-context.drop"),
    THREAD_INDEX("thread.index"), THREAD_NEW_INDIRECT("thread.new-indirect"), THREAD_RESUME_LATER("thread.resume-later"),
    THREAD_SUSPEND("thread.suspend"), THREAD_SUSPEND_THEN_RESUME("thread.suspend-then-resume"), THREAD_YIELD_THEN_RESUME("thread.yield-then-resume"),
    THREAD_SUSPEND_THEN_PROMOTE("thread.suspend-then-promote"), THREAD_YIELD_THEN_PROMOTE("thread.yield-then-promote");

    private final String text;

    BuiltinKind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
