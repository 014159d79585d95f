package io.forwardpass.benchmark;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An ONNX file in the making: one graph with one input. Field numbers are those of {@code
 * onnx.proto}, operator set 13.
 */
final class OnnxFile {
  /** The length of an axis that each call chooses anew. */
  static final int ANY = -1;

  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private final List<Fields> graph = new ArrayList<>();
  private int names;

  /** A message's fields, to be written into it. */
  private interface Fields {
    void writeTo(CodedOutputStream message) throws IOException;
  }

  /** A named setting of a node. */
  record Attribute(String name, int type, List<Integer> values) {

    static Attribute of(String name, int value) {
      return new Attribute(name, ATTRIBUTE_INT, List.of(value));
    }

    static Attribute of(String name, List<Integer> values) {
      return new Attribute(name, ATTRIBUTE_INTS, values);
    }

    private byte[] message() {
      return OnnxFile.message(
          attribute -> {
            attribute.writeString(1, name);
            for (int value : values) {
              attribute.writeInt64(type == ATTRIBUTE_INT ? 3 : 8, value);
            }
            attribute.writeInt32(20, type);
          });
    }
  }

  /**
   * An operator with what it reads.
   *
   * @param output which of its outputs is wanted
   */
  record Node(String operator, int output, List<String> inputs) {

    static Node of(String operator, String... inputs) {
      return new Node(operator, 0, List.of(inputs));
    }
  }

  /** Declares the graph's input, and returns its name. */
  String input(int... shape) {
    String name = name("input");
    write(11, value(name, shape));
    return name;
  }

  /** Adds a node, and returns the name of its output. */
  String add(Node node, Attribute... attributes) {
    String name = name(node.operator());
    write(
        1,
        message(
            fields -> {
              for (String input : node.inputs()) {
                fields.writeString(1, input);
              }
              for (int unwanted = 0; unwanted < node.output(); unwanted++) {
                fields.writeString(2, "");
              }
              fields.writeString(2, name);
              fields.writeString(4, node.operator());
              for (Attribute attribute : attributes) {
                fields.writeByteArray(5, attribute.message());
              }
            }));
    return name;
  }

  /** Adds weights, and returns their name. */
  String weights(float[] values, int... shape) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    String name = name("weights");
    write(
        5,
        message(
            tensor -> {
              for (int length : shape) {
                tensor.writeInt64(1, length);
              }
              tensor.writeInt32(2, FLOAT);
              tensor.writeString(8, name);
              tensor.writeByteArray(9, data.array());
            }));
    return name;
  }

  /** The file's bytes, where the value of that name is the graph's output. */
  byte[] end(String output, int... shape) {
    write(12, value(output, shape));
    graph.add(fields -> fields.writeString(2, "network"));
    return message(
        file -> {
          file.writeInt64(1, 8);
          file.writeByteArray(
              7,
              message(
                  fields -> {
                    for (Fields part : graph) {
                      part.writeTo(fields);
                    }
                  }));
          file.writeByteArray(8, message(operatorSet -> operatorSet.writeInt64(2, 13)));
        });
  }

  private String name(String kind) {
    return kind + names++;
  }

  private static byte[] value(String name, int... shape) {
    byte[] lengths =
        message(
            axes -> {
              for (int length : shape) {
                axes.writeByteArray(1, message(axis -> axis(length, axis)));
              }
            });
    byte[] tensor =
        message(
            type -> {
              type.writeInt32(1, FLOAT);
              type.writeByteArray(2, lengths);
            });
    return message(
        value -> {
          value.writeString(1, name);
          value.writeByteArray(2, message(type -> type.writeByteArray(1, tensor)));
        });
  }

  private static void axis(int length, CodedOutputStream axis) throws IOException {
    if (length == ANY) {
      axis.writeString(2, "rows");
    } else {
      axis.writeInt64(1, length);
    }
  }

  private void write(int field, byte[] content) {
    graph.add(fields -> fields.writeByteArray(field, content));
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream message = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(message);
      message.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
