package io.forwardpass.nn;

/** A recurrent layer of {@link GRUCell}. */
public record GRU(String name, GRUCell cell, Recurrent options) implements RecurrentLayer {}
