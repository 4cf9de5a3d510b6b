package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.runtime.TagInstance;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Tag;

/** An exception tag of an instance. */
record GuestTag(GuestStore store, TagInstance tag) implements Tag {
    @Override
    public ExternType.Tag type() {
        return Types.tag(tag.type());
    }
}
