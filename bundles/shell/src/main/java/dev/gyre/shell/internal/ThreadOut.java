package dev.gyre.shell.internal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

import org.apache.felix.service.threadio.ThreadIO;

/**
 * {@code System.out} that each thread of a command may have for itself, while all others keep the process's. Thread-safe.
 *
 * <p>Gogo's own {@code ThreadIOImpl} is not used: threads that a command starts, those of a bundle for example, would inherit
 * the client's streams for ever. Nor is {@code System.err} redirected: it is where the container's log goes, also what is
 * logged on the thread of a command.
 */
final class ThreadOut extends PrintStream implements ThreadIO {
    private final PrintStream process;
    private final ThreadLocal<Deque<PrintStream>> own = new ThreadLocal<>();

    /** @param process what threads without a stream of their own print to */
    ThreadOut(PrintStream process) {
        super(new FileOutputStream(FileDescriptor.out)); // never written to: every method goes to another stream
        this.process = process;
    }

    static ThreadOut install() {
        ThreadOut out = new ThreadOut(System.out);
        System.setOut(out);
        return out;
    }

    /** Unless somebody has put yet another one in front of it. */
    void uninstall() {
        if (System.out == this) {
            System.setOut(process);
        }
    }

    @Override
    public void setStreams(InputStream in, PrintStream out, PrintStream err) {
        Deque<PrintStream> streams = own.get();
        if (streams == null) {
            streams = new ArrayDeque<>();
            own.set(streams);
        }
        streams.push(out);
    }

    /** Ends what the last {@link #setStreams} of this thread began. */
    @Override
    public void close() {
        Deque<PrintStream> streams = own.get();
        if (streams != null) {
            streams.poll();
            if (streams.isEmpty()) {
                own.remove();
            }
        }
    }

    private PrintStream current() {
        Deque<PrintStream> streams = own.get();
        return streams == null ? process : streams.peek();
    }

    @Override
    public void print(boolean x) {
        current().print(x);
    }

    @Override
    public void print(char x) {
        current().print(x);
    }

    @Override
    public void print(int x) {
        current().print(x);
    }

    @Override
    public void print(long x) {
        current().print(x);
    }

    @Override
    public void print(float x) {
        current().print(x);
    }

    @Override
    public void print(double x) {
        current().print(x);
    }

    @Override
    public void print(char[] x) {
        current().print(x);
    }

    @Override
    public void print(String x) {
        current().print(x);
    }

    @Override
    public void print(Object x) {
        current().print(x);
    }

    @Override
    public void println() {
        current().println();
    }

    @Override
    public void println(boolean x) {
        current().println(x);
    }

    @Override
    public void println(char x) {
        current().println(x);
    }

    @Override
    public void println(int x) {
        current().println(x);
    }

    @Override
    public void println(long x) {
        current().println(x);
    }

    @Override
    public void println(float x) {
        current().println(x);
    }

    @Override
    public void println(double x) {
        current().println(x);
    }

    @Override
    public void println(char[] x) {
        current().println(x);
    }

    @Override
    public void println(String x) {
        current().println(x);
    }

    @Override
    public void println(Object x) {
        current().println(x);
    }

    @Override
    public void write(int b) {
        current().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        current().write(bytes, offset, length);
    }

    @Override
    public void write(byte[] bytes) {
        current().writeBytes(bytes);
    }

    @Override
    public void writeBytes(byte[] bytes) {
        current().writeBytes(bytes);
    }

    @Override
    public PrintStream append(CharSequence text) {
        current().append(text);
        return this;
    }

    @Override
    public PrintStream append(CharSequence text, int start, int end) {
        current().append(text, start, end);
        return this;
    }

    @Override
    public PrintStream append(char c) {
        current().append(c);
        return this;
    }

    @Override
    public PrintStream format(String format, Object... arguments) {
        current().format(format, arguments);
        return this;
    }

    @Override
    public PrintStream format(Locale locale, String format, Object... arguments) {
        current().format(locale, format, arguments);
        return this;
    }

    @Override
    public void flush() {
        current().flush();
    }

    @Override
    public boolean checkError() {
        return current().checkError();
    }
}
