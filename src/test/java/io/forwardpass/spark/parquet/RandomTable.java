package io.forwardpass.spark.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/**
 * A table drawn from a seed: a number for each row, a feature, and a column of every type that
 * Parquet holds, flat and nested, of high and of low cardinality, with and without nulls, with the
 * values at the ends of each type.
 */
final class RandomTable {

  /** Whether there are dates before the calendar of 1582. */
  enum Dates {
    ANCIENT,
    MODERN
  }

  /** Whether what is within arrays, structs and maps may lack nulls by its type. */
  enum Nested {
    OPTIONAL,
    MIXED
  }

  private static final List<DataType> LEAVES =
      List.of(
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.BooleanType,
          DataTypes.createDecimalType(5, 2),
          DataTypes.createDecimalType(15, 3),
          DataTypes.createDecimalType(30, 10),
          DataTypes.StringType,
          DataTypes.BinaryType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType,
          DataTypes.createDayTimeIntervalType(),
          DataTypes.createYearMonthIntervalType());

  /** Types whose vectors are copied into pages where values hardly repeat: a second time. */
  private static final List<DataType> COPIED =
      List.of(
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.TimestampNTZType);

  private static final double[] NULLS = {0, 0.3, 0.97, 1};

  private final Random random;
  private final Dates dates;
  private final Nested nested;
  private final StructType schema;
  private final List<Column> columns = new ArrayList<>();

  /** How a column's values are drawn. */
  private record Column(DataType type, double nulls, List<Object> few) {}

  RandomTable(long seed, Dates dates, Nested nested) {
    this.random = new Random(seed);
    this.dates = dates;
    this.nested = nested;
    List<StructField> fields = new ArrayList<>();
    for (DataType leaf : LEAVES) {
      add(fields, leaf);
    }
    for (DataType copied : COPIED) {
      add(fields, copied);
    }
    add(fields, DataTypes.createArrayType(leaf(), mayBeNull()));
    add(fields, struct(leaf(), leaf()));
    add(fields, DataTypes.createMapType(DataTypes.StringType, leaf(), mayBeNull()));
    add(fields, DataTypes.createArrayType(struct(leaf(), DataTypes.createArrayType(leaf()))));
    add(
        fields,
        struct(leaf(), DataTypes.createMapType(DataTypes.LongType, struct(leaf(), leaf()))));
    StructType drawn =
        new StructType()
            .add("id", DataTypes.LongType, false)
            .add("feature", DataTypes.FloatType, random.nextBoolean());
    for (StructField field : fields) {
      drawn = drawn.add(field);
    }
    this.schema = drawn;
  }

  private DataType leaf() {
    return LEAVES.get(random.nextInt(LEAVES.size()));
  }

  private boolean mayBeNull() {
    return nested == Nested.OPTIONAL || random.nextBoolean();
  }

  private StructType struct(DataType first, DataType second) {
    return new StructType().add("first", first, mayBeNull()).add("second", second, mayBeNull());
  }

