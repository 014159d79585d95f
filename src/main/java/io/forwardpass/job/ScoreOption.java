package io.forwardpass.job;

import java.util.Locale;

/**
 * The options of {@code score}, each a key of the job file too. Meanings and defaults stand in
 * {@code conf/forwardpass.conf}, once for the command line, the file and the README.
 */
enum ScoreOption {
  MODEL("URI"),
  IGNORE_SIDECAR("none|features|labels|all"),
  WEIGHTS("URI"),
  MODEL_BACKEND("auto|tensorflow|theano"),
  REGISTRY("URL"),
  INPUT("URI[,URI...]"),
  FORMAT("NAME"),
  INPUT_OPTIONS("KEY=VALUE"),
  WHERE("SQL"),
  PARTITION("COLUMN=VALUE|COLUMN=FROM..TO"),
  INCREMENTAL(""),
  CHECKPOINT("URI"),
  CONTINUOUS("INTERVAL|none"),
  FEATURES("COLUMN[,COLUMN...]"),
  KEEP("all|none|COLUMN[,COLUMN...]"),
  LABELS("LABEL[,LABEL...]|@URI"),
  LABEL_COLUMN("COLUMN"),
  OUTPUT("URI"),
  OUTPUT_FORMAT("NAME"),
  OUTPUT_OPTIONS("KEY=VALUE"),
  MODE("error|overwrite|append|ignore"),
  LOCK("fail|wait"),
  PARTITION_BY("COLUMN[,COLUMN...]"),
  PROBABILITIES("columns|array|none"),
  PREDICTION_COL("NAME|none"),
  ON_INVALID("fail|null|drop|quarantine"),
  EXPECTATIONS("COLUMN.EXPECTATION=POLICY"),
  QUARANTINE("URI"),
  ON_CORRUPT_FILE("fail|skip"),
  MIN_ROWS("N|none"),
  MAX_INVALID_RATIO("RATIO|none"),
  MAX_NOT_FINITE_RATIO("RATIO|none"),
  PROFILE("URI"),
  MAX_PSI("PSI|none"),
  PAD_SEQUENCES("none|pre|post"),
  MAX_LENGTH("STEPS|auto"),
  BATCH_SIZE("ROWS|auto"),
  PROVENANCE(""),
  RUN_ID("TEXT"),
  REPORT("URI"),
  LOG_FORMAT("text|json"),
  SHOW("N"),
  DRY_RUN(""),
  VERBOSE("");

  private final String placeholder;

  ScoreOption(String placeholder) {
    this.placeholder = placeholder;
  }

  /** The key in the job file: {@code on-invalid}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The option on the command line: {@code --on-invalid}. */
  String flag() {
    return "--" + key();
  }

  /** What stands for the value in the help; empty for a flag without one. */
  String placeholder() {
    return placeholder;
  }

  boolean isFlag() {
    return placeholder.isEmpty();
  }

  /** Whether it may be given more than once, each text an item as it stands. */
  boolean isRepeated() {
    return this == PARTITION;
  }

  /** Whether it is given once for each entry: {@code --input-options header=true}. */
  boolean isMap() {
    return placeholder.equals("KEY=VALUE") || isNested();
  }

  /** Whether its entries have entries of their own, down a path of keys. */
  boolean isNested() {
    return this == EXPECTATIONS;
  }
}
