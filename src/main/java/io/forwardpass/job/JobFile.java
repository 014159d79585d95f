package io.forwardpass.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The HOCON file of {@code --config}, at any URI that Hadoop can read. {@code include "x.conf"} in
 * it means a file beside it, and one that is missing is an error.
 */
final class JobFile implements ConfigIncluder {
  private static final int MOST_MEBIBYTES = 4;

  private final FileSystem files;

  /** The file, behind those that include it. */
  private final List<Path> chain;

  private JobFile(FileSystem files, List<Path> chain) {
    this.files = files;
    this.chain = chain;
  }

  static Config read(String uri, Configuration hadoop) {
    Place place = Place.of("job file", uri, hadoop);
    if (!place.isFile()) {
      throw JobException.noSuchFile("job file", uri);
    }
    try {
      return new JobFile(place.files(), List.of(place.path())).parse(uri);
    } catch (IOException e) {
      throw JobException.inaccessible("job file", uri, e);
    } catch (ConfigException e) {
      throw JobException.badJobFile(e.getMessage());
    } catch (StackOverflowError e) {
      throw JobException.badJobFile(uri + " is nested too deeply");
    }
  }

  private Path path() {
    return chain.get(chain.size() - 1);
  }

  private Config parse(String description) throws IOException {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(description)
            .setIncluder(this);
    Place place = new Place("job file", description, files, path());
    String text = new String(new SmallFile(place, MOST_MEBIBYTES).bytes(), StandardCharsets.UTF_8);
    return ConfigFactory.parseString(text, options);
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    Path included = files.makeQualified(new Path(path().getParent(), what));
    if (chain.contains(included)) {
      throw JobException.includeCycle(path().toString(), included.toString());
    }
    List<Path> longer = Stream.concat(chain.stream(), Stream.of(included)).toList();
    try {
      return new JobFile(files, longer).parse(included.toString()).root();
    } catch (IOException e) {
      throw new ConfigException.IO(
          ConfigOriginFactory.newSimple(path().toString()), "cannot include " + included, e);
    }
  }
}
