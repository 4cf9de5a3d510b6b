package dev.gyre.wasi.p1.internal.abi;

import dev.gyre.wasi.backend.WasiError;

/** {@code errno} of both snapshots, in the order of their witx, which is their number. */
public enum Errno {
    SUCCESS, TOO_BIG, ACCES, ADDRINUSE, ADDRNOTAVAIL, AFNOSUPPORT, AGAIN, ALREADY, BADF, BADMSG, BUSY, CANCELED, CHILD, CONNABORTED,
    CONNREFUSED, CONNRESET, DEADLK, DESTADDRREQ, DOM, DQUOT, EXIST, FAULT, FBIG, HOSTUNREACH, IDRM, ILSEQ, INPROGRESS, INTR, INVAL, IO,
    ISCONN, ISDIR, LOOP, MFILE, MLINK, MSGSIZE, MULTIHOP, NAMETOOLONG, NETDOWN, NETRESET, NETUNREACH, NFILE, NOBUFS, NODEV, NOENT, NOEXEC,
    NOLCK, NOLINK, NOMEM, NOMSG, NOPROTOOPT, NOSPC, NOSYS, NOTCONN, NOTDIR, NOTEMPTY, NOTRECOVERABLE, NOTSOCK, NOTSUP, NOTTY, NXIO,
    OVERFLOW, OWNERDEAD, PERM, PIPE, PROTO, PROTONOSUPPORT, PROTOTYPE, RANGE, ROFS, SPIPE, SRCH, STALE, TIMEDOUT, TXTBSY, XDEV, NOTCAPABLE;

    /** What the back end's error is called here. */
    public static Errno of(WasiError error) {
        return switch (error) {
            case ACCESS -> ACCES;
            case BAD_DESCRIPTOR -> BADF;
            case BUSY -> BUSY;
            case CROSS_DEVICE -> XDEV;
            case EXISTS -> EXIST;
            case FILE_TOO_LARGE -> FBIG;
            case ILLEGAL_BYTE_SEQUENCE -> ILSEQ;
            case INTERRUPTED -> INTR;
            case INVALID -> INVAL;
            case IO -> IO;
            case IS_DIRECTORY -> ISDIR;
            case LOOP -> LOOP;
            case NAME_TOO_LONG -> NAMETOOLONG;
            case NO_ENTRY -> NOENT;
            case NO_MEMORY -> NOMEM;
            case NO_SPACE -> NOSPC;
            case NOT_DIRECTORY -> NOTDIR;
            case NOT_EMPTY -> NOTEMPTY;
            case NOT_PERMITTED -> PERM;
            case NOT_SUPPORTED -> NOTSUP;
            case PIPE -> PIPE;
            case QUOTA -> DQUOT;
            case READ_ONLY -> ROFS;
            case SEEK_ON_STREAM -> SPIPE;
            case TEXT_FILE_BUSY -> TXTBSY;
            case TOO_MANY_DESCRIPTORS -> MFILE;
            case TOO_MANY_HOST_FILES -> NFILE;
            case TOO_MANY_LINKS -> MLINK;
            case WOULD_BLOCK -> AGAIN;
        };
    }

    public int number() {
        return ordinal();
    }

    /** An exception that says this. */
    public ErrnoException exception() {
        return new ErrnoException(this);
    }
}
