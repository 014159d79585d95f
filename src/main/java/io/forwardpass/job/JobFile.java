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
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The HOCON file of {@code --config}, at any URI that Hadoop can read. {@code include "x.conf"} in
 * it means a file beside it, and one that is missing is an error.
 */
record JobFile(FileSystem files, Path path) implements ConfigIncluder {

  static Config read(String uri, Configuration hadoop) {
    Place place = Place.of("job file", uri, hadoop);
    if (!place.isFile()) {
      throw JobException.noSuchFile("job file", uri);
    }
    try {
      return new JobFile(place.files(), place.path()).parse(uri);
    } catch (IOException e) {
      throw JobException.unreadable("job file", uri, e);
    } catch (ConfigException e) {
      throw JobException.badJobFile(e.getMessage());
    }
  }

  private Config parse(String description) throws IOException {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(description)
            .setIncluder(this);
    try (Reader reader = new InputStreamReader(files.open(path), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(reader, options);
    }
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    Path included = new Path(path.getParent(), what);
    try {
      return new JobFile(files, included).parse(included.toString()).root();
    } catch (IOException e) {
      throw new ConfigException.IO(
          ConfigOriginFactory.newSimple(path.toString()), "cannot include " + included, e);
    }
  }
}
