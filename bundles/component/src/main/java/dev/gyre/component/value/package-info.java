/**
 * The canonical Java form of component values: what host functions get and give, and what exported functions take and return.
 *
 * <table>
 * <caption>Form of each type</caption>
 * <tr><th>type</th><th>Java</th></tr>
 * <tr><td>bool</td><td>{@link Boolean}</td></tr>
 * <tr><td>s8, u8</td><td>{@link Byte}, unsigned ones as their bits, as in all that follow</td></tr>
 * <tr><td>s16, u16</td><td>{@link Short}</td></tr>
 * <tr><td>s32, u32</td><td>{@link Integer}</td></tr>
 * <tr><td>s64, u64</td><td>{@link Long}</td></tr>
 * <tr><td>f32, f64</td><td>{@link Float}, {@link Double}; every NaN is the canonical one</td></tr>
 * <tr><td>char</td><td>{@link Integer}, a Unicode scalar value</td></tr>
 * <tr><td>string</td><td>{@link String} without lone surrogates</td></tr>
 * <tr><td>list of s8 or u8, of s16 or u16, s32 or u32, s64 or u64, f32, f64</td>
 * <td>{@code byte[]}, {@code short[]}, {@code int[]}, {@code long[]}, {@code float[]}, {@code double[]}</td></tr>
 * <tr><td>any other list</td><td>{@link java.util.List} of its elements</td></tr>
 * <tr><td>record, tuple</td><td>{@code Object[]} of its fields in order</td></tr>
 * <tr><td>variant</td><td>{@link dev.gyre.component.value.Case}</td></tr>
 * <tr><td>enum</td><td>{@link Integer}, the index of the case</td></tr>
 * <tr><td>flags</td><td>{@link Integer}, bit n for label n</td></tr>
 * <tr><td>option</td><td>{@link java.util.Optional}</td></tr>
 * <tr><td>result</td><td>{@link dev.gyre.component.value.Result}</td></tr>
 * <tr><td>own, borrow of a resource of the host</td><td>the Java object itself</td></tr>
 * <tr><td>own, borrow of a resource of the guest</td><td>{@link dev.gyre.component.value.GuestResource}</td></tr>
 * </table>
 *
 * <p>An option of an option is an {@code Optional} of an {@code Optional}. Arrays and lists are the receiver's: nobody else keeps them.
 * A value of the wrong Java type given to a guest is an {@link dev.gyre.component.value.ValueException} that says where in the value it is.
 */
@Export
@Version("1.0.0")
package dev.gyre.component.value;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
