/** The layers of {@code keras.layers} as one writes them down, before they have weights. */
package io.forwardpass.nn.layers;
