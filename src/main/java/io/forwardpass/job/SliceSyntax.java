package io.forwardpass.job;

import java.util.Optional;

/**
 * Reads {@code COLUMN=VALUE} and {@code COLUMN=FROM..TO}. Each name and value is taken as it is, or
 * stands in backquotes, within which a doubled one is one.
 */
final class SliceSyntax {
  private static final String RANGE = "..";

  private final String text;
  private int at;

  private SliceSyntax(String text) {
    this.text = text;
  }

  /** Empty where it is neither. */
  static Optional<Slice.Term> term(String text) {
    return new SliceSyntax(text).term();
  }

  private Optional<Slice.Term> term() {
    Optional<String> column = column();
    if (column.isEmpty()) {
      return Optional.empty();
    }
    boolean quoted = text.startsWith("`", at);
    Optional<String> from = value();
    if (at == text.length()) {
      boolean isNull = !quoted && from.filter(FolderName.NULL::equals).isPresent();
      return from.map(
          value ->
              new Slice.Term(
                  column.get(), isNull ? Optional.empty() : Optional.of(value), Optional.empty()));
    } else if (from.isEmpty() || !text.startsWith(RANGE, at)) {
      return Optional.empty();
    }
    at += RANGE.length();
    Optional<String> to = value();
    return at < text.length()
        ? Optional.empty()
        : to.map(end -> new Slice.Term(column.get(), from, Optional.of(end)));
  }

  /** What stands before the equals sign, without blanks around it. */
  private Optional<String> column() {
    skipBlanks();
    Optional<String> name;
    if (text.startsWith("`", at)) {
      name = quoted();
      skipBlanks();
    } else {
      int equals = text.indexOf('=', at);
      String plain = equals < 0 ? "" : text.substring(at, equals).strip();
      name = Optional.of(plain).filter(column -> column.indexOf('`') < 0);
      at = Math.max(at, equals);
    }
    boolean follows = text.startsWith("=", at);
    at++;
    return name.filter(column -> follows && !column.isEmpty());
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** Up to the end or the next two dots; empty where it is blank and not quoted. */
  private Optional<String> value() {
    if (text.startsWith("`", at)) {
      return quoted();
    }
    int range = text.indexOf(RANGE, at);
    String value = text.substring(at, range < 0 ? text.length() : range);
    at += value.length();
    return value.isBlank() ? Optional.empty() : Optional.of(value);
  }

  /** Empty where the backquote is not closed. */
  private Optional<String> quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char sign = text.charAt(at);
      if (sign == '`' && !text.startsWith("``", at)) {
        at++;
        return Optional.of(value.toString());
      } else if (sign == '`') {
        at++;
      }
      value.append(sign);
    }
    return Optional.empty();
  }
}
