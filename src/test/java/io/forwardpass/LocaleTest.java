package io.forwardpass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No text of ours follows the machine's locale: {@code formatted} takes {@code %s} alone, which no
 * locale changes, and what formats numbers names its locale.
 */
final class LocaleTest {
  /** Any conversion but %s, %n and %%. */
  private static final Pattern NUMBER =
      Pattern.compile("%(?:\\d+\\$)?[-#+ 0,(<]*\\d*(?:\\.\\d+)?(?![-#+ 0,(<\\d.$])[^sn%]");

  private static final Set<String> WITH_LOCALE = Set.of("format", "printf");
  private static final Set<String> CASE = Set.of("toLowerCase", "toUpperCase");

  @Test
  void noSourceFormatsByTheMachinesLocale() throws IOException {
    assertEquals(List.of(), found(Path.of("src/main/java")));
  }

  @Test
  void whatFollowsALocaleIsFound(@TempDir Path folder) throws IOException {
    Path source = folder.resolve("Text.java");
    Files.writeString(
        source,
        """
        class Text {
          String rows(int rows) { return "%,d rows".formatted(rows); }
          String both(int rows) { return ("%s of " + "%d rows").formatted(rows, rows); }
          String half(double x) { return String.format("%.1f", x); }
          String name(String x) { return x.toLowerCase(); }
          String fine(Object x) { return "%s, 100 %%%n".formatted(x); }
          String root(long x) { return String.format(java.util.Locale.ROOT, "%,d", x); }
        }
        """);
    assertEquals(
        List.of("Text.java:2", "Text.java:3", "Text.java:4", "Text.java:5"), found(folder));
  }

  private static List<String> found(Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder);
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources =
          files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources));
      for (CompilationUnitTree unit : task.parse()) {
        new Scanner(unit, Trees.instance(task), found).scan(unit, null);
      }
    }
    return found;
  }

  private static final class Scanner extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final List<String> found;

    Scanner(CompilationUnitTree unit, Trees trees, List<String> found) {
      this.unit = unit;
      this.trees = trees;
      this.found = found;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
      if (call.getMethodSelect() instanceof MemberSelectTree method
          && followsLocale(call, method)) {
        long at = trees.getSourcePositions().getStartPosition(unit, call);
        found.add(
            Path.of(unit.getSourceFile().getName()).getFileName()
                + ":"
                + unit.getLineMap().getLineNumber(at));
      }
      return super.visitMethodInvocation(call, null);
    }

    private static boolean followsLocale(MethodInvocationTree call, MemberSelectTree method) {
      String name = method.getIdentifier().toString();
      List<? extends ExpressionTree> arguments = call.getArguments();
      if (name.equals("formatted")) {
        return NUMBER.matcher(text(method.getExpression())).find();
      } else if (WITH_LOCALE.contains(name)) {
        return !arguments.isEmpty() && text(arguments.get(0)).contains("%");
      }
      return CASE.contains(name) && arguments.isEmpty();
    }

    /** The literals of an expression, one behind the other. */
    private static String text(ExpressionTree expression) {
      StringBuilder text = new StringBuilder();
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
          if (literal.getValue() instanceof String value) {
            text.append(value);
          }
          return null;
        }
      }.scan(expression, null);
      return text.toString();
    }
  }
}
