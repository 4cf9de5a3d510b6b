package dev.gyre.api.host;

import java.util.List;
import java.util.Map;

/**
 * A plug-in that provides interfaces components import: WASI, key-value stores, or a third party's own.
 *
 * <p>The contract is a WIT file, the implementation a plain Java class whose public methods have the shape of the WIT functions:
 *
 * <table>
 * <caption>WIT and Java</caption>
 * <tr><th>WIT</th><th>Java</th></tr>
 * <tr><td>function {@code send-message}</td><td>method {@code sendMessage}, or any with {@link WitName}</td></tr>
 * <tr><td>bool, string, f32, f64, char</td><td>{@code boolean}, {@link String}, {@code float}, {@code double}, {@code int} (a code point)</td></tr>
 * <tr><td>s8, s16, s32, s64</td><td>{@code byte}, {@code short}, {@code int}, {@code long}</td></tr>
 * <tr><td>u8, u16, u32, u64</td><td>the same, as their bits; or for u8 and u16 {@code int}, for u32 {@code long}, as their value</td></tr>
 * <tr><td>list of numbers</td><td>an array such as {@code byte[]}; an {@code int[]} for u32</td></tr>
 * <tr><td>any other list</td><td>{@link List}</td></tr>
 * <tr><td>record</td><td>a Java record with the same components in the same order; a tuple's have any names</td></tr>
 * <tr><td>variant</td><td>a sealed interface of records, named like the cases, with one component for the payload;
 * an {@code enum} when no case has one</td></tr>
 * <tr><td>enum</td><td>an {@code enum} with the same constants: {@code not-found} is {@code NOT_FOUND}</td></tr>
 * <tr><td>flags</td><td>{@link java.util.Set} of an {@code enum} with the same constants</td></tr>
 * <tr><td>option</td><td>{@link java.util.Optional}</td></tr>
 * <tr><td>result that a function returns</td><td>the method returns the success and throws a {@link WitError} it declares</td></tr>
 * <tr><td>any other result</td><td>{@link WitResult}</td></tr>
 * <tr><td>resource</td><td>any object, as {@link WitResource} says; handles are invisible</td></tr>
 * </table>
 *
 * <p>Register it as an OSGi service. Both sides are checked against each other when that happens; a provider whose class does
 * not fit is not used, and the log says why with both sides. Components that import one of its interfaces wait for it, and the
 * running ones are linked anew when it is replaced. A guest may import any compatible version ({@code 1.2.0} serves an import of
 * {@code 1.1.3}), and functions it does not use need not match.
 *
 * <p>Thread-safe.
 */
public interface HostInterfaceProvider {
    /**
     * The WIT of all that {@link #interfaces} names and of what that uses, except for WASI's own packages, which may be used
     * without being here.
     */
    List<WitFile> wit();

    /** The class with the functions of each interface, by the interface's full name: {@code acme:queue/publish@1.0.0}. */
    Map<String, Class<?>> interfaces();

    /**
     * Prepares it for one component, once per deploy.
     *
     * @throws dev.gyre.api.GyreException when the component's configuration cannot be served; the deploy fails with it
     */
    BoundHostInterfaces bind(ComponentContext component);
}
