package io.forwardpass.nn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native floats that ND4J computes on. The memory is our own, because {@code INDArray.close()} of
 * ND4J 1.0.0-M2.1 frees nothing before the next garbage collection; {@link #close()} does.
 */
final class NativeMatrix implements AutoCloseable {
  private final FloatPointer memory;
  private final FloatBuffer floats;
  private final INDArray array;

  NativeMatrix(int size) {
    this.memory = new FloatPointer(size);
    this.floats = memory.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    this.array = Nd4j.create(Nd4j.createBuffer(memory, size, DataType.FLOAT), size);
  }

  INDArray array() {
    return array;
  }

  void put(int index, float[] source, int from, int length) {
    floats.put(index, source, from, length);
  }

  void get(int index, float[] target, int to, int length) {
    floats.get(index, target, to, length);
  }

  @Override
  public void close() {
    memory.deallocate();
  }
}
