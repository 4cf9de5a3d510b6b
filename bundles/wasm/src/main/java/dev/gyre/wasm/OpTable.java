package dev.gyre.wasm;

/** The immediates and stack effect of every instruction (core specification, 5.4 and appendix "index of instructions"). */
final class OpTable {
    static final char NONE = '-';
    static final char BLOCK_TYPE = 'B';
    static final char INDEX = 'x';
    static final char INDEX_2 = 'y';
    static final char BR_TABLE = 'T';
    static final char MEMORY = 'm';
    static final char MEMORY_LANE = 'n';
    static final char BYTE = 'b';
    static final char S32 = 's';
    static final char S64 = 'S';
    static final char BYTES_4 = '4';
    static final char BYTES_8 = '8';
    static final char BYTES_16 = 'V';
    static final char TYPES = 't';
    static final char HEAP_TYPE = 'h';
    static final char TRY_TABLE = 'Y';
    static final char CAST = 'c';

    private static final int SUBS = 0x114;
    private static final int SLOTS = 256 + 4 * SUBS;
    private static final char[] IMMEDIATES = new char[SLOTS];
    private static final String[] SIGNATURES = new String[SLOTS];

    /** Runs of instructions: first and last number, immediates, stack effect ({@code ?} where it depends). */
    private static final String[] CORE = {
        "00 00 - ?", "01 01 - >", "02 04 B ?", "05 05 - ?", "06 06 B ?", "07 09 x ?", "0a 0b - ?", "0c 0d x ?", "0e 0e T ?", "0f 0f - ?",
        "10 10 x ?", "11 11 y ?", "12 12 x ?", "13 13 y ?", "14 15 x ?", "18 18 x ?", "19 19 - ?", "1a 1b - ?", "1c 1c t ?", "1f 1f Y ?",
        "20 26 x ?", "28 28 m i>i", "29 29 m i>l", "2a 2a m i>f", "2b 2b m i>d", "2c 2f m i>i", "30 35 m i>l", "36 36 m ii>", "37 37 m il>",
        "38 38 m if>", "39 39 m id>", "3a 3b m ii>", "3c 3e m il>", "3f 3f x >i", "40 40 x i>i", "41 41 s >i", "42 42 S >l", "43 43 4 >f", "44 44 8 >d",
        "45 45 - i>i", "46 4f - ii>i", "50 50 - l>i", "51 5a - ll>i", "5b 60 - ff>i", "61 66 - dd>i", "67 69 - i>i", "6a 78 - ii>i",
        "79 7b - l>l", "7c 8a - ll>l", "8b 91 - f>f", "92 98 - ff>f", "99 9f - d>d", "a0 a6 - dd>d", "a7 a7 - l>i", "a8 a9 - f>i", "aa ab - d>i",
        "ac ad - i>l", "ae af - f>l", "b0 b1 - d>l", "b2 b3 - i>f", "b4 b5 - l>f", "b6 b6 - d>f", "b7 b8 - i>d", "b9 ba - l>d", "bb bb - f>d",
        "bc bc - f>i", "bd bd - d>l", "be be - i>f", "bf bf - l>d", "c0 c1 - i>i", "c2 c4 - l>l", "d0 d0 h >r", "d1 d1 - r>i", "d2 d2 x >r",
        "d3 d3 - rr>i", "d4 d4 - r>r", "d5 d6 x ?"};
    private static final String[] GC = {
        "00 00 x ?", "01 01 x >r", "02 04 y ?", "05 05 y ?", "06 06 x ?", "07 07 x i>r", "08 08 y ?", "09 0a y ii>r", "0b 0d x ?", "0e 0e x ?",
        "0f 0f - r>i", "10 10 x ?", "11 11 y ririi>", "12 13 y riii>", "14 15 h r>i", "16 17 h r>r", "18 19 c ?",
        "1a 1b - r>r", "1c 1c - i>r", "1d 1e - r>i"};
    private static final String[] MISC = {
        "00 01 - f>i", "02 03 - d>i", "04 05 - f>l", "06 07 - d>l", "08 08 y iii>", "09 09 x >", "0a 0a y iii>", "0b 0b x iii>", "0c 0c y iii>",
        "0d 0d x >", "0e 0e y iii>", "0f 0f x ri>i", "10 10 x >i", "11 11 x iri>"};
    private static final String[] VECTOR = {
        "00 0a m i>v", "0b 0b m iv>", "0c 0c V >v", "0d 0d V vv>v", "0e 0e - vv>v", "0f 11 - i>v", "12 12 - l>v", "13 13 - f>v", "14 14 - d>v",
        "15 16 b v>i", "17 17 b vi>v", "18 19 b v>i", "1a 1a b vi>v", "1b 1b b v>i", "1c 1c b vi>v", "1d 1d b v>l", "1e 1e b vl>v", "1f 1f b v>f",
        "20 20 b vf>v", "21 21 b v>d", "22 22 b vd>v", "23 4c - vv>v", "4d 4d - v>v", "4e 51 - vv>v", "52 52 - vvv>v", "53 53 - v>i", "54 57 n iv>v",
        "58 5b n iv>", "5c 5d m i>v", "5e 62 - v>v", "63 64 - v>i", "65 66 - vv>v", "67 6a - v>v", "6b 6d - vi>v", "6e 73 - vv>v", "74 75 - v>v",
        "76 79 - vv>v", "7a 7a - v>v", "7b 7b - vv>v", "7c 81 - v>v", "82 82 - vv>v", "83 84 - v>i", "85 86 - vv>v", "87 8a - v>v", "8b 8d - vi>v",
        "8e 93 - vv>v", "94 94 - v>v", "95 99 - vv>v", "9b 9b - vv>v", "9c 9f - vv>v", "a0 a1 - v>v", "a3 a4 - v>i", "a7 aa - v>v", "ab ad - vi>v",
        "ae ae - vv>v", "b1 b1 - vv>v", "b5 ba - vv>v", "bc bf - vv>v", "c0 c1 - v>v", "c3 c4 - v>i", "c7 ca - v>v", "cb cd - vi>v", "ce ce - vv>v",
        "d1 d1 - vv>v", "d5 df - vv>v", "e0 e1 - v>v", "e3 e3 - v>v", "e4 eb - vv>v", "ec ed - v>v", "ef ef - v>v", "f0 f7 - vv>v", "f8 ff - v>v",
        "100 100 - vv>v", "101 104 - v>v", "105 108 - vvv>v", "109 10c - vvv>v", "10d 110 - vv>v", "111 112 - vv>v", "113 113 - vvv>v"};
    private static final String[] ATOMIC = {
        "00 00 m ii>i", "01 01 m iil>i", "02 02 m ill>i", "03 03 b >", "10 10 m i>i", "11 11 m i>l", "12 13 m i>i", "14 16 m i>l", "17 17 m ii>",
        "18 18 m il>", "19 1a m ii>", "1b 1d m il>"};

