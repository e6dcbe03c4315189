package inlay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A program that was compiled in memory; every loader of it begins anew. */
final class Program {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private static final JavaFileManager FILES = COMPILER.getStandardFileManager(null, Locale.ROOT, null);
    private static final List<String> OPTIONS = List.of("-proc:none", "-nowarn", "-Xlint:none", "-implicit:none");
    private static final Pattern PUBLIC = Pattern.compile("(?m)^\\s*public\\s+(?:final\\s+|abstract\\s+)*class\\s+(\\w+)");
    private final Map<String, byte[]> classes;

    private Program(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    /** What a compiler says of a program that is none. */
    static final class Faulty extends Exception {
        Faulty(String message) {
            super(message);
        }
    }

    static Program compile(String... sources) throws Faulty {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> written = new HashMap<>();
        List<JavaFileObject> units = List.of(sources).stream().map(Program::unit).toList();
        if (!COMPILER.getTask(Writer.nullWriter(), new Memory(written), said, OPTIONS, null, units).call()) {
            throw new Faulty(said.getDiagnostics().stream()
                    .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                    .findFirst().map(Program::told).orElse("it does not compile"));
        }
        Map<String, byte[]> classes = new HashMap<>();
        written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return new Program(classes);
    }

    private static String told(Diagnostic<?> found) {
        return "line " + found.getLineNumber() + ": " + found.getMessage(Locale.ROOT).lines().findFirst().orElse("");
    }

    private static JavaFileObject unit(String source) {
        Matcher found = PUBLIC.matcher(source);
        String name = found.find() ? found.group(1) : "Program" + Math.abs(source.hashCode());
        return new SimpleJavaFileObject(URI.create("memory:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    ClassLoader loader() {
        ClassLoader loader = new ClassLoader(Program.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes = classes.get(name);
                if (bytes == null) throw new ClassNotFoundException(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        loader.setDefaultAssertionStatus(true);
        return loader;
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written;

        Memory(Map<String, ByteArrayOutputStream> written) {
            super(FILES);
            this.written = written;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() throws IOException {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    written.put(name, bytes);
                    return bytes;
                }
            };
        }
    }
}
