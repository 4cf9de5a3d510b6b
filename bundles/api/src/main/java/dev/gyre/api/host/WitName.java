package dev.gyre.api.host;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The WIT name of a method, of a case's record or of an enum's constant, where it is not the one its Java name means. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.FIELD})
public @interface WitName {
    /** In kebab case, as in the WIT; for a function of a resource with it: {@code [method]queue.send}. */
    String value();
}
