package dev.gyre.api.host;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of the class of an interface which Java class a resource of it is. A method of the resource, {@code queue.send}, is the public
 * method {@code send} of that class, or else {@code queueSend} of the interface's class with the object as its first parameter.
 * A static function is the same without the object. The constructor is {@code newQueue} of the interface's class, or else a public
 * constructor. A resource that is {@link AutoCloseable} is closed when the guest drops it, or when the event ends.
 */
@Documented
@Inherited
@Repeatable(WitResources.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WitResource {
    /** In kebab case, as in the WIT. */
    String name();

    Class<?> type();
}
