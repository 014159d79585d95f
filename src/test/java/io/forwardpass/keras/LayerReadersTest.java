package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forwardpass.nn.Activation;
import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.ActivationWithArguments;
import io.forwardpass.nn.ELU;
import io.forwardpass.nn.InferenceIdentity;
import io.forwardpass.nn.LeakyReLU;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.PReLU;
import io.forwardpass.nn.ReLU;
import io.forwardpass.nn.Reshape;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerReadersTest {
  private static final Place PLACE = new Place("model");
  private static final Writer KERAS_3 = new Writer("3.15.1", 3, "");

  private final List<String> reasons = new ArrayList<>();

  private LayerPlan read(String className, String config, Writer writer) {
    Value value =
        Value.of(
            Json.parse(config.replace('\'', '"'), "config", PLACE),
            "layer 'x' (%s)".formatted(className),
            PLACE);
    return LayerReaders.of(className)
        .orElseThrow()
        .read(new LayerConfig(className, value, writer, reasons));
  }

  private Object layer(String className, String config) {
    return ((LayerPlan.Weightless) read(className, config, KERAS_3)).layer();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.2, HARD_SIGMOID_KERAS_2",
    "2.2.4-tf, HARD_SIGMOID_KERAS_2",
    "2.15.0, HARD_SIGMOID_KERAS_2",
    "3.0.0, HARD_SIGMOID",
    "3.15.1, HARD_SIGMOID"
  })
  void hardSigmoidIsThatOfTheWriter(String version, NamedActivation expected) {
    LayerPlan plan =
        read(
            "Activation",
            "{'name':'x','activation':'hard_sigmoid'}",
            Writer.of(version, "", PLACE));
    assertEquals(expected, ((Activation) ((LayerPlan.Weightless) plan).layer()).activation());
  }

  @Test
  void aVersionThatIsNotKnownIsRefused() {
    UnsupportedModelException refused =
        assertThrows(UnsupportedModelException.class, () -> Writer.of("4.0.0", "", PLACE));
    assertEquals(
        "model cannot be scored: it was written by Keras '4.0.0'; Keras 1, 2 and 3 are known",
        refused.getMessage());
  }

  @Test
  void aLayerStandsForAFunction() {
    ActivationFunction function =
        ((DensePlan)
                read(
                    "Dense",
                    "{'name':'x','units':3,'activation':{'module':'keras.layers','class_name':'LeakyReLU','config':{'name':'y','negative_slope':0.5},'registered_name':null}}",
                    KERAS_3))
            .activation();
    assertEquals(new LeakyReLU("y", 0.5f), function);
    assertEquals(List.of(), reasons);
  }

  @Test
  void argumentsOfKeras1AreUnderstood() {
    DensePlan plan =
        (DensePlan)
            read(
                "Dense",
                "{'name':'x','output_dim':3,'bias':false,'init':'uniform','activation':'relu','W_regularizer':null}",
                new Writer("1.2.2", 1, ""));
    assertEquals(new DensePlan("x", 3, NamedActivation.RELU, false), plan);
    assertEquals(
        new ReLU("x", 6f, 0.1f, 0f), layer("ReLU", "{'name':'x','max_value':6,'alpha':0.1}"));
    assertEquals(
        new InferenceIdentity("x", "Dropout", Map.of("rate", 0.5)),
        layer("Dropout", "{'name':'x','p':0.5}"));
    assertEquals(List.of(), reasons);
  }

  @Test
  void pythonsWrappingsAreTakenOff() {
    assertEquals(
        new Reshape("x", List.of(2, -1)),
        layer("Reshape", "{'name':'x','target_shape':{'class_name':'__tuple__','items':[2,-1]}}"));
    assertEquals(
        new ELU("x", 0.5f),
        layer(
            "ELU",
            "{'name':'x','alpha':{'class_name':'__numpy__','config':{'value':0.5,'dtype':'float32'}}}"));
  }

  /** Keras asks {@code if scale:} of whatever the file holds. */
  @ParameterizedTest
  @CsvSource({
    "true, true",
    "1, true",
    "2.5, true",
    "-1, true",
    "NaN, true",
    "false, false",
    "0, false",
    "0.0, false",
    "null, false"
  })
  void flagsAreTakenAsPythonTakesThem(String written, boolean expected) {
    BatchNormalizationPlan plan =
        (BatchNormalizationPlan)
            read("BatchNormalization", "{'name':'x','scale':" + written + "}", KERAS_3);
    assertEquals(expected, plan.scale());
    assertEquals(true, plan.center());
  }

  @Test
  void aFlagIsNoText() {
    assertEquals(
        "model: 'scale' of layer 'x' (BatchNormalization) is \"false\"; true or false is needed; save the model again with Keras",
        assertThrows(
                InvalidModelException.class,
                () -> read("BatchNormalization", "{'name':'x','scale':'false'}", KERAS_3))
            .getMessage());
  }

  @Test
  void anOperationStandsForAFunction() {
    String operation =
        "{'module':'keras.src.ops.nn','class_name':'%s','config':{'name':'y'%s},'registered_name':'%s'}";
    ActivationFunction function =
        ((DensePlan)
                read(
                    "Dense",
                    "{'name':'x','units':3,'activation':%s}"
                        .formatted(
                            operation.formatted(
                                "Threshold", ",'threshold':0.5,'default_value':-1", "Threshold")),
                    KERAS_3))
            .activation();
    assertEquals(new ActivationWithArguments.Threshold(0.5f, -1f), function);
    assertEquals("Threshold(threshold=0.5, default_value=-1.0)", function.spelling());
    read(
        "Dense",
        "{'name':'x','units':3,'activation':%s}"
            .formatted(operation.formatted("Celu", ",'beta':2", "Celu")),
        KERAS_3);
    assertEquals(
        List.of("layer 'y' (Celu) has the option 'beta', which is not supported"), reasons);
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    read("Flatten", "{'name':'x','data_format':null,'later':1,'other':null,'more':{}}", KERAS_3);
    assertEquals(
        List.of(
            "layer 'x' (Flatten) has the option 'later', which is not supported",
            "layer 'x' (Flatten) has the option 'more', which is not supported"),
        reasons);
  }

  /** Keras takes 1 off and looks from the end where that is negative: -1 is the last but one. */
  @Test
  void aNegativeSharedAxisIsCountedAsKerasDoes() {
    PReluPlan plan = (PReluPlan) read("PReLU", "{'name':'x','shared_axes':[1,-1]}", KERAS_3);
    WeightSource weights =
        new WeightSource(
            List.of("alpha"), (index, name, shapes) -> Tensor.ones(new Shape(shapes.get(0))));
    assertEquals(
        List.of(1, 1, 4), ((PReLU) plan.build(Shape.of(2, 3, 4), weights)).alpha().shape().dims());
  }

  @Test
  void aBatchNormalizationByTheBatchIsRefused() {
    read("BatchNormalization", "{'name':'x','mode':2,'axis':[-1]}", new Writer("1.2.2", 1, ""));
    assertEquals(
        List.of(
            "layer 'x' (BatchNormalization) has mode 2, which normalises by the batch at hand; only mode 0 is supported"),
        reasons);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'float32' | ''",
        "{'class_name':'Policy','config':{'name':'mixed_float16'}} | ''",
        "{'class_name':'FloatDTypePolicy','config':{'name':'float64'}} | ''",
        "'bfloat16' | stores bfloat16 weights, which are not supported; save the model as float32 or mixed_bfloat16",
        "{'class_name':'DTypePolicyMap','config':{}} | has the dtype policy 'DTypePolicyMap', which is not supported",
        "{'class_name':'Int8DTypePolicy','config':{}} | is quantized (Int8DTypePolicy), which is not supported; save the model before it is quantized"
      },
      quoteCharacter = '~')
  void precisionsAreWeighed(String json, String objection) {
    Value dtype = Value.of(Json.parse(json.replace('\'', '"'), "dtype", PLACE), "dtype", PLACE);
    assertEquals(objection.equals("''") ? "" : objection, Precision.objection(dtype).orElse(""));
  }
}
