package inlay;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.javatuples.Pair;

/**
 * Spells what a test hands to a candidate and what comes back: plain data, never an object's own behaviour.
 *
 * <p>Texts, truth values, null and lists stand for themselves; all else is an object with one tag.
 */
final class Crossing {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_ITEMS = 200_000;
    private static final int MAX_TEXT = 4_000_000;
    private static final Map<String, Class<?>> PRIMITIVES = Map.of(
            "int", int.class, "long", long.class, "double", double.class, "float", float.class,
            "boolean", boolean.class, "char", char.class, "byte", byte.class, "short", short.class);

    private Crossing() {}

    static Object encode(Object value) {
        if (value instanceof String text && text.length() > MAX_TEXT) throw new TooLarge();
        return encode(value, 0);
    }

    private static Object encode(Object value, int depth) {
        if (depth > MAX_DEPTH) throw new IllegalArgumentException("too deep to be spelled");
        if (value == null || value instanceof String || value instanceof Boolean) return value;
        if (value instanceof Integer) return tagged("i", value.toString());
        if (value instanceof Long) return tagged("l", value.toString());
        if (value instanceof Double) return tagged("d", value.toString());
        if (value instanceof Float) return tagged("f", value.toString());
        if (value instanceof Short) return tagged("s", value.toString());
        if (value instanceof Byte) return tagged("y", value.toString());
        if (value instanceof Character letter) return tagged("c", String.valueOf((int) letter));
        if (value instanceof BigInteger) return tagged("I", value.toString());
        if (value instanceof BigDecimal) return tagged("D", value.toString());
        if (value instanceof List<?> items) return encodeAll(items, depth);
        if (value instanceof Set<?> items) return tagged("S", encodeAll(items, depth));
        if (value instanceof Map<?, ?> map) return tagged("m", encodePairs(map, depth));
        if (value instanceof Map.Entry<?, ?> entry) return tagged("e", encodePair(entry, depth));
        if (value instanceof Pair<?, ?> pair) {
            return tagged("P", encodeAll(Arrays.asList(pair.getValue0(), pair.getValue1()), depth));
        }
        if (value instanceof Optional<?> held) return tagged("O", encodeAll(held.stream().toList(), depth));
        if (value.getClass().isArray()) return encodeArray(value, depth);
        return tagged("o", value.getClass().getName());
    }

    private static Map<String, Object> tagged(String tag, Object inner) {
        return Map.of(tag, inner);
    }

    /** A value that is too large to be an answer. */
    static final class TooLarge extends RuntimeException {}

    private static List<Object> encodeAll(Collection<?> items, int depth) {
        if (items.size() > MAX_ITEMS) throw new TooLarge();
        List<Object> spelled = new ArrayList<>();
        for (Object item : items) spelled.add(encode(item, depth + 1));
        return spelled;
    }

