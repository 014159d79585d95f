package io.forwardpass.registry;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model's entry in a registry.
 *
 * @param aliases the versions by the aliases that point to them
 * @param newest the newest version; empty where there is none
 */
public record RegisteredModel(String name, SortedMap<String, String> aliases, String newest) {
  public RegisteredModel {
    aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
  }
}
