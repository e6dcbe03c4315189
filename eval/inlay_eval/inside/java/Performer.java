package inlay;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Performs, on one candidate's program, the operations that a test asks for, and answers with plain data.
 *
 * <p>Nothing here knows what a test expects. A candidate may do with this process what it likes: it can change its own
 * answers, and answers are all that it has anyway.
 */
final class Performer {
    private static final int MOST_TEXT = 300;
    private static final Map<String, Object> LARGE = Map.of("large", true);
    private final Map<String, Object> objects = new HashMap<>();
    private ClassLoader loader;

    /** Compiles the program; `v` says that it could, `e` why not. */
    Map<String, Object> load(String source) {
        try {
            loader = Program.compile(source).loader();
        } catch (Program.Faulty fault) {
            return Map.of("e", List.of("CompileError", cut(fault.getMessage())));
        } catch (Throwable error) {
            return failed(error);
        }
        Map<String, Object> done = new HashMap<>();
        done.put("v", null);
        return done;
    }

    /** Performs one operation: `v` is its value and `a` the arguments that it changed, or `e` the error it threw. */
    Map<String, Object> perform(List<?> operation) {
        try {
            List<?> spelled = (List<?>) operation.get(3);
            Object[] given = spelled.stream().map(Crossing::decode).toArray();
            Class<?> owner = Class.forName((String) operation.get(1), true, loader);
            Method method = method(owner, (String) operation.get(2), given);
            Map<String, Object> answer = new HashMap<>();
            answer.put("v", Crossing.encode(method.invoke(receiver(owner, method), given)));
            List<Object> changed = changed(given, spelled);
            if (!changed.isEmpty()) answer.put("a", changed);
            return answer;
        } catch (InvocationTargetException error) {
            return failed(error.getCause());
        } catch (Crossing.TooLarge error) {
            return LARGE;
        } catch (Throwable error) {
            return failed(error);
        }
    }

    private static List<Object> changed(Object[] given, List<?> spelled) {
        List<Object> changed = new ArrayList<>();
        for (int place = 0; place < given.length; place++) {
            Object after = Crossing.encode(given[place]);
            if (!Json.write(after).equals(Json.write(spelled.get(place)))) changed.add(Arrays.asList(place, after));
        }
        return changed;
    }

    private static Method method(Class<?> owner, String name, Object[] given) throws NoSuchMethodException {
        for (Method method : owner.getDeclaredMethods()) {
            if (method.getName().equals(name) && takes(method.getParameterTypes(), given)) {
                method.setAccessible(true);
                return method;
            }
        }
        throw new NoSuchMethodException(name);
    }

    private static boolean takes(Class<?>[] types, Object[] given) {
        if (types.length != given.length) return false;
        for (int place = 0; place < types.length; place++) {
            if (given[place] != null && !types[place].isPrimitive() && !types[place].isInstance(given[place])) return false;
        }
        return true;
    }

    private Object receiver(Class<?> owner, Method method) throws ReflectiveOperationException {
        if (java.lang.reflect.Modifier.isStatic(method.getModifiers())) return null;
        if (!objects.containsKey(owner.getName())) {
            Constructor<?> constructor = owner.getDeclaredConstructor();
            constructor.setAccessible(true);
            objects.put(owner.getName(), constructor.newInstance());
        }
        return objects.get(owner.getName());
    }

    static Map<String, Object> failed(Throwable error) {
        String text;
        try {
            text = String.valueOf(error.getMessage());
        } catch (Throwable other) {
            text = "";
        }
        return Map.of("e", List.of(cut(error.getClass().getName()), cut(text)));
    }

    static String cut(String text) {
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    }

    /** Writes marked lines for the host; what anybody prints from here on is no answer. */
    static final class Teller {
        private static final int MOST_ANSWERS = 4 * 1024 * 1024;
        private final OutputStream out = new FileOutputStream(FileDescriptor.out);
        private final String mark;
        private int told;

        Teller(String mark) {
            this.mark = mark;
            System.setOut(new PrintStream(OutputStream.nullOutputStream()));
            System.setErr(System.out);
        }

        boolean tell(Object said) throws IOException {
            String text = Json.write(said);
            told += text.length();
            String line = told > MOST_ANSWERS ? Json.write(LARGE) : text;
            out.write(("\n" + mark + line + "\n").getBytes(StandardCharsets.US_ASCII));
            return told <= MOST_ANSWERS && !said.equals(LARGE);
        }
    }

    static Map<?, ?> order() throws IOException {
        return (Map<?, ?>) Json.read(Files.readString(Path.of("order.json")));
    }

    public static void main(String[] arguments) throws IOException {
        Map<?, ?> order = order();
        Teller teller = new Teller((String) order.get("mark"));
        if (order.get("known") instanceof List<?> known) {
            Known.answer(known, teller);
        } else {
            Performer performer = new Performer();
            teller.tell(performer.load((String) order.get("program")));
            for (Object operation : (List<?>) order.get("operations")) {
                if (!teller.tell(performer.perform((List<?>) operation))) break;
            }
        }
        Runtime.getRuntime().halt(0);
    }
}
