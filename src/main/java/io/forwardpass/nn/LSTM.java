package io.forwardpass.nn;

/** A recurrent layer of {@link LSTMCell}. */
public record LSTM(String name, LSTMCell cell, Recurrent options) implements RecurrentLayer {}
