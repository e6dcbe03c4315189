package inlay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes JSON of texts, truth values, whole numbers, lists and objects; what it writes is ASCII. */
final class Json {
    private static final int MAX_DEPTH = 400;
    private final String text;
    private int place;

    private Json(String text) {
        this.text = text;
    }

    static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.expect(json.peek() == '\0');
        return value;
    }

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof String text) {
            writeText(text, out);
        } else if (value instanceof List<?> items) {
            String between = "";
            out.append('[');
            for (Object item : items) {
                out.append(between);
                write(item, out);
                between = ",";
            }
            out.append(']');
        } else if (value instanceof Map<?, ?> fields) {
            String between = "";
            out.append('{');
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                out.append(between);
                writeText((String) field.getKey(), out);
                out.append(':');
                write(field.getValue(), out);
                between = ",";
            }
            out.append('}');
        } else {
            out.append(value); // null, a truth value, a whole number
        }
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (char letter : text.toCharArray()) {
            if (letter == '"' || letter == '\\') {
                out.append('\\').append(letter);
            } else if (letter < ' ' || letter > '~') {
                out.append(String.format("\\u%04x", (int) letter));
            } else {
                out.append(letter);
            }
        }
        out.append('"');
    }

    private Object value(int depth) {
        expect(depth < MAX_DEPTH);
        char first = peek();
        if (first == '"') return string();
        if (first == '[') return list(depth);
        if (first == '{') return object(depth);
        int start = place;
        while (place < text.length() && ",]} \n\r\t".indexOf(text.charAt(place)) < 0) place++;
        return plain(text.substring(start, place));
    }

    private static Object plain(String word) {
        return switch (word) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> Long.valueOf(word);
        };
    }

    private List<Object> list(int depth) {
        List<Object> items = new ArrayList<>();
        place++;
        if (peek() == ']') {
            place++;
            return items;
        }
        do {
            items.add(value(depth + 1));
        } while (goesOn(']'));
        return items;
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> fields = new LinkedHashMap<>();
        place++;
        if (peek() == '}') {
            place++;
            return fields;
        }
        do {
            expect(peek() == '"');
            String key = string();
            expect(peek() == ':');
            place++;
            fields.put(key, value(depth + 1));
        } while (goesOn('}'));
        return fields;
    }

    private boolean goesOn(char end) {
        char next = peek();
        expect(next == ',' || next == end);
        place++;
        return next == ',';
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        for (place++; ; place++) {
            expect(place < text.length());
            char letter = text.charAt(place);
            if (letter == '"') {
                place++;
                return out.toString();
            }
            out.append(letter == '\\' ? escaped() : letter);
        }
    }

    private char escaped() {
        char kind = text.charAt(++place);
        if (kind == 'u') {
            place += 4;
            return (char) Integer.parseInt(text.substring(place - 3, place + 1), 16);
        }
        int known = "nrtbf".indexOf(kind);
        return known < 0 ? kind : "\n\r\t\b\f".charAt(known);
    }

    private char peek() {
        while (place < text.length() && " \n\r\t".indexOf(text.charAt(place)) >= 0) place++;
        return place < text.length() ? text.charAt(place) : '\0';
    }

    private void expect(boolean holds) {
        if (!holds) throw new IllegalArgumentException("not JSON at " + place);
    }
}
