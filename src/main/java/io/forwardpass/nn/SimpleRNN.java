package io.forwardpass.nn;

/** A recurrent layer of {@link SimpleRNNCell}. */
public record SimpleRNN(String name, SimpleRNNCell cell, Recurrent options)
    implements RecurrentLayer {}
