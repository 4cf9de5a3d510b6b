package dev.gyre.component.internal.abi;

/** Passes values of one type, in memory or as core values: by their codec, or by generated code. Thread-safe. */
public final class Passage {
    private final Codec codec;
    private final boolean flat;
    private final Tier<Lifter> lifter;
    private final Tier<Lowerer> lowerer;
    private Taker taker;
    private Giver giver;

    Passage(Codec codec, boolean flat) {
        this.codec = codec;
        this.flat = flat;
        Lifter lifts = flat ? (cx, from, at) -> codec.lift(cx, new Flat((long[]) from, at)) : (cx, from, at) -> codec.load(cx, (byte[]) from, at);
        Lowerer lowers = flat ? (cx, to, at, value) -> codec.lower(cx, value, new Flat((long[]) to, at)) : (cx, to, at, value) -> codec.store(cx, value, (byte[]) to, at);
        boolean generated = AdapterClass.hasParts(codec) && AdapterClass.worth(codec);
        this.lifter = generated ? new Tier<>(lifts, () -> LiftCode.write(codec, flat)) : new Tier<>(lifts);
        this.lowerer = generated ? new Tier<>(lowers, () -> LowerCode.write(codec, flat)) : new Tier<>(lowers);
    }

    /** Whether values are passed as core values. */
    public boolean flat() {
        return flat;
    }

    /** An array for one value, as {@link #lower} wants it. */
    public Object room() {
        return flat ? new long[codec.flat] : new byte[codec.size];
    }

    /** Of a value in memory, in bytes. */
    public int size() {
        return codec.size;
    }

    public int align() {
        return codec.align;
    }

    /** @param from {@code long[]} if {@link #flat}, {@code byte[]} otherwise */
    public Object lift(Lifting cx, Object from, int at) {
        return lifter.get().lift(cx, from, at);
    }

    /** @param to as {@link #room} gives, at least */
    public void lower(Lowering cx, Object to, int at, Object value) {
        lowerer.get().lower(cx, to, at, value);
    }

    /** Whether values can be moved without being lifted; the same for all types of this shape. */
    public boolean moves() {
        return AdapterClass.worth(codec);
    }

    /** How many objects are held while a value is moved. */
    public int held() {
        return Held.of(codec);
    }

    /** Code for the giving side, generated when it is asked for the first time. */
    public synchronized Taker taker() {
        taker = taker == null ? TakeCode.write(codec, flat) : taker;
        return taker;
    }

    /** Code for the receiving side, likewise. */
    public synchronized Giver giver() {
        giver = giver == null ? GiveCode.write(codec, flat) : giver;
        return giver;
    }
}
