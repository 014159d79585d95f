package io.forwardpass.nn;

/**
 * The options that all recurrent layers share.
 *
 * @param returnSequences whether each step's outputs come out, or the last one's alone
 * @param goBackwards whether the last step is taken first; outputs come in the order of processing
 * @param zeroOutputForMask whether masked steps give zeros, or the outputs of the step before
 */
public record Recurrent(boolean returnSequences, boolean goBackwards, boolean zeroOutputForMask) {}
