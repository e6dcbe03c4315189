package inlay;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs a test with the candidate's answers in place of the candidate; runs in a box that holds no candidate.
 *
 * <p>The first run of a task asks the reference and thereby writes the script: which operations the test performs, in
 * which order. A candidate performs the script in a box of its own, and the test then runs again over its answers.
 * Where the test would ask something else than the script says, the operations so far are the longer script to try.
 */
final class Referee {
    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s[^;]+;");
    private static final Pattern CLASS = Pattern.compile("(?m)^\\s*(?:public\\s+|final\\s+)*class\\s+(\\w+)");
    private static final Pattern ASSERTION = Pattern.compile("(?m)^(\\s*)assert\\s*\\((.*)\\);[ \\t]*$");
    private static final Map<String, Referee> KNOWN = new HashMap<>();

    private final String reference;
    private final String test;
    private final Set<String> remote;
    private final boolean blind;
    private final Program program;
    private final String main;

    private Referee(Map<?, ?> task) throws Exception {
        reference = (String) task.get("reference");
        remote = ((List<?>) task.get("remote")).stream().map(String.class::cast).collect(Collectors.toSet());
        blind = task.get("blind") != null;
        test = IMPORT.matcher(reference).results().map(found -> found.group().strip()).collect(Collectors.joining(" "))
                + "\n" + ASSERTION.matcher((String) task.get("test")).replaceAll("$1inlay.Exchange.check(() -> ($2));");
        Matcher found = CLASS.matcher(reference);
        if (!found.find()) throw new Program.Faulty("the reference defines no class");
        Class<?> original = Program.compile(reference).loader().loadClass(found.group(1));
        program = Program.compile(standIn(original), test);
        Matcher tested = CLASS.matcher(test);
        if (!tested.find()) throw new Program.Faulty("the test defines no class");
        main = tested.group(1);
    }

    private static Referee of(String task) throws Exception {
        if (!KNOWN.containsKey(task)) KNOWN.put(task, new Referee((Map<?, ?>) Json.read(task)));
        return KNOWN.get(task);
    }

    /** Gives a class whose methods look like a candidate's and ask for answers instead. */
    private static String standIn(Class<?> original) {
        StringBuilder source = new StringBuilder("class " + original.getName() + " {\n");
        for (Method method : original.getDeclaredMethods()) {
            if (!method.isSynthetic() && !Modifier.isPrivate(method.getModifiers())) source.append(standIn(method));
        }
        return source.append("}\n").toString();
    }

    private static String standIn(Method method) {
        Type[] types = method.getGenericParameterTypes();
        List<String> parameters = new ArrayList<>();
        StringBuilder given = new StringBuilder();
        for (int place = 0; place < types.length; place++) {
            parameters.add(types[place].getTypeName() + " p" + place);
            given.append(", p").append(place);
        }
        String result = method.getGenericReturnType().getTypeName();
        String call = "inlay.Exchange.call(\"%s\", \"%s\", new Object[] {%s})"
                .formatted(method.getDeclaringClass().getName(), method.getName(), given.substring(Math.min(2, given.length())));
        return "%s %s %s %s(%s) %s { try { %s } catch (Throwable e) { throw Referee.<RuntimeException>asIs(e); } }%n"
                .replace("Referee.", "inlay.StandIn.")
                .formatted(
                        Modifier.toString(method.getModifiers() & (Modifier.PUBLIC | Modifier.STATIC)),
                        variables(method),
                        result,
                        method.getName(),
                        String.join(", ", parameters),
                        thrown(method),
                        result.equals("void") ? call + ";" : "return (" + result + ") " + call + ";");
    }

    private static String variables(Method method) {
        String names = Arrays.stream(method.getTypeParameters()).map(Referee::bounded).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "<" + names + ">";
    }

    private static String bounded(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getBounds()).map(Type::getTypeName).collect(Collectors.joining(" & "));
        return variable.getName() + " extends " + bounds;
    }

    private static String thrown(Method method) {
        String names = Arrays.stream(method.getGenericExceptionTypes()).map(Type::getTypeName).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "throws " + names;
    }

    private Map<String, Object> script() {
        Performer asked = loaded();
        Exchange exchange = new Exchange(remote, blind, loaded(), (number, operation) -> asked.perform(operation));
        return ended(exchange, run(exchange));
    }

    private Map<String, Object> judge(List<?> asked, List<?> answers) {
        BiFunction<Integer, List<Object>, Object> answer = (number, operation) -> {
            if (number < asked.size() && !Json.write(asked.get(number)).equals(Json.write(operation))) return "longer";
            if (number >= answers.size()) return number < asked.size() ? "unanswered" : "longer";
            return answered((String) answers.get(number));
        };
        Exchange exchange = new Exchange(remote, false, loaded(), answer);
        Map<String, Object> found = run(exchange);
        return "longer".equals(exchange.stopped) ? ended(exchange, found) : found;
    }

    private static Object answered(String text) {
        Object said = Json.read(text);
        boolean known = said instanceof Map<?, ?> fields
                && Set.of(Set.of("e"), Set.of("v"), Set.of("v", "a")).contains(fields.keySet());
        return known ? said : "malformed";
    }

    private static Map<String, Object> ended(Exchange exchange, Map<String, Object> found) {
        Map<String, Object> with = new HashMap<>(found);
        with.put("operations", exchange.operations);
        return with;
    }

    private Performer loaded() {
        Performer performer = new Performer();
        performer.load(reference);
        return performer;
    }

    private Map<String, Object> run(Exchange exchange) {
        Exchange.current = exchange;
        try {
            Method method = program.loader().loadClass(main).getMethod("main", String[].class);
            method.setAccessible(true);
            method.invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException error) {
            if (exchange.stopped.isEmpty() && !exchange.blind) return Map.of("failed", told(error.getCause()));
        } catch (ReflectiveOperationException error) {
            return Map.of("failed", told(error));
        }
        return exchange.stopped.isEmpty() ? Map.of("passed", true) : Map.of("stopped", exchange.stopped);
    }

    private String told(Throwable error) {
        String[] lines = test.split("\n");
        String where = Arrays.stream(error.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(main) && frame.getLineNumber() > 0)
                .findFirst().map(frame -> " at `" + lines[frame.getLineNumber() - 1].strip() + "`").orElse("");
        String text = error.getMessage() == null ? "" : ": " + error.getMessage().lines().findFirst().orElse("");
        return Performer.cut(error.getClass().getSimpleName() + text + where);
    }

    public static void main(String[] arguments) throws IOException {
        Map<?, ?> order = Performer.order();
        Performer.Teller teller = new Performer.Teller((String) order.get("mark"));
        for (Object each : (List<?>) order.get("cases")) teller.tell(found((String) order.get("function"), (Map<?, ?>) each));
        Runtime.getRuntime().halt(0);
    }

    private static Map<String, Object> found(String function, Map<?, ?> given) {
        try {
            Referee referee = of((String) given.get("task"));
            if (function.equals("script")) return referee.script();
            return referee.judge((List<?>) Json.read((String) given.get("operations")), (List<?>) given.get("answers"));
        } catch (Throwable fault) {
            return Map.of("failed", Performer.cut("the task cannot be judged: " + fault.getMessage()));
        }
    }
}
