package io.forwardpass.keras;

import io.forwardpass.nn.Sequential;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a Keras model file holds.
 *
 * @param network the layers with their weights
 * @param openSteps whether rows may have any number of steps, which are then the first axis; {@code
 *     network} is for the fewest, and {@link Sequential#forInput} makes one for others
 * @param kerasVersion as the file records it, {@code "unknown"} where it does not
 * @param format how the file is written, for people: {@code .keras}, {@code legacy HDF5}
 * @param sha256 of the file's bytes, in lower-case hexadecimal
 * @param bytes the file's length
 */
public record KerasModel(
    Sequential network,
    boolean openSteps,
    String kerasVersion,
    String format,
    String sha256,
    long bytes) {
  private static final String ARCHIVE = ".keras";
  private static final String LEGACY = "legacy HDF5";
  private static final String CONFIG = "config.json";
  private static final String ATTRIBUTE = "attribute 'model_config'";

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
    return switch (FileKind.of(file, where)) {
      case ARCHIVE -> archive(file, where);
      case HDF5 -> legacy(file, where);
    };
  }

  private static KerasModel archive(byte[] file, Place place) {
    KerasArchive archive = KerasArchive.read(file, place);
    Value metadata =
        Value.of(Json.parse(archive.metadata(), "metadata.json", place), "metadata.json", place);
    Writer writer = Writer.of(metadata.get("keras_version").text(), "", place);
    Architecture architecture =
        Architecture.read(Json.parse(archive.config(), CONFIG, place), CONFIG, place);
    ModelPlan plan = ModelPlan.read(architecture, writer, place);
    Hdf5Group root = Hdf5Group.root(archive.weights(), place);
    Sequential network = plan.build(new WeightsV3(root, plan.layers(), place));
    return new KerasModel(
        network, plan.input().openSteps(), writer.version(), ARCHIVE, Sha256.of(file), file.length);
  }

  private static KerasModel legacy(byte[] file, Place place) {
    Hdf5Group root = Hdf5Group.root(ByteBuffer.wrap(file), place);
    Optional<String> config = root.string("model_config");
    Optional<Hdf5Group> weights = root.group("model_weights");
    if (config.isEmpty() || weights.isEmpty()) {
      throw place.invalid(WeightsOnly.describe(root));
    }
    Architecture architecture =
        Architecture.read(Json.parse(config.get(), ATTRIBUTE, place), ATTRIBUTE, place);
    Optional<String> version =
        root.string("keras_version").or(() -> weights.get().string("keras_version"));
    String backend = root.string("backend").or(() -> weights.get().string("backend")).orElse("");
    Writer writer =
        version
            .map(text -> Writer.of(text, backend, place))
            // The oldest Keras 1 wrote no version; only Keras 3 names the modules.
            .orElse(new Writer(Writer.UNKNOWN, architecture.hasModules() ? 3 : 1, backend));
    ModelPlan plan = ModelPlan.read(architecture, writer, place);
    Sequential network = plan.build(new WeightsLegacy(weights.get(), plan.layers(), place));
    return new KerasModel(
        network, plan.input().openSteps(), writer.version(), LEGACY, Sha256.of(file), file.length);
  }
}
