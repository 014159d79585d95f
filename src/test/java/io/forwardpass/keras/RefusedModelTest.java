package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file that must not be scored, with the whole text of its refusal. */
class RefusedModelTest {
  private static final Path FOLDER = Path.of("src/test/resources/refused");
  private static final String DESCRIPTIONS = "index.json";
  private static final String PLACE = "model";

  /** File, kind of exception, message. */
  private static final String TABLE =
      """
      absolute-path.keras | invalid | model: the zip archive holds '/tmp/config.json', which points out of the archive; do not use this file
      activation-number.keras | invalid | model: 'activation' of layer 'dense' (Dense) is 7; a text is needed; save the model again with Keras
      activation-threshold.keras | unsupported | model cannot be scored: layer 'dense' (Dense) has the activation 'threshold' without its arguments, which Keras cannot compute either
      all-weights-missing.keras | invalid | model: the weight 'kernel' of layer 'dense' (Dense) is missing: there is no 'dense/vars/0' with shape (2, 3); save the model again with Keras
      architecture.json | invalid | model: the file is JSON, such as model.to_json() writes: at best an architecture without weights; give those with --weights, or save the model in Python with model.save("model.keras")
      architecture.yaml | invalid | model: the file is YAML, such as model.to_yaml() wrote: an architecture without weights; save the model in Python with model.save("model.keras")
      assets.keras | unsupported | model cannot be scored: it has assets ('assets/vocabulary.txt'), which only layers with vocabularies need
      batch-normalization-axes.h5 | unsupported | model cannot be scored: layer 'batch_normalization' (BatchNormalization) normalises 2 axes; one is supported
      batch-normalization-axis.keras | invalid | model: layer 'batch_normalization' works on axis 5; an input of shape (7,) has axes 1 to 1 (0 is the batch); save the model again with Keras
      batch-normalization-epsilon.keras | invalid | model: 'epsilon' of layer 'batch_normalization' (BatchNormalization) is -1.0; a number of at least 0 is needed; save the model again with Keras
      bfloat16.keras | unsupported | model cannot be scored: layer 'dense' (Dense) stores bfloat16 weights, which are not supported; save the model as float32 or mixed_bfloat16
      bomb-config.keras | invalid | model: member 'config.json' declares 75499646 bytes; at most 8388608 are allowed in a file of this size; save the model again with Keras
      bomb-weights.keras | invalid | model: member 'model.weights.h5' declares 33566964 bytes; at most 17120046 are allowed in a file of this size; save the model again with Keras
      branches.h5 | unsupported | model cannot be scored: the Functional model is not one chain of layers: layer 'add' (Add) has 2 inputs; layer 'add' (Add) is not supported
      branches.keras | unsupported | model cannot be scored: the Functional model is not one chain of layers: layer 'add' (Add) has 2 inputs; layer 'add' (Add) is not supported
      config-deep.h5 | invalid | model: attribute 'model_config' nests deeper than 256 levels, or has a longer number than 1000 digits; copy or save the file again
      config-deep.keras | invalid | model: config.json has the key 'compile_config' twice; copy or save the file again
      config-duplicate-key.keras | invalid | model: config.json has the key 'units' twice; copy or save the file again
      config-empty.keras | invalid | model: config.json is empty; copy or save the file again
      config-list.keras | invalid | model: config.json is [{"module":"keras","class_name":"Sequential","config":{"name":"sequential","trai…; a model's JSON object is needed; save the model again with Keras
      config-nan.keras | invalid | model: 'units' of layer 'dense' (Dense) is "NaN"; an integer of at most 32 bits is needed; save the model again with Keras
      config-not-json.h5 | invalid | model: attribute 'model_config' is not JSON, from line 1, column 875 on; copy or save the file again
      config-not-json.keras | invalid | model: config.json is not JSON, from line 1, column 1088 on; copy or save the file again
      config-not-utf-8.keras | invalid | model: config.json is not UTF-8 text; copy or save the file again
      config-trailing.keras | invalid | model: config.json goes on behind its end; copy or save the file again
      config-yaml.h5 | invalid | model: attribute 'model_config' is not JSON, from line 1, column 11 on; copy or save the file again
      custom-activation.keras | unsupported | model cannot be scored: layer 'dense' (Dense) has the custom activation 'double', which is not supported
      custom-layer.h5 | unsupported | model cannot be scored: layer 'scale' (shop>Scale) is not supported
      custom-layer.keras | unsupported | model cannot be scored: layer 'scale' (Scale) is a custom layer, which is not supported
      data-format.keras | invalid | model: 'data_format' of layer 'flatten' (Flatten) is "channels_middle"; channels_last or channels_first is needed; save the model again with Keras
      dataset-for-group.keras | invalid | model: the weight 'kernel' of layer 'dense' (Dense) is missing: there is no 'dense/vars/0' with shape (2, 3); save the model again with Keras
      duplicate-config.keras | invalid | model: the zip archive holds 'config.json' twice; a Keras archive holds each member once; save the model again with Keras
      duplicate-weights.keras | invalid | model: the zip archive holds 'model.weights.h5' twice; a Keras archive holds each member once; save the model again with Keras
      empty.h5 | invalid | model: the file is empty; copy or save the file again
      empty.keras | invalid | model: the file is empty; copy or save the file again
      encrypted.keras | unsupported | model cannot be scored: member 'metadata.json' is encrypted; save the model without a password
      external-link-absolute.keras | unsupported | model cannot be scored: '/layers/dense/vars/0' is a soft or external link, which is never followed; save the model again with Keras
      external-link.h5 | unsupported | model cannot be scored: '/model_weights/dense/sequential/dense/kernel' is a soft or external link, which is never followed; save the model again with Keras
      external-link.keras | unsupported | model cannot be scored: '/layers/dense/vars/0' is a soft or external link, which is never followed; save the model again with Keras
      external-storage.h5 | unsupported | model cannot be scored: dataset '/model_weights/dense/sequential/dense/kernel' keeps its values in another file
      external-storage.keras | unsupported | model cannot be scored: dataset '/layers/dense/vars/0' keeps its values in another file
      foreign-model-class.keras | unsupported | model cannot be scored: model class 'Churn' is a custom class; only Keras' own Sequential and Functional are supported
      foreign-module.keras | unsupported | model cannot be scored: layer 'dense' (Dense) is a custom layer, which is not supported
      function-as-activation.keras | unsupported | model cannot be scored: layer 'dense' (Dense) has the custom activation 'get_file', which is not supported
      git-lfs-pointer.keras | invalid | model: the file is a Git LFS pointer, not the model itself; fetch the model with git lfs pull
      glu-odd.keras | invalid | model: glu halves the last axis and gets shape (13,), whose last axis is odd; save the model again with Keras
      group-for-dataset.keras | invalid | model: the weight 'kernel' of layer 'dense' (Dense) is missing: there is no 'dense/vars/0' with shape (2, 3); save the model again with Keras
      input-size-negative.keras | invalid | model: 'batch_shape[1]' of layer 'input_layer' (InputLayer) is -2; a positive integer is needed; save the model again with Keras
      input-size-unknown.keras | unsupported | model cannot be scored: its input shape [null,null] leaves an axis open that is not that of steps; save the model with a fixed shape of a row
      input-size-zero.keras | invalid | model: 'batch_shape[1]' of layer 'input_layer' (InputLayer) is 0; a positive integer is needed; save the model again with Keras
      input-sparse.keras | unsupported | model cannot be scored: layer 'input_layer' (InputLayer) takes a sparse input, which is not supported
      input-string.keras | unsupported | model cannot be scored: layer 'input_layer' (InputLayer) takes inputs of type 'string'; numbers are supported
      integer-dtype.keras | unsupported | model cannot be scored: layer 'dense' (Dense) has dtype 'int32'; float32, float64, float16, mixed_float16 and mixed_bfloat16 are supported
      lambda-as-activation.keras | unsupported | model cannot be scored: layer 'dense' (Dense) has Python code as activation, which is never run
      lambda-as-initializer.keras | unsupported | model cannot be scored: the architecture holds Python code, which is never run
      lambda-named-function.h5 | unsupported | model cannot be scored: layer 'lambda' (Lambda) is not supported: it is Python code, which is never run
      lambda.h5 | unsupported | model cannot be scored: layer 'lambda' (Lambda) is not supported: it is Python code, which is never run
      lambda.keras | unsupported | model cannot be scored: layer 'lambda' (Lambda) is not supported: it is Python code, which is never run
      layer-extra.keras | invalid | model: 1 stored weights belong to no layer of the architecture, such as '/layers/dense_2/vars/0' with shape (3,); save the model again with Keras
      layer-missing.keras | invalid | model: the weight 'kernel' of layer 'dense_1' (Dense) is missing: there is no 'dense_1/vars/0' with shape (3, 2); save the model again with Keras
      layer-names-absent.h5 | invalid | model: the weights list a layer 'dense_9' that is not there; save the model again with Keras
      layer-names-long.h5 | invalid | model: the number of layers with weights is 3 in the file and 2 in the architecture; save the model again with Keras
      layer-names-short.h5 | invalid | model: the number of layers with weights is 1 in the file and 2 in the architecture; save the model again with Keras
      layer-used-twice.keras | unsupported | model cannot be scored: the Functional model is not one chain of layers: layer 'dense' (Dense) is used 2 times
      layer-without-class.keras | invalid | model: 'config.layers[1].class_name' of config.json is missing; a text is needed; save the model again with Keras
      layer-without-config.keras | invalid | model: 'units' of layer 'Dense' (Dense) is missing; an integer of at most 32 bits is needed; save the model again with Keras
      layers-missing.keras | invalid | model: 'config.layers' of config.json is missing; a list is needed; save the model again with Keras
      link-cycle.keras | invalid | model: group '/layers/dense/again' of the weights is reached twice, or lies too deep; save the model again with Keras
      lora.h5 | unsupported | model cannot be scored: layer 'embedding' has LoRA weights that are not merged into its own; save the model as .keras, which merges them; layer 'dense' has LoRA weights that are not merged into its own; save the model as .keras, which merges them
      no-config.keras | invalid | model: the zip archive has no member 'config.json'; a Keras archive holds metadata.json, config.json and model.weights.h5; save the model in Python with model.save("model.keras")
      no-input-shape.keras | unsupported | model cannot be scored: its input shape is unknown; call model.build((None, features)) or add keras.Input before saving
      no-layer-names.h5 | invalid | model: group '/model_weights' has no attribute 'layer_names'; save the model again with Keras
      no-layers.keras | unsupported | model cannot be scored: it has no layers
      no-model-config.h5 | invalid | model: the file holds weights only, as model.save_weights("x.h5") writes them: the architecture is missing; save the whole model with model.save("model.keras")
      no-weight-names.h5 | invalid | model: group '/model_weights/dense' has no attribute 'weight_names'; save the model again with Keras
      no-weights.h5 | invalid | model: the file holds an architecture without weights: it has no group 'model_weights'; save the whole model with model.save("model.keras")
      no-weights.keras | invalid | model: the zip archive has no member 'model.weights.h5'; a Keras archive holds metadata.json, config.json and model.weights.h5; save the model in Python with model.save("model.keras")
      noise.h5 | invalid | model: the file is no Keras model: it starts with the bytes 8b 4a e5 f1 a9 41 06 a0; a .keras archive starts with 50 4b 03 04, an HDF5 file with 89 48 44 46; save the model in Python with model.save("model.keras")
      normalization-length.keras | invalid | model: Normalization 'normalization' has mean (2,) and variance (3,); the shapes must be equal; save the model again with Keras
      normalization-mean-only.keras | invalid | model: 'variance' of layer 'normalization' (Normalization) is missing; a value beside that of the other statistic is needed; save the model again with Keras
      normalization-negative-variance.keras | invalid | model: Normalization 'normalization' has a negative variance, -4.0; save the model again with Keras
      npz-besides.keras | unsupported | model cannot be scored: its weights are in model.weights.npz, which can hold Python objects and is never read; save the model with its default weights format
      npz-weights.keras | unsupported | model cannot be scored: its weights are in model.weights.npz, which can hold Python objects and is never read; save the model with its default weights format
      only-input.keras | unsupported | model cannot be scored: it has no layers
      other-hdf5.h5 | invalid | model: the file is HDF5, but no Keras model: it has no attribute 'model_config'; save the whole model with model.save("model.keras")
      other-zip.keras | invalid | model: the zip archive holds 'hello.txt'; a Keras archive holds only metadata.json, config.json and model.weights.h5; save the model in Python with model.save("model.keras")
      parent-path.keras | invalid | model: the zip archive holds '../config.json', which points out of the archive; do not use this file
      pickle.keras | invalid | model: the file is a Python pickle, which runs code when it is loaded and is never read; save the model in Python with model.save("model.keras")
      prelu-as-activation.keras | unsupported | model cannot be scored: layer 'dense' (Dense) has a PReLU as activation, which is not supported
      quantization-config.keras | unsupported | model cannot be scored: layer 'dense' (Dense) has the option 'quantization_config', which is not supported
      quantized-int8.keras | unsupported | model cannot be scored: layer 'dense' (Dense) is quantized (QuantizedDTypePolicy), which is not supported; save the model before it is quantized; layer 'dense_1' (Dense) is quantized (QuantizedDTypePolicy), which is not supported; save the model before it is quantized
      renorm.keras | unsupported | model cannot be scored: layer 'batch_normalization' (BatchNormalization) has the option 'renorm', which is not supported
      rescaling-length.keras | invalid | model: Rescaling 'rescaling': scale of shape (2,) does not broadcast over an input of shape (3,); save the model again with Keras
      reshape-remainder.keras | invalid | model: Reshape 'reshape' cannot turn shape (15,) into [4, -1]; save the model again with Keras
      reshape-size.keras | invalid | model: Reshape 'reshape' cannot turn shape (15,) into [4, 4]; save the model again with Keras
      reshape-two-unknowns.keras | invalid | model: Reshape 'reshape' has more than one -1 in [-1, -1]; save the model again with Keras
      soft-link-group.keras | unsupported | model cannot be scored: '/layers/dense_1' is a soft or external link, which is never followed; save the model again with Keras
      soft-link.h5 | unsupported | model cannot be scored: '/model_weights/dense/sequential/dense/kernel' is a soft or external link, which is never followed; save the model again with Keras
      soft-link.keras | unsupported | model cannot be scored: '/layers/dense/vars/0' is a soft or external link, which is never followed; save the model again with Keras
      softmax-axis.keras | invalid | model: layer 'softmax' works on axis 3; an input of shape (13,) has axes 1 to 1 (0 is the batch); save the model again with Keras
      string-lookup.keras | unsupported | model cannot be scored: layer 'input_layer' (InputLayer) takes inputs of type 'string'; numbers are supported; layer 'string_lookup' (StringLookup) is not supported
      subclassed-model.keras | unsupported | model cannot be scored: model class 'Churn' is a custom class; only Keras' own Sequential and Functional are supported
      text.keras | invalid | model: the file is no Keras model: it starts with the bytes 54 68 69 73 20 69 73 20; a .keras archive starts with 50 4b 03 04, an HDF5 file with 89 48 44 46; save the model in Python with model.save("model.keras")
      tfsm-layer.keras | unsupported | model cannot be scored: layer 'tfsm_layer' (TFSMLayer) is not supported: it is a model of another framework
      truncated.h5 | invalid | model: the HDF5 part is truncated: it has 8604 of 17208 bytes; copy or save the file again
      truncated.keras | invalid | model: the zip archive is truncated or damaged: its directory does not fit the file; copy or save the file again
      two-inputs.h5 | unsupported | model cannot be scored: the Functional model is not one chain of layers: layer 'concatenate' (Concatenate) has 2 inputs; layer 'concatenate' (Concatenate) is not supported
      two-inputs.keras | unsupported | model cannot be scored: the Functional model is not one chain of layers: layer 'concatenate' (Concatenate) has 2 inputs; layer 'concatenate' (Concatenate) is not supported
      two-outputs.keras | unsupported | model cannot be scored: the Functional model is not one chain of layers: 'input_layer' has more than one output
      unexpected-member.keras | invalid | model: the zip archive holds 'run.py'; a Keras archive holds only metadata.json, config.json and model.weights.h5; save the model in Python with model.save("model.keras")
      units-fraction.keras | invalid | model: 'units' of layer 'dense' (Dense) is 2.5; an integer of at most 32 bits is needed; save the model again with Keras
      units-huge.keras | invalid | model: 'units' of layer 'dense' (Dense) is 2147483648; an integer of at most 32 bits is needed; save the model again with Keras
      units-missing.keras | invalid | model: 'units' of layer 'dense' (Dense) is missing; an integer of at most 32 bits is needed; save the model again with Keras
      units-negative.keras | invalid | model: 'units' of layer 'dense' (Dense) is -3; a positive integer is needed; save the model again with Keras
      units-null.keras | invalid | model: 'units' of layer 'dense' (Dense) is missing; an integer of at most 32 bits is needed; save the model again with Keras
      units-overflow.keras | invalid | model: the weight 'kernel' of layer 'dense' (Dense) has shape (2, 3) in '/layers/dense/vars/0'; the architecture needs (2000000000, 2000000000); save the model again with Keras
      units-text.keras | invalid | model: 'units' of layer 'dense' (Dense) is "3"; an integer of at most 32 bits is needed; save the model again with Keras
      units-zero.keras | invalid | model: 'units' of layer 'dense' (Dense) is 0; a positive integer is needed; save the model again with Keras
      unknown-activation.h5 | unsupported | model cannot be scored: layer 'dense' (Dense) has the activation 'reluu', which is not supported
      unknown-activation.keras | unsupported | model cannot be scored: layer 'dense' (Dense) has the activation 'reluu', which is not supported
      unknown-dtype-policy.keras | unsupported | model cannot be scored: layer 'dense' (Dense) has dtype 'float8'; float32, float64, float16, mixed_float16 and mixed_bfloat16 are supported
      unknown-dtype.h5 | unsupported | model cannot be scored: layer 'dense' (Dense) has dtype 'complex64'; float32, float64, float16, mixed_float16 and mixed_bfloat16 are supported
      unknown-key.h5 | unsupported | model cannot be scored: layer 'dense' (Dense) has the option 'temperature', which is not supported
      unknown-key.keras | unsupported | model cannot be scored: layer 'dense' (Dense) has the option 'temperature', which is not supported
      unknown-layer.keras | unsupported | model cannot be scored: layer 'dense' (Dens) is not supported
      unknown-layers.h5 | unsupported | model cannot be scored: layer 'dense' (Dens) is not supported; layer 'dense_1' (Sofmax) is not supported
      unsupported-layers.keras | unsupported | model cannot be scored: the Functional model is not one chain of layers: layer 'multi_head_attention' (MultiHeadAttention) has 2 inputs; layer 'multi_head_attention' (MultiHeadAttention) is not supported
      unsupported-sequential.h5 | unsupported | model cannot be scored: layer 'einsum_dense' (EinsumDense) is not supported; layer 'discretization' (Discretization) is not supported
      unsupported-sequential.keras | unsupported | model cannot be scored: layer 'einsum_dense' (EinsumDense) is not supported; layer 'discretization' (Discretization) is not supported
      use-bias-text.keras | invalid | model: 'use_bias' of layer 'dense' (Dense) is "yes"; true or false is needed; save the model again with Keras
      virtual-dataset.h5 | unsupported | model cannot be scored: dataset '/model_weights/dense/sequential/dense/kernel' uses a feature of HDF5 that is not supported; save the model again with Keras
      virtual-dataset.keras | unsupported | model cannot be scored: dataset '/layers/dense/vars/0' uses a feature of HDF5 that is not supported; save the model again with Keras
      vocabulary-path.keras | unsupported | model cannot be scored: layer 'string_lookup' (StringLookup) is not supported
      weight-empty.keras | invalid | model: the weight 'bias' of layer 'dense' (Dense) has shape (0,) in '/layers/dense/vars/1'; the architecture needs (3,); save the model again with Keras
      weight-extra.keras | invalid | model: 1 stored weights belong to no layer of the architecture, such as '/layers/dense/vars/2' with shape (3,); save the model again with Keras
      weight-flat.keras | invalid | model: the weight 'kernel' of layer 'dense' (Dense) has shape (6,) in '/layers/dense/vars/0'; the architecture needs (2, 3); save the model again with Keras
      weight-infinite.keras | invalid | model: the weight 'bias' of layer 'dense' (Dense) holds a value that is no finite float32 number (Infinity); train the model again
      weight-int64.keras | unsupported | model cannot be scored: dataset '/layers/dense/vars/0' does not hold float16, float32 or float64 values; save the model with one of these
      weight-int8.h5 | unsupported | model cannot be scored: dataset '/model_weights/dense/sequential/dense/kernel' does not hold float16, float32 or float64 values; save the model with one of these
      weight-int8.keras | unsupported | model cannot be scored: dataset '/layers/dense/vars/0' does not hold float16, float32 or float64 values; save the model with one of these
      weight-longer.keras | invalid | model: the weight 'bias' of layer 'dense' (Dense) has shape (4,) in '/layers/dense/vars/1'; the architecture needs (3,); save the model again with Keras
      weight-missing.h5 | invalid | model: the weight 'kernel' of layer 'dense' (Dense) is missing: there is no '/model_weights/dense/sequential/dense/kernel'; save the model again with Keras
      weight-missing.keras | invalid | model: the weight 'kernel' of layer 'dense' (Dense) is missing: there is no 'dense/vars/0' with shape (2, 3); save the model again with Keras
      weight-names-absent.h5 | invalid | model: the weight 'bias' of layer 'dense' (Dense) is missing: there is no '/model_weights/dense/sequential/dense/offset'; save the model again with Keras
      weight-names-absolute.h5 | invalid | model: the weight 'kernel' of layer 'dense' (Dense) is missing: there is no '/model_weights/dense//model_weights/dense/sequential/dense/kernel'; save the model again with Keras
      weight-names-long.h5 | invalid | model: layer 'dense' (Dense) needs 2 weights (kernel, bias); the file has 3 for it (sequential/dense/kernel, sequential/dense/bias, sequential/dense/bias); save the model again with Keras
      weight-names-parent.h5 | invalid | model: the weight 'kernel' of layer 'dense' (Dense) is missing: there is no '/model_weights/dense/../dense_1/sequential/dense_1/kernel'; save the model again with Keras
      weight-names-short.h5 | invalid | model: layer 'dense' (Dense) needs 2 weights (kernel, bias); the file has 1 for it (sequential/dense/kernel); save the model again with Keras
      weight-nan.h5 | invalid | model: the weight 'kernel' of layer 'dense' (Dense) holds a value that is no finite float32 number (NaN); train the model again
      weight-nan.keras | invalid | model: the weight 'kernel' of layer 'dense' (Dense) holds a value that is no finite float32 number (NaN); train the model again
      weight-never-written.keras | invalid | model: the values of dataset '/layers/dense/vars/0' were never written; save the model again with Keras
      weight-shape-bomb.h5 | invalid | model: the weight 'kernel' of layer 'dense' (Dense) has shape (65536, 65536) in '/model_weights/dense/sequential/dense/kernel'; the architecture needs (2, 3); save the model again with Keras
      weight-shape-bomb.keras | invalid | model: the weight 'kernel' of layer 'dense' (Dense) has shape (65536, 65536) in '/layers/dense/vars/0'; the architecture needs (2, 3); save the model again with Keras
      weight-text.keras | invalid | model: the weight 'kernel' of layer 'dense' (Dense) has shape (2,) in '/layers/dense/vars/0'; the architecture needs (2, 3); save the model again with Keras
      weight-transposed.h5 | invalid | model: the weight 'kernel' of layer 'dense' (Dense) has shape (3, 2) in '/model_weights/dense/sequential/dense/kernel'; the architecture needs (2, 3); save the model again with Keras
      weight-transposed.keras | invalid | model: the weight 'kernel' of layer 'dense' (Dense) has shape (3, 2) in '/layers/dense/vars/0'; the architecture needs (2, 3); save the model again with Keras
      weights-empty.keras | invalid | model: the HDF5 superblock cannot be read: the HDF5 structure is damaged; copy or save the file again
      weights-not-hdf5.keras | invalid | model: the HDF5 superblock cannot be read: the HDF5 structure is damaged; copy or save the file again
      weights-only.h5 | invalid | model: the file holds weights only, as model.save_weights("x.h5") writes them: the architecture is missing; save the whole model with model.save("model.keras")
      weights-only.weights.h5 | invalid | model: the file holds weights only, as model.save_weights("x.weights.h5") writes them: the architecture is missing; save the whole model with model.save("model.keras")
      weights-truncated.keras | invalid | model: the HDF5 part is truncated: it has 4177 of 12532 bytes; copy or save the file again
      """;

  private record Refusal(Class<? extends RuntimeException> type, String message) {}

  private static Map<String, Refusal> table() {
    return TABLE
        .lines()
        .map(line -> line.split(" \\| ", 3))
        .collect(
            Collectors.toMap(
                columns -> columns[0],
                columns ->
                    new Refusal(
                        columns[1].equals("invalid")
                            ? InvalidModelException.class
                            : UnsupportedModelException.class,
                        columns[2]),
                (one, other) -> one,
                TreeMap::new));
  }

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(DESCRIPTIONS))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void isRefused(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(FOLDER.resolve(file));
    Refusal expected = table().get(file);
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class, () -> KerasModel.read(bytes, PLACE), file + " is accepted");
    assertEquals(expected, new Refusal(thrown.getClass(), thrown.getMessage()));
  }

  @Test
  void everyFileHasAnEntryAndEveryEntryAFile() throws IOException {
    assertEquals(files(), List.copyOf(table().keySet()));
  }
}
