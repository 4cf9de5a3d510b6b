package dev.gyre.itests.e2e;

import java.util.ArrayList;
import java.util.List;

/** Cuts a command line into words as a shell does: at spaces outside of single and double quotes. Stateless. */
final class Words {
    private Words() {
    }

    static List<String> of(String line) {
        List<String> out = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (char c : line.toCharArray()) {
            if (quote != 0 ? c == quote : c == '\'' || c == '"') {
                quote = quote == 0 ? c : 0;
                begun = true;
            } else if (c == ' ' && quote == 0) {
                if (begun) {
                    out.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            out.add(word.toString());
        }
        return out;
    }
}