    static {
        fill(0, CORE);
        fill(0xfb, GC);
        fill(0xfc, MISC);
        fill(0xfd, VECTOR);
        fill(0xfe, ATOMIC);
        // six operations and compare-exchange, each on i32, i64, and their narrow parts
        for (int op = 0x1e; op <= 0x4e; op++) {
            boolean exchange = op >= 0x48;
            boolean wide = "0100111".charAt((op - 0x1e) % 7) == '1';
            String value = wide ? "l" : "i";
            put(0xfe << 16 | op, MEMORY, "i" + (exchange ? value + value : value) + ">" + value);
        }
    }

    private OpTable() {
    }

    private static void fill(int prefix, String[] runs) {
        for (String run : runs) {
            String[] part = run.split(" ");
            for (int op = Integer.parseInt(part[0], 16); op <= Integer.parseInt(part[1], 16); op++) {
                put(prefix << 16 | op, part[2].charAt(0), part[3].equals("?") ? null : part[3]);
            }
        }
    }

    private static void put(int op, char immediates, String signature) {
        IMMEDIATES[slot(op)] = immediates;
        SIGNATURES[slot(op)] = signature;
    }

    private static int slot(int op) {
        int prefix = op >> 16;
        return prefix == 0 ? op & 0xff : 256 + (prefix - 0xfb) * SUBS + (op & 0xffff);
    }

    /** The kind of immediates; 0 for what is no instruction. */
    static char immediates(int op) {
        int prefix = op >> 16;
        return prefix == 0 ? IMMEDIATES[op & 0xff]
                : prefix < 0xfb || prefix > 0xfe || (op & 0xffff) >= SUBS ? 0 : IMMEDIATES[slot(op)];
    }

    static String signature(int op) {
        return immediates(op) == 0 ? null : SIGNATURES[slot(op)];
    }
}
