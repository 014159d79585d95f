package io.forwardpass.benchmark;

import com.google.protobuf.CodedOutputStream;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Sequential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A network of {@link Dense} layers as an ONNX file: {@code Gemm}, {@code Relu} and {@code Softmax}
 * nodes, as exporters write them. Field numbers are those of {@code onnx.proto}, operator set 13.
 */
final class OnnxFile {
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;

  private OnnxFile() {}

  /** The file's bytes, for batches of {@code rows} rows: input {@code x}, output {@code y}. */
  static byte[] of(Sequential model, int rows) {
    return message(
        file -> {
          file.writeInt64(1, 8);
          file.writeByteArray(7, graph(model, rows));
          file.writeByteArray(8, message(operatorSet -> operatorSet.writeInt64(2, 13)));
        });
  }

  private static byte[] graph(Sequential model, int rows) {
    return message(
        graph -> {
          String current = "x";
          for (int index = 0; index < model.layers().size(); index++) {
            Layer layer = model.layers().get(index);
            boolean last = index == model.layers().size() - 1;
            current = dense(graph, (Dense) layer, index, current, last ? "y" : "y" + index);
          }
          graph.writeString(2, model.name());
          graph.writeByteArray(11, value("x", rows, model.input().size()));
          graph.writeByteArray(12, value("y", rows, model.output().size()));
        });
  }

  private static String dense(
      CodedOutputStream graph, Dense dense, int index, String input, String output)
      throws IOException {
    graph.writeByteArray(
        5, tensor("kernel" + index, dense.kernel().values(), dense.inputs(), dense.units()));
    graph.writeByteArray(5, tensor("bias" + index, dense.bias().values(), dense.units()));
    String sums = "sums" + index;
    graph.writeByteArray(1, node("Gemm", sums, input, "kernel" + index, "bias" + index));
    String function = dense.activation() == NamedActivation.RELU ? "Relu" : "Softmax";
    graph.writeByteArray(1, node(function, output, sums));
    return output;
  }

  private static byte[] node(String operator, String output, String... inputs) {
    return message(
        node -> {
          for (String input : inputs) {
            node.writeString(1, input);
          }
          node.writeString(2, output);
          node.writeString(4, operator);
          if (operator.equals("Softmax")) {
            node.writeByteArray(
                5,
                message(
                    attribute -> {
                      attribute.writeString(1, "axis");
                      attribute.writeInt64(3, -1);
                      attribute.writeInt32(20, ATTRIBUTE_INT);
                    }));
          }
        });
  }

  private static byte[] tensor(String name, float[] values, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return message(
        tensor -> {
          for (int length : shape) {
            tensor.writeInt64(1, length);
          }
          tensor.writeInt32(2, FLOAT);
          tensor.writeString(8, name);
          tensor.writeByteArray(9, bytes.array());
        });
  }

  private static byte[] value(String name, int... shape) {
    byte[] lengths =
        message(
            axes -> {
              for (int length : shape) {
                axes.writeByteArray(1, message(axis -> axis.writeInt64(1, length)));
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

  private interface Fields {
    void writeTo(CodedOutputStream message) throws IOException;
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
