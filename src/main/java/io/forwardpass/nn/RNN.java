package io.forwardpass.nn;

/** A recurrent layer of any cell. */
public record RNN(String name, Cell cell, Recurrent options) implements RecurrentLayer {}