  private void add(List<StructField> fields, DataType type) {
    double nulls = NULLS[random.nextInt(NULLS.length)];
    List<Object> few = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      for (int value = 0; value < 5; value++) {
        few.add(value(type));
      }
    }
    String name = "c%02d_%s".formatted(fields.size(), type.typeName().replaceAll("\\W+", "_"));
    fields.add(new StructField(name, type, nulls > 0 || random.nextBoolean(), Metadata.empty()));
    columns.add(new Column(type, nulls, few));
  }

  StructType schema() {
    return schema;
  }

  /** So many rows in one partition. */
  Dataset<Row> draw(SparkSession spark, int rows) {
    List<Row> drawn = new ArrayList<>();
    for (long row = 0; row < rows; row++) {
      Object[] values = new Object[columns.size() + 2];
      values[0] = row;
      values[1] = random.nextFloat() * 6 - 3;
      for (int column = 0; column < columns.size(); column++) {
        values[column + 2] = value(columns.get(column));
      }
      drawn.add(RowFactory.create(values));
    }
    return spark.createDataFrame(drawn, schema).coalesce(1);
  }

  private Object value(Column column) {
    if (random.nextDouble() < column.nulls()) {
      return null;
    }
    return column.few().isEmpty()
        ? value(column.type())
        : column.few().get(random.nextInt(column.few().size()));
  }

  private Object nullable(DataType type, boolean nullable) {
    return nullable && random.nextInt(4) == 0 ? null : value(type);
  }

  private Object value(DataType type) {
    if (type instanceof ArrayType array) {
      return list(array.elementType(), array.containsNull());
    } else if (type instanceof MapType map) {
      Map<Object, Object> drawn = new HashMap<>();
      for (int entry = random.nextInt(4); entry > 0; entry--) {
        drawn.put(value(map.keyType()), nullable(map.valueType(), map.valueContainsNull()));
      }
      return drawn;
    } else if (type instanceof StructType struct) {
      return RowFactory.create(
          Arrays.stream(struct.fields())
              .map(field -> nullable(field.dataType(), field.nullable()))
              .toArray());
    }
    return random.nextInt(6) == 0 ? atAnEnd(type) : anywhere(type);
  }

  private List<Object> list(DataType element, boolean nullable) {
    List<Object> drawn = new ArrayList<>();
    for (int at = random.nextInt(4); at > 0; at--) {
      drawn.add(nullable(element, nullable));
    }
    return drawn;
  }

  private Object pick(Object... values) {
    return values[random.nextInt(values.length)];
  }

  private Object atAnEnd(DataType type) {
    if (type.equals(DataTypes.ByteType)) {
      return pick(Byte.MIN_VALUE, Byte.MAX_VALUE);
    } else if (type.equals(DataTypes.ShortType)) {
      return pick(Short.MIN_VALUE, Short.MAX_VALUE);
    } else if (type.equals(DataTypes.IntegerType)) {
      return pick(Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
    } else if (type.equals(DataTypes.LongType)) {
      return pick(Long.MIN_VALUE, Long.MAX_VALUE, 0L);
    } else if (type.equals(DataTypes.FloatType)) {
      return pick(
          -0f, 0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE);
    } else if (type.equals(DataTypes.DoubleType)) {
      return pick(
          -0d,
          0d,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.MIN_VALUE);
    } else if (type.equals(DataTypes.StringType)) {
      return pick("", "\u0000", "é漢\uD83D\uDC1F");
    } else if (type.equals(DataTypes.BinaryType)) {
      return pick(new byte[0], new byte[] {0}, new byte[] {-1, -128, 127});
    } else if (type instanceof DecimalType decimal) {
      BigInteger nines = BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
      return new BigDecimal(
          (BigInteger) pick(nines, nines.negate(), BigInteger.ZERO), decimal.scale());
    }
    return anywhere(type);
  }

  private Object anywhere(DataType type) {
    if (type.equals(DataTypes.ByteType)) {
      return (byte) random.nextInt();
    } else if (type.equals(DataTypes.ShortType)) {
      return (short) random.nextInt();
    } else if (type.equals(DataTypes.IntegerType)) {
      return random.nextInt();
    } else if (type.equals(DataTypes.LongType)) {
      return random.nextLong();
    } else if (type.equals(DataTypes.FloatType)) {
      return (float) random.nextGaussian();
    } else if (type.equals(DataTypes.DoubleType)) {
      return random.nextGaussian();
    } else if (type.equals(DataTypes.BooleanType)) {
      return random.nextBoolean();
    } else if (type.equals(DataTypes.StringType)) {
      return text();
    } else if (type.equals(DataTypes.BinaryType)) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      return bytes;
    } else if (type.equals(DataTypes.DateType)) {
      return date();
    } else if (type.equals(DataTypes.TimestampType)) {
      return time().toInstant(ZoneOffset.UTC);
    } else if (type.equals(DataTypes.TimestampNTZType)) {
      return time();
    } else if (type instanceof DayTimeIntervalType) {
      return Duration.ofSeconds(random.nextInt(), 1000L * random.nextInt(1_000_000));
    } else if (type instanceof YearMonthIntervalType) {
      return Period.of(random.nextInt(20_000) - 10_000, 0, 0).plusMonths(random.nextInt(12));
    } else if (type instanceof DecimalType decimal) {
      int bits = (int) (decimal.precision() * 3.3) - 1;
      BigInteger unscaled = new BigInteger(bits, random);
      return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
    }
    throw new IllegalArgumentException("no values of " + type);
  }

  private String text() {
    byte[] letters = new byte[random.nextInt(14)];
    for (int at = 0; at < letters.length; at++) {
      letters[at] = (byte) ('a' + random.nextInt(26));
    }
    return new String(letters, StandardCharsets.US_ASCII);
  }

  private LocalDate date() {
    int first = dates == Dates.ANCIENT && random.nextInt(4) == 0 ? 1 : 1950;
    return LocalDate.of(
        first + random.nextInt(100), 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  private LocalDateTime time() {
    return date().atStartOfDay().plusSeconds(random.nextInt(86_400)).plusNanos(nanos());
  }

  private long nanos() {
    return 1000L * random.nextInt(1_000_000);
  }
}
