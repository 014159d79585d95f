package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.forwardpass.nn.Sequential;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a Keras model file holds.
 *
 * @param network the layers with their weights
 * @param openSteps whether rows may have any number of steps, which are then the first axis; {@code
 *     network} is for the fewest, and {@link Sequential#forInput} makes one for others
 * @param kerasVersion as the file records it, {@code "unknown"} where it does not
 * @param format how the file is written, for people: {@code .keras}, {@code legacy HDF5}
 * @param sha256 of the bytes that were read, in lower-case hexadecimal: the file's, unless its
 *     backend was said besides
 * @param bytes their number
 * @param warnings what the file does not say and was guessed, a sentence each
 */
public record KerasModel(
    Sequential network,
    boolean openSteps,
    String kerasVersion,
    String format,
    String sha256,
    long bytes,
    List<String> warnings) {
  private static final String ARCHIVE = ".keras";
  private static final String LEGACY = "legacy HDF5";
  private static final String TENSORFLOW = "tensorflow";
  private static final long LONGEST_NAME = 100;
  private static final String CONFIG = "config.json";
  private static final String SEPARATE = "architecture and weights";
  private static final String ARCHITECTURE = "the architecture's JSON";
  private static final String ATTRIBUTE = "attribute 'model_config'";

  public KerasModel {
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a model by its content; the file's name is not looked at.
   *
   * @param place where the file came from, for messages
   * @throws InvalidModelException if the file contradicts itself or its format
   * @throws UnsupportedModelException if it is sound but holds something outside our scope; all of
   *     it is named
   */
  public static KerasModel read(byte[] file, String place) {
    Place where = new Place(place);
    if (FileKind.of(file, where) == FileKind.ARCHIVE) {
      ZipArchive zip = new ZipArchive(file, where);
      if (zip.members().containsKey(ModelFiles.BACKEND)) {
        return computedBy(file, zip, where);
      }
    }
    return read(file, ModelBackend.AUTO, where);
  }

  /** A model with its backend, put together by {@link ModelFiles#computedBy}. */
  private static KerasModel computedBy(byte[] file, ZipArchive zip, Place place) {
    String name = KerasArchive.text(zip, ModelFiles.BACKEND, LONGEST_NAME, place);
    ModelBackend backend =
        Arrays.stream(ModelBackend.values())
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> place.damaged("member '" + ModelFiles.BACKEND + "' is no backend"));
    KerasModel model =
        read(KerasArchive.bytes(zip, ModelFiles.MODEL, file.length, place), backend, place);
    return new KerasModel(
        model.network,
        model.openSteps,
        model.kerasVersion,
        model.format,
        Sha256.of(file),
        file.length,
        model.warnings);
  }

  private static KerasModel read(byte[] file, ModelBackend backend, Place place) {
    if (FileKind.of(file, place) == FileKind.HDF5) {
      return legacy(file, backend, place);
    }
    ZipArchive zip = new ZipArchive(file, place);
    return zip.members().containsKey(ModelFiles.ARCHITECTURE)
        ? separate(file, zip, backend, place)
        : archive(file, zip, backend, place);
  }

  private static KerasModel archive(
      byte[] file, ZipArchive zip, ModelBackend backend, Place place) {
    KerasArchive archive = KerasArchive.read(file, zip, place);
    Value metadata =
        Value.of(Json.parse(archive.metadata(), "metadata.json", place), "metadata.json", place);
    Writer writer =
        Writer.of(metadata.get("keras_version").text(), TENSORFLOW, place)
            .computingWith(backend, place);
    Architecture architecture =
        Architecture.read(Json.parse(archive.config(), CONFIG, place), CONFIG, place);
    ModelPlan plan = ModelPlan.read(architecture, writer, place);
    Hdf5Group root = Hdf5Group.root(archive.weights(), place);
    Sequential network = plan.build(() -> new WeightsV3(root, plan.layers(), place));
    return model(network, plan, writer, ARCHIVE, file);
  }

  /** An architecture and a file of weights, put together by {@link ModelFiles#of}. */
  private static KerasModel separate(
      byte[] file, ZipArchive zip, ModelBackend backend, Place place) {
    long limit = 2L * file.length;
    String json = KerasArchive.text(zip, ModelFiles.ARCHITECTURE, Json.LARGEST, place);
    if (!FileKind.isJson(json)) {
      throw place.invalid(
          "the architecture is no JSON, as model.to_json() writes it; a whole model has its weights in it and needs no others");
    }
    JsonNode node = architecture(json, place);
    Architecture architecture = Architecture.read(node, ARCHITECTURE, place);
    byte[] weights = KerasArchive.bytes(zip, ModelFiles.SEPARATE_WEIGHTS, limit, place);
    if (FileKind.of(weights, place.with("the weights")) != FileKind.HDF5) {
      throw place.invalid(
          "the weights are a whole .keras file; give it as the model, without the architecture");
    }
    Hdf5Group root = Hdf5Group.root(ByteBuffer.wrap(weights), place);
    Hdf5Group legacy = root.group("model_weights").orElse(root);
    boolean isLegacy = WeightsLegacy.isIn(legacy);
    Value model = Value.of(node, ARCHITECTURE, place);
    Writer recorded =
        writer(
            optionalText(model.get("keras_version")).or(() -> legacy.string("keras_version")),
            optionalText(model.get("backend")).or(() -> legacy.string("backend")),
            architecture,
            place);
    Writer writer =
        isLegacy
            ? computing(recorded, backend, legacy, place)
            : recorded.computingWith(backend, place);
    ModelPlan plan = ModelPlan.read(architecture, writer, place);
    Sequential network =
        plan.build(
            () ->
                isLegacy
                    ? new WeightsLegacy(legacy, plan.layers(), place)
                    : new WeightsV3(root, plan.layers(), place));
    return model(network, plan, writer, SEPARATE, file);
  }

  /** A text of JSON is what {@code json.dump(model.to_json(), file)} makes of it. */
  private static JsonNode architecture(String json, Place place) {
    JsonNode node = Json.parse(json, ARCHITECTURE, place);
    return node.isTextual() ? Json.parse(node.textValue(), ARCHITECTURE, place) : node;
  }

  private static Optional<String> optionalText(Value value) {
    return value.isNull() ? Optional.empty() : Optional.of(value.text());
  }

  private static Writer writer(
      Optional<String> version, Optional<String> backend, Architecture architecture, Place place) {
    return version
        .map(text -> Writer.of(text, backend.orElse(""), place))
        // The oldest Keras 1 wrote no version; only Keras 3 names the modules.
        .orElse(new Writer(Writer.UNKNOWN, architecture.hasModules() ? 3 : 1, backend.orElse("")));
  }

  /** With what the user says that it computed with, or the file, or the names of its weights. */
  private static Writer computing(
      Writer writer, ModelBackend backend, Hdf5Group weights, Place place) {
    return writer
        .computingWith(backend, place)
        .guessing(() -> WeightsLegacy.namedBy(weights, place));
  }

  private static KerasModel model(
      Sequential network, ModelPlan plan, Writer writer, String format, byte[] file) {
    List<String> warnings =
        writer.isGuessed() && writer.isTheano() && ConvolutionKernel.isTurnedIn(network)
            ? List.of(plan.place().guessedTheano())
            : List.of();
    return new KerasModel(
        network,
        plan.input().openSteps(),
        writer.version(),
        format,
        Sha256.of(file),
        file.length,
        warnings);
  }

  private static KerasModel legacy(byte[] file, ModelBackend backend, Place place) {
    Hdf5Group root = Hdf5Group.root(ByteBuffer.wrap(file), place);
    Optional<String> config = root.string("model_config");
    Optional<Hdf5Group> weights = root.group("model_weights");
    if (config.isEmpty() || weights.isEmpty()) {
      throw place.invalid(WeightsOnly.describe(root));
    }
    Architecture architecture =
        Architecture.read(Json.parse(config.get(), ATTRIBUTE, place), ATTRIBUTE, place);
    Writer recorded =
        writer(
            root.string("keras_version").or(() -> weights.get().string("keras_version")),
            root.string("backend").or(() -> weights.get().string("backend")),
            architecture,
            place);
    Writer writer = computing(recorded, backend, weights.get(), place);
    ModelPlan plan = ModelPlan.read(architecture, writer, place);
    Sequential network = plan.build(() -> new WeightsLegacy(weights.get(), plan.layers(), place));
    return model(network, plan, writer, LEGACY, file);
  }
}