    private static List<Object> encodePairs(Map<?, ?> map, int depth) {
        if (map.size() > MAX_ITEMS) throw new TooLarge();
        List<Object> spelled = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) spelled.add(encodePair(entry, depth));
        return spelled;
    }

    private static List<Object> encodePair(Map.Entry<?, ?> entry, int depth) {
        List<Object> pair = new ArrayList<>();
        pair.add(encode(entry.getKey(), depth + 1));
        pair.add(encode(entry.getValue(), depth + 1));
        return pair;
    }

    private static Object encodeArray(Object array, int depth) {
        if (Array.getLength(array) > MAX_ITEMS) throw new TooLarge();
        List<Object> spelled = new ArrayList<>();
        for (int place = 0; place < Array.getLength(array); place++) {
            spelled.add(encode(Array.get(array, place), depth + 1));
        }
        return tagged("A", List.of(array.getClass().getComponentType().getName(), spelled));
    }

    static Object decode(Object wire) {
        if (wire instanceof List<?> items) return decodeAll(items, new ArrayList<>());
        if (wire instanceof String text) return text.intern(); // tests compare texts by `==`
        if (!(wire instanceof Map<?, ?> fields)) return wire;
        if (fields.size() != 1) throw new IllegalArgumentException("not an answer");
        Map.Entry<?, ?> field = fields.entrySet().iterator().next();
        return decodeTagged((String) field.getKey(), field.getValue());
    }

    private static Object decodeTagged(String tag, Object inner) {
        return switch (tag) {
            case "i" -> Integer.valueOf((String) inner);
            case "l" -> Long.valueOf((String) inner);
            case "d" -> Double.valueOf((String) inner);
            case "f" -> Float.valueOf((String) inner);
            case "s" -> Short.valueOf((String) inner);
            case "y" -> Byte.valueOf((String) inner);
            case "c" -> (char) Integer.parseInt((String) inner);
            case "I" -> new BigInteger((String) inner);
            case "D" -> new BigDecimal((String) inner);
            case "S" -> decodeAll((List<?>) inner, new LinkedHashSet<>());
            case "m" -> decodePairs((List<?>) inner);
            case "e" -> decodePair((List<?>) inner);
            case "P" -> Pair.with(decode(((List<?>) inner).get(0)), decode(((List<?>) inner).get(1)));
            case "O" -> ((List<?>) inner).stream().map(Crossing::decode).findFirst();
            case "A" -> decodeArray((List<?>) inner);
            case "o" -> new Object(); // equal to nothing
            default -> throw new IllegalArgumentException("not an answer");
        };
    }

    private static Collection<Object> decodeAll(List<?> items, Collection<Object> found) {
        for (Object item : items) found.add(decode(item));
        return found;
    }

    private static Map<Object, Object> decodePairs(List<?> pairs) {
        Map<Object, Object> found = new LinkedHashMap<>();
        for (Object pair : pairs) {
            Map.Entry<?, ?> entry = decodePair((List<?>) pair);
            found.put(entry.getKey(), entry.getValue());
        }
        return found;
    }

    private static Map.Entry<Object, Object> decodePair(List<?> pair) {
        return new AbstractMap.SimpleEntry<>(decode(pair.get(0)), decode(pair.get(1)));
    }

    private static Object decodeArray(List<?> spelled) {
        List<?> items = (List<?>) spelled.get(1);
        Object array = Array.newInstance(component((String) spelled.get(0)), items.size());
        for (int place = 0; place < items.size(); place++) Array.set(array, place, decode(items.get(place)));
        return array;
    }

    private static Class<?> component(String name) {
        if (PRIMITIVES.containsKey(name)) return PRIMITIVES.get(name);
        if (!name.matches("\\[*(L?java\\.(lang|util|math)\\.\\w+;?|[IJDFZCBS])")) return Object.class;
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException error) {
            return Object.class;
        }
    }

    /** Does to a value of the test's what a candidate did to its own copy. */
    @SuppressWarnings("unchecked")
    static void change(Object given, Object after) {
        if (given instanceof List<?> list && after instanceof List<?> items) {
            replace((List<Object>) list, items);
        } else if (given instanceof Set<?> set && after instanceof Set<?> items) {
            replace((Set<Object>) set, items);
        } else if (given instanceof Map<?, ?> map && after instanceof Map<?, ?> entries) {
            ((Map<Object, Object>) map).clear();
            ((Map<Object, Object>) map).putAll((Map<Object, Object>) entries);
        } else if (given.getClass().isArray() && given.getClass() == after.getClass()) {
            System.arraycopy(after, 0, given, 0, Array.getLength(given));
        } else {
            throw new IllegalArgumentException("not an answer");
        }
    }

    private static void replace(Collection<Object> given, Collection<?> after) {
        if (given instanceof List<Object> list && list.size() == after.size()) {
            int place = 0;
            for (Object item : after) list.set(place++, item); // a list that cannot grow may change all the same
            return;
        }
        given.clear();
        given.addAll(after);
    }
}
