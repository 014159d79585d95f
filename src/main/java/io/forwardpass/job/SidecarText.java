package io.forwardpass.job;

import com.typesafe.config.ConfigException;
import java.util.BitSet;

/**
 * Looks at a sidecar's text before HOCON's parser does, which takes time in the square of the
 * length for a key that is given again and again and for texts side by side, and memory for each
 * item: a file that comes with a foreign model takes no more than one of a large model would.
 */
final class SidecarText {
  /** Brackets within each other. */
  private static final int DEEPEST = 16;

  /** Signs up to the next bracket, comma, equals sign or end of line. */
  private static final int LONGEST = 1_000;

  /** Keys of one object, of which a sidecar knows no more than four. */
  private static final int MOST_KEYS = 64;

  /** Items and keys, of which each takes the parser about 200 bytes. */
  private static final int MOST_ITEMS = 2_000_000;

  /** A bracket takes as much memory as so many items. */
  private static final int BRACKET = 4;

  static final String REFERENCES =
      "it refers to other values with ${...} or +=, and a sidecar says each itself";

  private final String text;
  private int at;
  private int items;
  private int length;
  private int depth;
  private boolean closed;

  /** By depth: keys so far, and whether they are those of an object. */
  private final int[] keys = new int[DEEPEST + 1];

  private final BitSet objects = new BitSet();

  private SidecarText(String text) {
    this.text = text;
    objects.set(0);
  }

  /** Throws where it is not such a file. */
  static void check(String text) {
    new SidecarText(text).check();
  }

  private void check() {
    if (text.length() > SidecarReader.MOST_MEBIBYTES << 20) {
      throw refused("it is larger than %s MiB".formatted(SidecarReader.MOST_MEBIBYTES));
    }
    while (at < text.length()) {
      char sign = text.charAt(at);
      if (sign == '"') {
        skipQuoted();
      } else if (sign == '#' || text.startsWith("//", at)) {
        skipTo("\n");
      } else if (text.startsWith("${", at)) {
        throw refused(REFERENCES);
      } else {
        look(sign);
        at++;
      }
      if (length > LONGEST) {
        throw refused("it holds a text of more than %s signs".formatted(LONGEST));
      } else if (items > MOST_ITEMS) {
        throw refused("it holds more than %s keys and items".formatted(MOST_ITEMS));
      }
    }
  }

  private void look(char sign) {
    length++;
    switch (sign) {
      case '{', '[' -> open(sign);
      case '}', ']' -> {
        depth = Math.max(0, depth - 1);
        end();
        closed = true;
      }
      case '=', ':' -> {
        addKey();
        end();
      }
      case ',', '\n' -> {
        items++;
        end();
      }
      default -> closed &= Character.isWhitespace(sign);
    }
  }

  private void open(char sign) {
    if (closed) {
      throw refused("it puts lists or objects together");
    } else if (objects.get(depth)) {
      addKey();
    }
    if (++depth > DEEPEST) {
      throw refused("it is nested too deeply");
    }
    keys[depth] = 0;
    objects.set(depth, sign == '{');
    items += BRACKET;
    end();
  }

  private void addKey() {
    items++;
    if (++keys[depth] > MOST_KEYS) {
      throw refused("it has more than %s keys in one place".formatted(MOST_KEYS));
    }
  }

  /** What comes next belongs to nothing before it. */
  private void end() {
    length = 0;
    closed = false;
  }

  private void skipQuoted() {
    int start = at;
    if (text.startsWith("\"\"\"", at)) {
      at += 3;
      skipTo("\"\"\"");
      at = Math.min(text.length(), at + 3);
    } else {
      at++;
      while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      at++;
    }
    length += at - start;
    closed = false;
  }

  private void skipTo(String end) {
    int found = text.indexOf(end, at);
    at = found < 0 ? text.length() : found;
  }

  private static ConfigException refused(String reason) {
    return new ConfigException.Generic(reason);
  }
}
